using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Weir.Detection.Urls.Idna;

/// <summary>The generated Unicode tables (<c>tools/generate-idna</c>): a property word a code point, mappings and compositions.</summary>
internal static class IdnaTables
{
    private static readonly ushort[] Index;
    private static readonly byte[] Cells;
    private static readonly uint[] Kinds;
    private static readonly uint[] Mapped;
    private static readonly ushort[] MappingStarts;
    private static readonly byte[] MappingLengths;
    private static readonly char[] Pool;
    private static readonly ulong[] Pairs;
    private static readonly int[] Composites;
    private static readonly int[] Decomposable;
    private static readonly ulong[] Decompositions;

    // One reading of the resource fills all tables, in its order.
    static IdnaTables()
    {
        ReadOnlySpan<byte> rest = Resource();
        Source = System.Text.Encoding.UTF8.GetString(Section(ref rest));
        Index = Of<ushort>(ref rest);
        Cells = Of<byte>(ref rest);
        Kinds = Of<uint>(ref rest);
        Mapped = Of<uint>(ref rest);
        MappingStarts = Of<ushort>(ref rest);
        MappingLengths = Of<byte>(ref rest);
        Pool = Of<char>(ref rest);
        var triples = Of<uint>(ref rest);
        var count = triples.Length / 3;
        (Pairs, Composites) = (new ulong[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            Pairs[i] = (ulong)triples[3 * i] << 32 | triples[3 * i + 1];
            Composites[i] = (int)triples[3 * i + 2];
        }
        Decomposable = [.. Composites];
        Decompositions = [.. Pairs];
        Array.Sort(Decomposable, Decompositions);
    }

    /// <summary>What the tables were made of: Unicode version, sources and date.</summary>
    public static string Source { get; }

    public static IdnaProperties Of(int codePoint) => new(Kinds[Cells[Index[codePoint >> 6] * 64 + (codePoint & 63)]]);

    /// <summary>The text that a code point of status mapped stands for.</summary>
    public static ReadOnlySpan<char> Mapping(int codePoint)
    {
        var at = MemoryExtensions.BinarySearch<uint, uint>(Mapped, (uint)codePoint);
        return at < 0 ? default : Pool.AsSpan(MappingStarts[at], MappingLengths[at]);
    }

    /// <summary>The composite of two code points, or -1.</summary>
    public static int Compose(int first, int second)
    {
        var at = MemoryExtensions.BinarySearch<ulong, ulong>(Pairs, (ulong)first << 32 | (uint)second);
        return at < 0 ? -1 : Composites[at];
    }

    /// <summary>Takes the last step of a composite back.</summary>
    public static bool TryDecompose(int composite, out int first, out int second)
    {
        var at = MemoryExtensions.BinarySearch<int, int>(Decomposable, composite);
        (first, second) = at < 0 ? (0, 0) : ((int)(Decompositions[at] >> 32), (int)(uint)Decompositions[at]);
        return at >= 0;
    }

    private static byte[] Resource()
    {
        using var stream = typeof(IdnaTables).Assembly.GetManifestResourceStream("Weir.Detection.Reference.Generated.idna.bin")
            ?? throw new InvalidOperationException("The IDNA tables are not embedded in Weir.Detection.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static ReadOnlySpan<byte> Section(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var section = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return section;
    }

    private static T[] Of<T>(ref ReadOnlySpan<byte> rest) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(Section(ref rest).ToArray()).ToArray();
}
