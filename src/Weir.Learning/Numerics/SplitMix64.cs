namespace Weir.Learning.Numerics;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): a hash of 64 bits and the seeder of <see cref="Xoshiro256"/>.</summary>
public struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextULong() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A bijection in which every bit of the input moves about half the bits of the output.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A hash of a value under a seed.</summary>
    public static ulong Mix(ulong value, ulong seed) => Mix(Mix(value + 0x9E3779B97F4A7C15) ^ Mix(seed + 0xD1B54A32D192ED03));
}
