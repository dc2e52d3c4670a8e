using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Weir.Detection;
using Weir.Server.Api;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Verdicts;
using Weir.Storage;
using Weir.Storage.Verdicts;

namespace Weir.Server.Dashboard.History;

/// <summary>What the history page shows: the filter as it was sent, its faults, and the rows.</summary>
internal sealed class HistoryView
{
    /// <summary>The fields of the form, and how each is called.</summary>
    public static readonly (string Name, string Label)[] Texts =
        [("subject", "Address"), ("domain", "Domain"), ("channel", "Channel"), ("brand", "Brand"), ("model", "Model"), ("askedBy", "Asked by")];

    private readonly IQueryCollection _query;

    private HistoryView(IQueryCollection query) => _query = query;

    /// <summary>What is wrong with the filter.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>The rows; empty when there are faults.</summary>
    public required VerdictPage Page { get; init; }

    /// <summary>Where the next page begins; null on the last.</summary>
    public string? Next => Page.Next?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether nothing was found so far although there is more to look at.</summary>
    public bool LooksOn => Page is { Rows.Count: 0, Next: not null };

    /// <summary>The view for a request.</summary>
    public static HistoryView Of(HttpContext context, WeirStore store, ServedDetector detector)
    {
        var faults = new List<Fault>();
        var page = PageQuery.Read(context.Request, faults);
        var filter = HistoryQuery.Read(context.Request.Query, context.Caller().Tenant, detector, faults);
        return new HistoryView(context.Request.Query) { Faults = faults, Page = faults.Count > 0 ? new VerdictPage([], null) : store.History.Search(filter, page.Limit, page.After) };
    }

    /// <summary>Whether more than the first fields of the form is asked for.</summary>
    public bool IsNarrow => Texts.Skip(2).Select(text => text.Name).Concat(["category", "list", "until", "minScore", "maxScore"]).Any(name => Field(name).Length > 0);

    /// <summary>What a field of the form holds.</summary>
    public string Field(string name) => _query[name].ToString();

    /// <summary>Where the same filter gives a file.</summary>
    public string Export(string format) => QueryHelpers.AddQueryString("/v1/verdicts/export",
        _query.Where(field => field.Key is not ("cursor" or "limit" or "format") && field.Value.ToString().Length > 0)
            .Select(field => KeyValuePair.Create(field.Key, (string?)field.Value.ToString())).Append(new("format", format)));

    /// <summary>A decision as a word, which is also its tone.</summary>
    public static string Word(Decision decision) => decision.ToString().ToLowerInvariant();

    /// <summary>A score in hundredths.</summary>
    public static string Score(double? score) => score is { } known ? known.ToString("0.000", CultureInfo.InvariantCulture) : "–";
}
