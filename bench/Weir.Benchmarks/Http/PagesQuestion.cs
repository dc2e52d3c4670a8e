using System.Diagnostics;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;

namespace Weir.Benchmarks.Http;

/// <summary>With ten million verdicts stored: first byte of every page, and the slowest question to the history.</summary>
internal sealed class PagesQuestion : IQuestion
{
    private const int Asked = 15;
    private const int MostRead = 1 << 20;

    private static readonly string[] Pages =
    [
        "/overview", "/", "/history", "/history?decision=phishing", "/jobs", "/models", "/drift", "/feeds", "/review", "/appeals", "/lists", "/alerts", "/audit", "/keys", "/accounts", "/settings",
        "/tenants", "/models/compare", "/history?brand=Nobody", "/history?domain=nowhere.example", "/appeals/new", "/login",
    ];

    private static readonly string[] Queries =
    [
        "/v1/stats", "/v1/verdicts", "/v1/verdicts?limit=1000", "/v1/verdicts?decision=phishing", "/v1/verdicts?decision=benign&minScore=0.9", "/v1/verdicts?decision=unknown&minScore=0.9",
        "/v1/verdicts?domain=site0.example", "/v1/verdicts?domain=site199999.example", "/v1/verdicts?domain=nowhere.example", "/v1/verdicts?domain=site0.example&model=none",
        "/v1/verdicts?subject=https://www.site1.example/path/3/page.html", "/v1/verdicts?subject=https://nowhere.example/", "/v1/verdicts?brand=Brand 4", "/v1/verdicts?brand=Nobody",
        "/v1/verdicts?model=none", "/v1/verdicts?model=url-old", "/v1/verdicts?list=block", "/v1/verdicts?list=allow", "/v1/verdicts?category=crypto", "/v1/verdicts?category=financial&minScore=0.99",
        "/v1/verdicts?askedBy=nobody", "/v1/verdicts?minScore=2e-9&maxScore=3e-9", "/v1/verdicts?until=2000-01-01", "/v1/verdicts?cursor=1",
        "/v1/verdicts/export", "/v1/verdicts/export?decision=phishing", "/v1/verdicts/export?brand=Nobody", "/v1/review", "/v1/review/conflicts", "/v1/appeals", "/v1/lists", "/v1/alerts",
        "/v1/audit", "/v1/jobs", "/v1/feeds", "/v1/models", "/v1/drift", "/v1/keys", "/v1/export/plain", "/v1/export/rpz", "/v1/export/stix", "/misp/manifest.json", "/metrics",
    ];

    public string Name => "pages";

    public string About => "First byte of every page and the slowest query with 10,000,000 verdicts stored";

    public Answer Ask(Bench bench)
    {
        var (data, written) = LongHistory.Make(bench);
        using var server = LoadedServer.Weir(bench, data, ("WEIR__Verdicts__Most", "1000000000"), ("WEIR__Verdicts__Days", "3650"));
        server.Client.DefaultRequestHeaders.Accept.ParseAdd("text/html, application/json");
        var pages = Measure(bench, server, Pages);
        var queries = Measure(bench, server, Queries);
        var missing = pages.Where(page => page.Status != 200).Select(page => page.Path).ToList();
        var (slowestPage, slowestQuery) = (pages.Where(page => page.Status == 200).MaxBy(page => page.Median)!, queries.MaxBy(query => query.Median)!);
        var figures = new JsonObject
        {
            ["rows"] = LongHistory.Rows,
            ["first_byte_ms"] = Figure.Of(slowestPage.Median, 1),
            ["first_byte_worst_ms"] = Figure.Of(pages.Where(page => page.Status == 200).Max(page => page.Worst), 1),
            ["slowest_query_ms"] = Figure.Of(slowestQuery.Median, 1),
            ["slowest_query_worst_ms"] = Figure.Of(queries.Max(query => query.Worst), 1),
            ["missing_pages"] = missing.Count,
            ["failed_queries"] = queries.Count(query => query.Status != 200),
        };
        if (written is { } rate) figures["written_per_s"] = Figure.Of(rate, 0);
        var text = $"| page or query | first byte, median of {Asked}, ms | worst, ms | status |\n|---|---|---|---|\n"
            + string.Concat(pages.Concat(queries).Select(row => $"| `{row.Path}` | {Figure.Text(row.Median, 1)} | {Figure.Text(row.Worst, 1)} | {row.Status} |\n"))
            + (written is { } perSecond ? $"\nThe verdicts were written at {Figure.Text(perSecond, 0)} a second.\n" : "") + "\nThere is no peer for this question.\n";
        return new Answer(figures, null, text);
    }

    private static List<Timed> Measure(Bench bench, LoadedServer server, string[] paths)
    {
        // Twice before, so that no first compilation is measured.
        foreach (var path in paths.Concat(paths)) FirstByte(server, path);
        return [.. paths.Select(path =>
        {
            var runs = Enumerable.Range(0, Asked).Select(_ => FirstByte(server, path)).OrderBy(run => run.Ms).ToList();
            bench.Say($"{path}: {runs[Asked / 2].Ms:F1} ms");
            return new Timed(path, runs[Asked / 2].Ms, runs[^1].Ms, runs[0].Status);
        })];
    }

    private static (double Ms, int Status) FirstByte(LoadedServer server, string path)
    {
        var watch = Stopwatch.StartNew();
        using var response = server.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead).GetAwaiter().GetResult();
        var (ms, status) = (watch.Elapsed.TotalMilliseconds, (int)response.StatusCode);
        // Of an export the beginning is enough.
        using var body = response.Content.ReadAsStream();
        var (buffer, rest) = (new byte[1 << 16], MostRead);
        for (int read; rest > 0 && (read = body.Read(buffer)) > 0; rest -= read)
        {
        }

        return (ms, status);
    }

    private sealed record Timed(string Path, double Median, double Worst, int Status);
}
