using System.Text.Unicode;

namespace Weir.Pipeline.Files;

/// <summary>Tells text from archives, pictures and databases. A line with a stray NUL does not make a file binary.</summary>
internal static class BinaryContent
{
    private static readonly (byte[] Start, string What)[] Known =
    [
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive, as workbooks of spreadsheets are; unpack it first, or save the workbook as CSV"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old workbook or document; save it as CSV first"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "packed by xz; unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "packed by zstd; unpack it first"),
        ([0x42, 0x5A, 0x68, 0x39], "packed by bzip2; unpack it first"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive; unpack it first"),
        ([0x25, 0x50, 0x44, 0x46, 0x2D], "a PDF document, not text"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program, not text"),
        ([0x89, 0x50, 0x4E, 0x47], "a picture, not text"),
        ([0xFF, 0xD8, 0xFF], "a picture, not text"),
        ("SQLite format 3\0"u8.ToArray(), "an SQLite database, not text"),
        ("PAR1"u8.ToArray(), "a Parquet file; convert it to CSV first"),
    ];

    /// <summary>Throws <see cref="InputFileException"/> when the first bytes are no text.</summary>
    public static void Refuse(string name, ReadOnlySpan<byte> first)
    {
        foreach (var (start, what) in Known)
        {
            if (first.StartsWith(start)) throw new InputFileException($"{name} is {what}.");
        }
        if (IsBinary(first)) throw Binary(name);
    }

    /// <summary>Throws when a first line has control characters and is no UTF-8: the start of something binary that is too short for <see cref="Refuse"/>.</summary>
    public static void RefuseLine(string name, ReadOnlySpan<byte> line)
    {
        if (line.ContainsAnyInRange((byte)0, (byte)8) && !Utf8.IsValid(line)) throw Binary(name);
    }

    /// <summary>True when a text would be taken for something else by how it begins.</summary>
    public static bool IsKnown(ReadOnlySpan<byte> first)
    {
        foreach (var (start, _) in Known)
        {
            if (first.StartsWith(start)) return true;
        }
        return false;
    }

    private static InputFileException Binary(string name) => new($"{name} is binary, not text; expected a text file such as CSV or JSON lines.");

    // Packed or executable data has about one control byte in ten, and zeros or what is no UTF-8; text, even with some hostile lines, has hardly any.
    private static bool IsBinary(ReadOnlySpan<byte> first)
    {
        var controls = 0;
        foreach (var value in first)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B)) controls++;
        }
        return controls >= 8 && controls > first.Length / 20 && (first.Contains((byte)0) || !Utf8.IsValid(Uncut(first)));
    }

    // What is looked at may end within a character.
    private static ReadOnlySpan<byte> Uncut(ReadOnlySpan<byte> first)
    {
        for (var i = 0; i < 4 && first is [.., >= 0x80]; i++) first = first[..^1];
        return first;
    }
}
