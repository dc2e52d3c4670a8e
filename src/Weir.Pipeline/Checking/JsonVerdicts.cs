using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Detection;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Checking;

/// <summary>One JSON verdict a line.</summary>
public sealed class JsonVerdicts(TimeProvider time) : IVerdictFormat
{
    /// <inheritdoc/>
    public byte[] Header(RowSource source) => [];

    /// <inheritdoc/>
    public RowVerdicts CreateWriter(RowSource source, BulkJudge judge) => new Writer(source, judge, time);

    /// <summary>A verdict and a line end.</summary>
    public static void Write(IBufferWriter<byte> to, Verdict verdict)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { SkipValidation = true });
        JsonSerializer.Serialize(json, verdict, VerdictJson.Default.Verdict);
        json.Flush();
        to.Write("\n"u8);
    }

    private sealed class Writer(RowSource source, BulkJudge judge, TimeProvider time) : SingleRowVerdicts(source)
    {
        protected override Decision WriteRow(ArrayBufferWriter<byte> to)
        {
            var verdict = judge.Full(Subject().ToString());
            JsonVerdicts.Write(to, verdict);
            return verdict.Decision;
        }

        protected override void WriteFault(in Record record, RecordFault fault, ArrayBufferWriter<byte> to) => JsonVerdicts.Write(to, new Verdict
        {
            Subject = Encoding.UTF8.GetString(Parser.Text),
            Decision = Decision.Unknown,
            CheckedAt = time.GetUtcNow(),
            Error = Sentence(record, fault),
        });
    }
}
