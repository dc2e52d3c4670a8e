using System.Runtime.CompilerServices;

namespace Weir.Learning.Numerics;

/// <summary>Where vectors of 64 bytes lie on one cache line each. What is read stays right when an array is moved; it only gets slower.</summary>
internal static class CacheLine
{
    public const int Bytes = 64;

    /// <summary>The first element at the start of a cache line, at most 63 bytes from the start of the array.</summary>
    public static ref T First<T>(T[] array)
        where T : unmanaged
    {
        ref var start = ref Unsafe.As<T, byte>(ref array[0]);
        return ref Unsafe.As<byte, T>(ref Unsafe.Add(ref start, -Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref start) & (Bytes - 1)));
    }

    /// <summary>A copy that never moves, with room in front of it for <see cref="First"/>.</summary>
    public static T[] Copy<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var array = GC.AllocateArray<T>(values.Length + Bytes / Unsafe.SizeOf<T>(), pinned: true);
        values.CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref First(array), values.Length));
        return array;
    }
}
