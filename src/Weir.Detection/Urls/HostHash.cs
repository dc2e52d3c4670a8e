using System.Runtime.CompilerServices;

namespace Weir.Detection.Urls;

/// <summary>
/// 64-bit hash of an ASCII host, folded to lower case and taken from the last character to the first, so that one walk
/// over a host yields the hash of every parent domain. Not cryptographic: a table of n entries gives a false hit for an
/// unlisted host with probability n / 2^64 (115,000 entries: 6e-15).
/// </summary>
internal static class HostHash
{
    /// <summary>State before the first (that is: the last) character.</summary>
    public const ulong Start = 0xCBF29CE484222325;

    /// <summary>The state after one more character to the left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Step(ulong state, char c) => (state ^ Lower(c)) * 0x9E3779B97F4A7C15;

    /// <summary>The hash of what has been walked so far; never 0, which marks an empty slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Finish(ulong state)
    {
        state ^= state >> 32;
        state *= 0xD6E8FEB86659FD93;
        state ^= state >> 32;
        return state | (state == 0 ? 1UL : 0UL);
    }

    /// <summary>The hash of a whole host.</summary>
    public static ulong Of(ReadOnlySpan<char> host)
    {
        ulong state = Start;
        for (int i = host.Length - 1; i >= 0; i--)
            state = Step(state, host[i]);
        return Finish(state);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Lower(char c) => (uint)(c - 'A') < 26 ? c | 0x20u : c;
}
