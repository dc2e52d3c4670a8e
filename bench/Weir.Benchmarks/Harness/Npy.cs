using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Benchmarks.Harness;

/// <summary>Reads a one-dimensional little-endian float array of NumPy (format version 1 to 3).</summary>
internal static class Npy
{
    public static double[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || !bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8)) throw new BenchException($"{path} is no NumPy file.");
        var isLong = bytes[6] >= 2;
        var length = isLong ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)) : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        var start = isLong ? 12 : 10;
        var header = Encoding.ASCII.GetString(bytes, start, length);
        var data = bytes.AsSpan(start + length);
        if (header.Contains("'<f8'", StringComparison.Ordinal)) return MemoryMarshal.Cast<byte, double>(data).ToArray();
        if (header.Contains("'<f4'", StringComparison.Ordinal)) return Array.ConvertAll(MemoryMarshal.Cast<byte, float>(data).ToArray(), value => (double)value);
        throw new BenchException($"{path} holds another type than float: {header.Trim()}.");
    }
}
