using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Pipeline.Monitoring;

/// <summary>A drift report as JSON for programs, packed for the store, and as lines for people.</summary>
public static class DriftText
{
    private const int ShownFeatures = 8;
    private static readonly JsonSerializerOptions Options = Make(indented: false);
    private static readonly JsonSerializerOptions Readable = Make(indented: true);

    /// <summary>JSON with camelCase names; numbers that are none are null.</summary>
    public static string Json(DriftReport report, bool indented = false) => JsonSerializer.Serialize(report, indented ? Readable : Options);

    /// <summary>Reads what <see cref="Json"/> wrote.</summary>
    public static DriftReport Parse(string json) => JsonSerializer.Deserialize<DriftReport>(json, Options)!;

    /// <summary>The JSON, compressed.</summary>
    public static byte[] Pack(DriftReport report)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) JsonSerializer.Serialize(gzip, report, Options);
        return packed.ToArray();
    }

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    public static DriftReport Unpack(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<DriftReport>(gzip, Options)!;
    }

    /// <summary>Whether enough came in to speak of drift at all.</summary>
    public static bool IsCompared(DriftReport report) =>
        report.Views.Any(view => view.IsJudged) || report.Calibration?.Ece is not null || report.Ageing?.Recent is not null || report.Verdicts is { HistoryDays: >= 7 };

    /// <summary>What a report without findings says: that all is as usual, or that this is not known.</summary>
    public static string Calm(DriftReport report) => IsCompared(report)
        ? "Nothing has moved by more than chance and custom allow."
        : "Too little has come in to say whether anything has moved.";

    /// <summary>The report in lines of text.</summary>
    public static string Text(DriftReport report)
    {
        var text = new StringBuilder();
        Line($"drift of {report.Model} since {report.From:yyyy-MM-dd HH:mm} UTC{(report.AsksForTraining ? "; asks for a training" : "")}");
        foreach (var finding in report.Findings) Line($"  ! {finding.Sentence}");
        if (report.Findings.Count == 0) Line($"  {Calm(report)}");
        foreach (var view in report.Views)
        {
            Line($"  {view.Name}: {view.CurrentRows:N0} rows beside {view.ReferenceRows:N0}{(view.IsJudged ? "" : " (too few to judge)")}, shifted features carry {view.ShiftedImportance:P1} of the model");
            foreach (var feature in (FeatureDrift[])[view.Score, .. view.Features.Take(ShownFeatures)])
                Line($"    {feature.Id,-28} PSI {feature.Psi,6:F3}  JS {feature.JensenShannon,6:F3}  KS {feature.Ks,6:F3}  importance {feature.Importance,6:P1}  {Word(feature.Level)}");
        }

        if (report.Labels is { } labels) Line($"  labels: {Share(labels.Current)} phishing of {labels.CurrentRows:N0}, before {Share(labels.History)} of {labels.HistoryRows:N0}; {Word(labels.Level)}");
        if (report.Calibration is { Ece: { } ece } calibration) Line($"  calibration: error {ece:F4} on {calibration.Rows:N0} later samples, {calibration.Beyond:F4} beyond chance");
        if (report.Ageing is { } ageing) Line($"  ageing: {ageing.Judged:P1} found at 1 % false alarms when judged, {Share(ageing.Recent?.Tpr)} of the newest four weeks");
        if (report.Anomalies is { } anomalies) Line($"  anomalies: {Share(anomalies.Samples)} of samples, {Share(anomalies.Traffic)} of checks, {anomalies.Judged:P1} usual");
        if (report.Verdicts is { } verdicts) Line($"  verdicts of the last day: {verdicts.Day:N0}, {verdicts.Phishing:P1} phishing ({verdicts.UsualPhishing:P1} usual), {verdicts.Unknown:P1} unknown ({verdicts.UsualUnknown:P1} usual)");
        foreach (var note in report.Notes) Line($"  note: {note}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Word(DriftLevel level) => level switch { DriftLevel.Shifted => "shifted", DriftLevel.Notable => "notable", _ => "as before" };

    private static string Share(double? share) => share is { } some ? some.ToString("P1", CultureInfo.InvariantCulture) : "n/a";

    private static JsonSerializerOptions Make(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new RoundedNumbers() },
    };

    /// <summary>Six digits are enough; what is not a number is null.</summary>
    private sealed class RoundedNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(Math.Round(value, 6));
            else writer.WriteNullValue();
        }
    }
}
