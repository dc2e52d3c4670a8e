using Weir.Detection.Lists;

namespace Weir.Detection.Reasons;

/// <summary>Verdicts that a list decides: no model was asked.</summary>
internal static class ListVerdicts
{
    /// <summary>Completes a verdict by a list entry.</summary>
    public static Verdict Of(Verdict verdict, ListEntry entry, Explain explain)
    {
        var blocks = entry.Kind == ListKind.Block;
        var list = blocks ? "block" : "allow";
        var note = string.IsNullOrWhiteSpace(entry.Note) ? "" : $": {entry.Note}";
        return verdict with
        {
            Decision = blocks ? Decision.Phishing : Decision.Benign,
            List = list,
            Category = blocks ? "other" : "none",
            Reasons = explain == Explain.None ? [] : [new Reason($"list.{list}", $"the address stands on the {list} list, by {Scope(entry.Scope)}{note}", blocks ? 1 : -1)],
        };
    }

    /// <summary>The same without reasons. Allocates nothing.</summary>
    public static QuickVerdict Quick(ListEntry entry) => entry.Kind == ListKind.Block
        ? new QuickVerdict(Decision.Phishing, double.NaN, "other", null, null)
        : new QuickVerdict(Decision.Benign, double.NaN, "none", null, null);

    private static string Scope(ListScope scope) => scope switch
    {
        ListScope.Url => "its exact URL",
        ListScope.PathPrefix => "the beginning of its path",
        ListScope.Host => "its host",
        _ => "its registrable domain",
    };
}
