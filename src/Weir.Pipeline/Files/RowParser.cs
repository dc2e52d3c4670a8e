using System.Text.Unicode;

namespace Weir.Pipeline.Files;

/// <summary>Takes records apart into the wanted columns. One a thread; nothing is allocated per row.</summary>
public abstract class RowParser
{
    private byte[] _repaired = [];

    /// <summary>Rows so far that were not valid UTF-8 and were read as Latin-1 instead.</summary>
    public long Repaired { get; private set; }

    /// <summary>The value of a wanted column as valid UTF-8, empty when the row lacks it; valid until the next row.</summary>
    public abstract ReadOnlySpan<byte> this[int column] { get; }

    /// <summary>The value below one of the source's column names as valid UTF-8, empty when the row lacks it; valid until the next row.</summary>
    public virtual ReadOnlySpan<byte> Cell(int column) => column == 0 ? this[0] : [];

    /// <summary>The whole record as valid UTF-8; valid until the next row.</summary>
    public ReadOnlySpan<byte> Text => Buffer.AsSpan(Start, Length);

    private protected byte[] Buffer { get; private set; } = [];
    private protected int Start { get; private set; }
    private protected int Length { get; private set; }

    /// <summary>Takes up a record; the fault says why it cannot be used, <see cref="Text"/> is there in any case.</summary>
    public RecordFault Parse(RecordChunk chunk, in Record record)
    {
        (Buffer, Start, Length) = (chunk.Buffer, record.Start, record.Length);
        if (!Utf8.IsValid(Text)) Repair();
        if (record.Fault != RecordFault.None) return record.Fault;
        if (Text.Contains((byte)0)) return RecordFault.NulByte;
        return Text.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0 ? RecordFault.Empty : Split();
    }

    private protected abstract RecordFault Split();

    private void Repair()
    {
        var bytes = Text;
        if (_repaired.Length < 2 * bytes.Length) _repaired = new byte[2 * bytes.Length];
        var length = 0;
        foreach (var value in bytes)
        {
            if (value >= 0x80) _repaired[length++] = (byte)(0xC0 | (value >> 6));
            _repaired[length++] = value < 0x80 ? value : (byte)(0x80 | (value & 0x3F));
        }
        (Buffer, Start, Length) = (_repaired, 0, length);
        Repaired++;
    }
}

/// <summary>The record is the value of the first column.</summary>
internal sealed class LineRowParser : RowParser
{
    public override ReadOnlySpan<byte> this[int column] => column == 0 ? Text.Trim((byte)' ') : [];

    private protected override RecordFault Split() => RecordFault.None;
}
