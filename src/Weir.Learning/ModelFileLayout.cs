namespace Weir.Learning;

/// <summary>
/// Layout of a <c>.weir</c> file, all numbers little-endian:
/// header (64 bytes: magic 8, version u32, section count u32, file length i64, manifest length i64, zeros),
/// section table (64 bytes each: name 40 in UTF-8, kind u8, zeros 7, offset i64, bytes i64),
/// manifest JSON, sections (each at a multiple of 64, zeros between), SHA-256 over all bytes before it.
/// </summary>
internal static class ModelFileLayout
{
    public const int Version = 1;
    public const int HeaderBytes = 64;
    public const int EntryBytes = 64;
    public const int NameBytes = 40;
    public const int HashBytes = 32;
    public const int Alignment = 64;

    /// <summary>The line ends and the 0x1A show a transfer in text mode, as in PNG.</summary>
    public static ReadOnlySpan<byte> Magic => "WEIR\r\n\u001a\n"u8;

    public static long Align(long offset) => (offset + (Alignment - 1)) & -Alignment;

    /// <summary>The kind of an element type, or 0 when it cannot be stored.</summary>
    public static byte KindOf<T>() where T : unmanaged => default(T) switch
    {
        byte => 1,
        sbyte => 2,
        short => 3,
        ushort => 4,
        int => 5,
        uint => 6,
        long => 7,
        ulong => 8,
        Half => 9,
        float => 10,
        double => 11,
        _ => 0,
    };

    /// <summary>Bytes of one element, or 0 for an unknown kind.</summary>
    public static int SizeOf(byte kind) => kind switch
    {
        1 or 2 => 1,
        3 or 4 or 9 => 2,
        5 or 6 or 10 => 4,
        7 or 8 or 11 => 8,
        _ => 0,
    };
}
