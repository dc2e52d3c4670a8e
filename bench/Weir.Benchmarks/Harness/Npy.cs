using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Benchmarks.Harness;

/// <summary>Reads a one-dimensional little-endian float array of NumPy (format version 1 to 3), and writes a matrix.</summary>
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

    /// <summary>Writes <c>columns[column][row]</c> as doubles, row by row.</summary>
    public static void Write(string path, double[][] columns)
    {
        var header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({columns[0].Length}, {columns.Length}), }}";
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        using var file = new BufferedStream(File.Create(path), 1 << 20);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header));
        var row = new double[columns.Length];
        for (var i = 0; i < columns[0].Length; i++)
        {
            for (var c = 0; c < row.Length; c++) row[c] = columns[c][i];
            file.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        }
    }
}
