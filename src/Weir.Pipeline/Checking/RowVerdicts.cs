using System.Buffers;
using System.Text;
using Weir.Detection;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Checking;

/// <summary>Judges the rows of a batch and writes a line for each, for one thread.</summary>
public abstract class RowVerdicts(RowSource source)
{
    private char[] _subject = new char[512];

    /// <summary>Takes the rows apart.</summary>
    protected RowParser Parser { get; } = source.CreateParser();

    /// <summary>True when what is read was guarded against formulas when it was written.</summary>
    protected virtual bool IsGuarded => false;

    /// <summary>Rows that were read as Latin-1 so far.</summary>
    internal long Repaired => Parser.Repaired;

    /// <summary>Judges the records from one on and writes their lines; counts the decisions, and tells a tally of every row where the form can.</summary>
    internal abstract void Write(RecordChunk chunk, int first, ArrayBufferWriter<byte> to, long[] decisions, RowTally? tally = null);

    /// <summary>What the error column says, with the line of the input.</summary>
    protected static string Sentence(in Record record, RecordFault fault) => $"line {record.Line}: {fault.Phrase()}";

    /// <summary>The subject of the row as text, in a buffer that the next row uses again.</summary>
    protected ReadOnlySpan<char> Subject()
    {
        var text = IsGuarded ? FormulaGuard.Unguarded(Parser[0]) : Parser[0];
        if (_subject.Length < text.Length) _subject = new char[2 * text.Length];
        return _subject.AsSpan(0, Encoding.UTF8.GetChars(text, _subject));
    }
}

/// <summary>Judges and writes row by row.</summary>
public abstract class SingleRowVerdicts(RowSource source) : RowVerdicts(source)
{
    internal sealed override void Write(RecordChunk chunk, int first, ArrayBufferWriter<byte> to, long[] decisions, RowTally? tally)
    {
        for (var i = first; i < chunk.Count; i++)
        {
            var record = chunk[i];
            var fault = Parser.Parse(chunk, record);
            if (fault != RecordFault.None) WriteFault(record, fault, to);
            decisions[(int)(fault != RecordFault.None ? Decision.Unknown : WriteRow(to))]++;
        }
    }

    /// <summary>The line of a readable row.</summary>
    protected abstract Decision WriteRow(ArrayBufferWriter<byte> to);

    /// <summary>The line of a row that cannot be read: unknown, and why.</summary>
    protected abstract void WriteFault(in Record record, RecordFault fault, ArrayBufferWriter<byte> to);
}
