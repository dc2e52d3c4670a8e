using Microsoft.AspNetCore.Http;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Predicting;
using Weir.Server.Problems;

namespace Weir.Server.Tables;

/// <summary>How judged rows are answered.</summary>
/// <param name="Form">How they are written.</param>
/// <param name="IsDocument">For JSON lines: they are members of one JSON document.</param>
/// <param name="MediaType">The media type.</param>
internal sealed record PredictForm(PredictionForm Form, bool IsDocument, string MediaType)
{
    private const int FullReasons = 1000;

    /// <summary>Whether cells of a CSV are kept from being run as formulas.</summary>
    public bool IsGuarded { get; init; }

    private static readonly PredictForm Csv = new(PredictionForm.Csv, false, "text/csv; charset=utf-8");
    private static readonly PredictForm Lines = new(PredictionForm.Jsonl, false, "application/x-ndjson");
    private static readonly PredictForm Document = new(PredictionForm.Jsonl, true, "application/json");
    private static readonly PredictForm Html = new(PredictionForm.Html, false, "text/html; charset=utf-8");

    private static readonly Dictionary<string, PredictForm> Named = new(StringComparer.OrdinalIgnoreCase) { ["csv"] = Csv, ["jsonl"] = Lines, ["ndjson"] = Lines, ["json"] = Document, ["html"] = Html };

    private static readonly Dictionary<string, PredictForm> Typed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text/html"] = Html,
        ["application/xhtml+xml"] = Html,
        ["text/csv"] = Csv,
        ["text/plain"] = Csv,
        ["text/*"] = Csv,
        ["application/json"] = Document,
        ["application/*"] = Document,
        ["application/x-ndjson"] = Lines,
        ["application/ndjson"] = Lines,
        ["application/jsonl"] = Lines,
        ["application/x-jsonlines"] = Lines,
    };

    /// <summary>The form that a request asks for: by <c>format</c>, else by Accept, else that of the rows.</summary>
    public static PredictForm? Of(HttpRequest request, UploadedRows rows, FileFormat input, ICollection<Fault> faults)
    {
        var own = input == FileFormat.Json ? rows.MediaType == "application/x-ndjson" ? Lines : Document : Csv;
        if (rows.Value("format") is { } format)
        {
            if (Named.TryGetValue(format, out var named)) return named;
            faults.Add(new Fault("format", "csv, jsonl, json or html."));
            return own;
        }

        var accepted = request.GetTypedHeaders().Accept.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1).Select(type => type.MediaType.ToString()).ToList();
        if (accepted.Count == 0) return own;
        foreach (var type in accepted)
        {
            if (type == "*/*") return own;
            if (Typed.TryGetValue(type, out var wanted)) return wanted;
        }

        return null;
    }

    /// <summary>How many reasons a row gets: by <c>explain</c>, else the five that moved it most, none where many rows are usual.</summary>
    public int Reasons(string? explain, ICollection<Fault> faults)
    {
        switch (explain?.ToLowerInvariant())
        {
            case null: return Form == PredictionForm.Html || IsDocument ? TableScorer.TopReasons : 0;
            case "none": return 0;
            case "top": return TableScorer.TopReasons;
            case "full": return FullReasons;
            default:
                faults.Add(new Fault("explain", "none, top or full."));
                return 0;
        }
    }
}
