using Microsoft.AspNetCore.Http;
using Weir.Server.Api;
using Weir.Server.Problems;
using Weir.Storage.Audits;

namespace Weir.Server.Audits;

/// <summary>Which entries a query wants; the API and the page ask in the same words.</summary>
internal static class AuditQuery
{
    private const int MostText = 500;

    /// <summary>Reads the query; what is wrong goes to the faults.</summary>
    public static AuditFilter Read(HttpRequest request, PageQuery page, List<Fault> faults) => new()
    {
        Actor = Text(request, "actor", faults),
        Action = Text(request, "action", faults),
        Subject = Text(request, "subject", faults),
        Since = Time(request, "since", faults),
        Until = Time(request, "until", faults),
        Before = page.After,
        Limit = page.Limit + 1,
    };

    private static string? Text(HttpRequest request, string name, List<Fault> faults)
    {
        var text = request.Query[name].ToString().Trim();
        if (text.Length > MostText) faults.Add(new Fault(name, $"At most {MostText} characters."));
        return text.Length == 0 ? null : text;
    }

    private static DateTimeOffset? Time(HttpRequest request, string name, List<Fault> faults)
    {
        var text = request.Query[name].ToString().Trim();
        if (text.Length == 0) return null;
        if (AuditFilter.TryReadTime(text, out var at)) return at;
        faults.Add(new Fault(name, "A day such as 2026-12-31 or a moment such as 2026-12-31T23:59:00Z."));
        return null;
    }
}
