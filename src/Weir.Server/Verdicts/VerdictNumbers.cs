using System.Security.Cryptography;
using Weir.Detection;
using Weir.Server.Security;
using Weir.Storage.Verdicts;

namespace Weir.Server.Verdicts;

/// <summary>Gives numbers to verdicts of this process; each is greater than the one before, also when the clock is set back.</summary>
internal sealed class VerdictNumbers
{
    private const int ProcessBits = 12;

    private readonly long _process = RandomNumberGenerator.GetInt32(1 << ProcessBits);
    private long _last;

    /// <summary>The number of a verdict that was given now.</summary>
    public long Next(DateTimeOffset now)
    {
        var first = VerdictNumber.FirstOf(now) >> ProcessBits;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(last + 1, first);
            if (Interlocked.CompareExchange(ref _last, next, last) == last) return next << ProcessBits | _process;
        }
    }
}

/// <summary>A verdict on its way to the history, whose it is, and of which row when its subject is one.</summary>
internal readonly record struct AskedVerdict(Verdict Verdict, Caller By, JudgedRow? Row = null);

/// <summary>A row of a table: rows of equal values share the key.</summary>
internal sealed record JudgedRow(string Table, long Key);
