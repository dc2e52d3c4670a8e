using System.Numerics;

namespace Weir.Learning.Numerics;

/// <summary>
/// xoshiro256** (Blackman, Vigna 2018): the seeded generator of the whole project; the same seed gives the same sequence
/// everywhere. A mutable struct: keep it in a variable or field, pass it by ref.
/// </summary>
public struct Xoshiro256
{
    private ulong _a, _b, _c, _d;

    /// <summary>A generator whose state is spread from the seed by SplitMix64.</summary>
    public Xoshiro256(ulong seed)
    {
        var mix = new SplitMix64(seed);
        _a = mix.NextULong();
        _b = mix.NextULong();
        _c = mix.NextULong();
        _d = mix.NextULong();
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextULong()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextULong() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 .. bound-1, without bias (Lemire 2019). The bound is positive.</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var limit = (uint)-bound % (uint)bound;
        while (true)
        {
            var product = (NextULong() >> 32) * (uint)bound;
            if ((uint)product >= limit) return (int)(product >> 32);
        }
    }

    /// <summary>Puts the values into a random order (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
