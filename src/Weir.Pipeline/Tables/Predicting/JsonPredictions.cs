using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Detection.Tables;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;

namespace Weir.Pipeline.Tables.Predicting;

/// <summary>Judged rows as JSON lines: the cells as texts, an empty one as null, then what was said of the row.</summary>
internal sealed class JsonPredictions(TableFile file, TableModel model, ColumnMatch match, int reasons) : PredictionWriter(file, model, match, reasons)
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private readonly JsonEncodedText[] _names = [.. file.Columns.Select(name => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];

    public override byte[] Head() => [];

    protected override void WriteRow(ArrayBufferWriter<byte> to, in RowPrediction row, long line, bool hasCells)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        for (var i = 0; hasCells && i < _names.Length; i++)
        {
            if (Shown.Cell(i) is { IsEmpty: false } cell) _json.WriteString(_names[i], cell);
            else _json.WriteNull(_names[i]);
        }

        _json.WriteNumber(Added.Line, line);
        if (row.Error is null) _json.WriteString(Added.Predicted, row.Predicted);
        else _json.WriteNull(Added.Predicted);
        _json.WriteString(Added.Decision, DecisionText.Utf8(row.Decision));
        if (row.Error is null) _json.WriteNumber(Added.Score, Math.Round(row.Probability, 9));
        else _json.WriteNull(Added.Score);
        if (HasReasons) WriteReasons(row);
        if (row.Error is not null) _json.WriteString(Added.Error, row.Error);
        _json.WriteEndObject();
        _json.Flush();
        to.Write(_line.WrittenSpan);
        CsvText.Byte(to, '\n');
    }

    private void WriteReasons(in RowPrediction row)
    {
        _json.WriteStartArray(Added.Reasons);
        foreach (var reason in row.Reasons)
        {
            _json.WriteStartObject();
            _json.WriteString("column"u8, reason.Id);
            _json.WriteString("text"u8, reason.Text);
            _json.WriteNumber("contribution"u8, reason.Contribution);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
