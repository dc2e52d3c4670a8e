using Microsoft.OpenApi;

namespace Weir.Server.Documents;

/// <summary>The chapters of the document, in the order in which a newcomer reads.</summary>
internal static class ApiTags
{
    private static readonly (string Name, string Text)[] Known =
    [
        ("Checks", "Is this phishing, and why: one subject, up to 10,000, or a stream of any length."),
        ("Jobs", "Whole files, judged in the background: upload, progress, pause, cancel, retry, result."),
        ("History", "Verdicts that were given, by id, subject, domain, decision and time."),
        ("Stats", "Figures over time, and news of changes."),
        ("Lists", "What the tenant always allows or always blocks, and the reference lists."),
        ("Appeals", "Objections to a verdict: anybody files one, analysts settle it."),
        ("Review", "Subjects that a person should judge because the model is unsure or feeds disagree."),
        ("Models", "Versions, their figures, promotion, rollback, shadow runs and drift."),
        ("Tables", "Labelled rows of any kind: loaded, learned from, and new rows judged by what was learned."),
        ("Feeds", "Where what is learned comes from, and how trustworthy it is."),
        ("Collectors", "Machines that gather for this one."),
        ("Alerts", "What was noticed and should be looked at."),
        ("Safe Browsing", "The shapes of Google Safe Browsing, versions 4 and 5: existing clients only change the address."),
        ("Exports", "What is known to be phishing as lists that other programs read; never a whole shared platform."),
        ("MISP", "The same as a feed for MISP."),
        ("TAXII", "The same as a collection of STIX 2.1 objects over TAXII 2.1, for reading."),
        ("Events", "What is told to a log server."),
        ("Audit", "Who changed what: append-only and chained by hashes."),
        ("Keys", "Keys of programs."),
        ("Accounts", "People who may log in."),
        ("Tenants", "Who shares this server; each sees only its own."),
        ("Settings", "What is set, and where."),
        ("Health", "Probes and figures for monitoring."),
    ];

    /// <summary>The known tags, then those that no one has described yet.</summary>
    public static HashSet<OpenApiTag> All(IEnumerable<string> used)
    {
        var names = used.ToHashSet(StringComparer.Ordinal);
        return [.. Known.Where(tag => names.Contains(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Text }),
            .. names.Where(name => !Known.Any(tag => tag.Name == name)).Select(name => new OpenApiTag { Name = name })];
    }
}
