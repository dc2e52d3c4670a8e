using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Server.Protocols;
using Weir.Server.Security;

namespace Weir.Server.Exports;

/// <summary>What is known to be phishing, as lists that other programs read.</summary>
internal static class ExportEndpoints
{
    private static readonly (string Format, string Summary)[] Lists =
    [
        ("plain", "One host or address a line."),
        ("hosts", "A hosts file."),
        ("rpz", "A response policy zone for BIND, Unbound, Knot and PowerDNS."),
        ("adblock", "A filter list for uBlock Origin, AdGuard and Pi-hole."),
        ("csv", "A table with times, origin and confidence."),
        ("stix", "A STIX 2.1 bundle of indicators."),
        ("misp", "A MISP event with all attributes; /misp/manifest.json is the feed."),
    ];

    /// <summary>Maps /v1/export/….</summary>
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        foreach (var (name, summary) in Lists)
        {
            routes.MapGet($"/v1/export/{name}", (HttpContext context, string? entries, string? since, StoreDoor open, ThreatWatch watch) => Export(context, name, entries, since, open, watch))
                .WithTags("Exports").WithName($"export{char.ToUpperInvariant(name[0])}{name[1..]}").WithSummary($"Known phishing: {summary}")
                .WithDescription("entries = all, hosts or urls. since = an ISO 8601 time or the 'changed' of an earlier answer gives only what was added and removed after it (plain, csv, stix, misp). "
                    + "Single pages of hosts that many share are in formats that carry addresses; the shared host itself is never listed.")
                .Produces(StatusCodes.Status200OK, name is "stix" or "misp" ? typeof(System.Text.Json.JsonElement) : typeof(string), ExportFormats.Find(name)!.MediaType.Split(';')[0]).Produces(StatusCodes.Status304NotModified)
                .ProducesProblem(StatusCodes.Status400BadRequest).Needs(AccessRole.Viewer);
        }
    }

    private static IResult Export(HttpContext context, string name, string? entries, string? since, StoreDoor open, ThreatWatch watch)
    {
        var (format, faults) = (ExportFormats.Find(name)!, new List<Fault>());
        var query = new ExportQuery(context.Caller().Tenant, Entries(entries, format, faults), Since(since, format, faults));
        if (faults.Count > 0) return new ProblemResult(Problem.Invalid(faults));
        watch.Look();
        var run = new ExportRun(open(), format, query);
        var head = run.Head();
        var tag = FormattableString.Invariant($"{name}-{StableGuid.Of(head.Instance, $"{query.Tenant} {query.Entries} {query.Since} {head.ChangedAt}"):n}");
        context.Response.Headers["X-Weir-Changed"] = Stamp.Text(head.ChangedAt);
        return new ExportAnswer(run.Pieces(head), tag, format.MediaType, $"weir-{name}.{format.Extension}");
    }

    private static ExportEntries Entries(string? text, IExportFormat format, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(text)) return ExportEntries.All;
        if (EnumWords.TryRead<ExportEntries>(text, out var entries) && (entries != ExportEntries.Urls || format.CarriesUrls)) return entries;
        faults.Add(new Fault("entries", format.CarriesUrls ? "all, hosts or urls." : $"The format {format.Name} carries hosts only; take plain, csv, adblock, stix or misp for single pages."));
        return ExportEntries.All;
    }

    private static long? Since(string? text, IExportFormat format, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (!format.CarriesChanges) faults.Add(new Fault("since", $"The format {format.Name} cannot say what was removed; fetch it whole with If-None-Match, or take plain, csv, stix or misp."));
        if (Stamp.Read(text) is { } since) return since;
        faults.Add(new Fault("since", "An ISO 8601 time such as 2026-01-31T12:00:00Z, or seconds since 1970."));
        return null;
    }
}
