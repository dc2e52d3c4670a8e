namespace Weir.Pipeline.Tables.Schema;

/// <summary>What columns and values of phishing tables are usually called.</summary>
internal static class UsualNames
{
    private static readonly string[] Targets =
    [
        "result", "results", "classlabel", "label", "labels", "isphishing", "isphish", "phishing", "phish", "status", "target", "class", "ismalicious", "malicious", "verdict", "type", "category", "outcome", "y",
    ];

    private static readonly string[][] SameNames = [["port", "port_no"], ["Result", "Results"]];

    private static readonly HashSet<string> Phishing = ["phishing", "phish", "malicious", "bad", "fraud", "fraudulent", "scam", "spam", "unsafe", "dangerous", "attack", "fake"];
    private static readonly HashSet<string> Benign = ["legitimate", "legit", "benign", "good", "safe", "ham", "normal", "clean", "harmless", "genuine"];
    private static readonly HashSet<string> Yes = ["yes", "true", "t", "y"];
    private static readonly HashSet<string> No = ["no", "false", "f", "n"];
    private static readonly HashSet<string> Ids = ["id", "index", "rowid", "rownumber", "rownum", "uuid", "guid", "unnamed0", "no", "nr", "sampleid", "recordid"];
    private static readonly HashSet<string> Addresses = ["url", "urls", "uri", "link", "address", "domain", "hostname", "website", "href"];

    /// <summary>How much a name is that of a target: 0 not at all, greater for names that leave less doubt.</summary>
    public static int TargetRank(string name) => Array.IndexOf(Targets, ColumnMatch.Loose(name)) is var at and >= 0 ? Targets.Length - at : 0;

    /// <summary>Other names under which the same published column goes.</summary>
    public static IReadOnlyList<string> AliasesOf(string name) =>
        SameNames.FirstOrDefault(names => names.Contains(name)) is { } all ? [.. all.Where(other => other != name)] : [];

    /// <summary>True for a column that says of a row that it is phishing: its yes is bad.</summary>
    public static bool AsksForPhishing(string name) => ColumnMatch.Loose(name) is "isphishing" or "isphish" or "phishing" or "phish" or "ismalicious" or "malicious";

    /// <summary>True for a column whose yes is good.</summary>
    public static bool AsksForBenign(string name) => ColumnMatch.Loose(name) is "islegitimate" or "islegit" or "legitimate" or "legit" or "benign" or "isbenign" or "safe" or "issafe";

    /// <summary>What a word says by itself: true phishing, false benign.</summary>
    public static bool? WordMeansPhishing(string word) => Of(word, Phishing, Benign);

    /// <summary>True for yes, false for no, null for other words.</summary>
    public static bool? YesOrNo(string word) => Of(word, Yes, No);

    /// <summary>True for names of row numbers.</summary>
    public static bool IsId(string name) => Ids.Contains(ColumnMatch.Loose(name)) || name is "_id";

    /// <summary>True for names of addresses.</summary>
    public static bool IsAddress(string name) => Addresses.Contains(ColumnMatch.Loose(name));

    /// <summary>True for the header of the UCI phishing websites data, where -1 is phishing and 1 legitimate (some copies write 0 for -1).</summary>
    public static bool IsUci(IEnumerable<string> columns) => columns.Count(column => column.Trim() is "SSLfinal_State" or "having_IP_Address" or "having_IPhaving_IP_Address" or "URL_of_Anchor" or "popUpWidnow") >= 2;

    private static bool? Of(string word, HashSet<string> yes, HashSet<string> no)
    {
        var bare = word.Trim().ToLowerInvariant();
        return yes.Contains(bare) ? true : no.Contains(bare) ? false : null;
    }
}
