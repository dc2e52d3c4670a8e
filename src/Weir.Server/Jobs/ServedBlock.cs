using Weir.Detection;
using Weir.Server.Models;

namespace Weir.Server.Jobs;

/// <summary>Judges one by one where a detector has no faster way, as the one without a model.</summary>
internal sealed class ServedBlock(ServedDetector served) : IQuickBlock
{
    private readonly List<QuickVerdict> _verdicts = new(DetectorBlock.Capacity);
    private bool _isJudged;

    /// <summary>The block of a detector.</summary>
    public static Func<IQuickBlock> Of(ServedDetector served) => served.CreateBlock ?? (() => new ServedBlock(served));

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> subject)
    {
        if (_isJudged) _verdicts.Clear();
        _isJudged = false;
        var verdict = served.Champion.TryJudge(subject.ToString(), Explain.None, served.Check);
        _verdicts.Add(verdict is null
            ? new(Decision.Unknown, double.NaN, "none", null, "The model failed on this subject.")
            : new(verdict.Decision, verdict.Score ?? double.NaN, verdict.Category, verdict.Brand, verdict.Error));
    }

    /// <inheritdoc/>
    public ReadOnlySpan<QuickVerdict> Judge()
    {
        if (_isJudged) _verdicts.Clear();
        _isJudged = true;
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_verdicts);
    }
}
