namespace Weir.Server.Documents;

/// <summary>What parameters mean, once for all operations, and which operations read which from the query by themselves.</summary>
internal static class ParameterWords
{
    private static readonly string[] Page = ["limit", "cursor"];
    private static readonly string[] Shape = ["column", "delimiter", "header", "encoding"];
    private static readonly string[] Filters = ["channel", "subject", "domain", "decision", "category", "brand", "model", "list", "askedBy", "since", "until", "minScore", "maxScore"];
    private static readonly string[] Stix = ["added_after", "limit", "next", "match[id]", "match[type]", "match[version]", "match[spec_version]"];

    private static readonly Dictionary<string, string[]> Read = new(StringComparer.Ordinal)
    {
        ["checkStream"] = ["explain"],
        ["lists"] = ["kind", "scope", "value", "owner", "source", "expired", .. Page],
        ["appeals"] = ["state", "subject", "overdue", .. Page],
        ["reviewQueue"] = Page,
        ["reviewConflicts"] = ["limit"],
        ["verdicts"] = [.. Filters, .. Page],
        ["verdictsExport"] = ["format", .. Filters],
        ["verdict"] = ["explain"],
        ["driftReports"] = Page,
        ["keys"] = Page,
        ["accounts"] = Page,
        ["feedFetches"] = Page,
        ["jobs"] = ["state", .. Page],
        ["createJob"] = ["name", "start", .. Shape],
        ["startJob"] = Shape,
        ["train"] = ["channel", "budget", "promote", "force"],
        ["predict"] = ["channel", "model", "explain", "format", "delimiter", "guard", "source"],
        ["tables"] = Page,
        ["createTable"] = ["name", "target", "phishing", "benign", "delimiter", "source", "dryRun"],
        ["addTableRows"] = ["delimiter", "source", "dryRun"],
        ["tableRows"] = Page,
        ["tableLoads"] = Page,
        ["tableRejects"] = Page,
        ["tableCycles"] = Page,
        ["tableFileDrift"] = ["format", "delimiter", "source"],
        ["trainings"] = Page,
        ["tableTrainings"] = Page,
        ["taxiiObjects"] = Stix,
        ["taxiiManifest"] = Stix,
        ["taxiiObject"] = ["added_after", "limit", "next", "match[version]", "match[spec_version]"],
        ["taxiiVersions"] = ["added_after", "limit", "next", "match[spec_version]"],
    };

    // First by operation and name, then by name alone; examples are JSON.
    private static readonly Dictionary<string, ParameterWord> Known = new(StringComparer.Ordinal)
    {
        ["limit"] = new("Most entries of one answer, 1 to 1,000; default 100.", "100"),
        ["taxiiObjects limit"] = new("Most objects of one answer, 1 to 10,000; default 1,000.", "1000"),
        ["cursor"] = new("Where the page begins: what the page before gave as next.", "1000"),
        ["jobResult cursor"] = new("For format=html, the row where the page begins.", "0"),
        ["explain"] = new("How much reasoning each verdict carries; default none.", "\"top\"", "none", "top", "full"),
        ["kind"] = new("Only entries of this list.", "\"block\"", "allow", "block"),
        ["scope"] = new("Only entries that cover this much.", "\"host\"", "url", "prefix", "host", "domain"),
        ["value"] = new("Only entries that hold this text.", "\"account-check.example\""),
        ["owner"] = new("Only entries of this person or key.", "\"anna\""),
        ["source"] = new("Only entries from here: hand, import, appeal or review.", "\"hand\""),
        ["expired"] = new("true for entries that are over, false for those that hold.", "false"),
        ["subject"] = new("Only this subject, also defanged.", "\"http://paypal.com.account-check.example/login\""),
        ["appeals subject"] = new("Only cases whose subject holds this text.", "\"shop.example\""),
        ["overdue"] = new("true for cases past their deadline.", "true"),
        ["state"] = new("Only cases in these states, separated by commas; all for every state. Left out: open and inReview.", "\"open,inReview\""),
        ["jobs state"] = new("Only jobs in this state.", "\"running\"", "uploading", "ready", "queued", "running", "paused", "cancelled", "done", "failed"),
        ["domain"] = new("Only subjects of this registrable domain.", "\"account-check.example\""),
        ["decision"] = new("Only this decision.", "\"phishing\"", "phishing", "suspicious", "benign", "unknown"),
        ["models channel"] = new("Whose models: url (also when it is left out), or those of a table.", "\"table:phisingdata\""),
        ["modelHistory channel"] = new("Whose models: url (also when it is left out), or those of a table.", "\"table:phisingdata\""),
        ["shadow channel"] = new("Whose models: url (also when it is left out), or those of a table.", "\"table:phisingdata\""),
        ["rollbackModel channel"] = new("Whose models: url (also when it is left out), or those of a table.", "\"table:phisingdata\""),
        ["dropShadow channel"] = new("Whose models: url (also when it is left out), or those of a table.", "\"table:phisingdata\""),
        ["verdicts channel"] = new("Only subjects of this kind: url, mail, sms, table, or the rows of one table (table:NAME).", "\"table:phisingdata\""),
        ["verdictsExport channel"] = new("Only subjects of this kind: url, mail, sms, table, or the rows of one table (table:NAME).", "\"table:phisingdata\""),
        ["category"] = new("Only this category.", "\"financial\"", "credential", "financial", "delivery", "crypto", "malware", "scam", "spam", "other", "none"),
        ["brand"] = new("Only verdicts that name this brand.", "\"PayPal\""),
        ["model"] = new("Only verdicts of this version.", "\"url-20260301\""),
        ["list"] = new("Only verdicts that a list decided.", "\"block\"", "allow", "block"),
        ["askedBy"] = new("Only what this person or key asked.", "\"mail-gateway\""),
        ["since"] = new("Only from this day or moment on.", "\"2026-03-01T12:00:00Z\""),
        ["until"] = new("Only before this day or moment.", "\"2026-03-02T00:00:00Z\""),
        ["minScore"] = new("Only scores from this on, 0 to 1.", "0.5"),
        ["maxScore"] = new("Only scores up to this, 0 to 1.", "1"),
        ["format"] = new("Form of the file.", "\"csv\"", "csv", "ndjson"),
        ["jobResult format"] = new("Form of the rows; html is a page of them.", "\"csv\"", "csv", "jsonl", "html"),
        ["guard"] = new("false leaves formulas in the cells of a CSV as they are; default true.", "\"true\"", "true", "false"),
        ["name"] = new("The name.", "\"acme\""),
        ["createJob name"] = new("The name of the file, for people.", "\"links.csv\""),
        ["start"] = new("true starts the job as soon as its file is here.", "true"),
        ["column"] = new("The column with the addresses: its name, or its number from 1; left out, it is found.", "\"url\""),
        ["delimiter"] = new("What stands between columns; left out, it is found.", "\"comma\""),
        ["header"] = new("Whether the first line names the columns; left out, it is found.", "true"),
        ["encoding"] = new("How the text is written; left out, it is found.", "\"utf-8\""),
        ["channel"] = new("The table as a channel; left out, the only one there is.", "\"table:phisingdata\""),
        ["budget"] = new("How long to look for a learner; left out, until all are tried.", "\"10m\""),
        ["promote"] = new("false registers and judges the model and does not put it to work; default true.", "true"),
        ["force"] = new("true trains also when nothing is new, and by a changed schema; default false.", "false"),
        ["predict channel"] = new("The table as a channel; left out, the only one with these columns.", "\"table:phisingdata\""),
        ["predict model"] = new("A version of the table in place of the one that serves.", "\"table-phisingdata-20260301-3f7a1c\""),
        ["predict explain"] = new("How many reasons each row gets: none, the five that moved it most, or all; default top for JSON and HTML, none for CSV and JSON lines.", "\"top\"", "none", "top", "full"),
        ["predict format"] = new("The form of the answer, in place of Accept.", "\"csv\"", "csv", "jsonl", "json", "html"),
        ["predict delimiter"] = new("What stands between the cells of the file: one character, comma, semicolon, tab or bar; left out, it is found.", "\"comma\""),
        ["predict guard"] = new("true puts an apostrophe before cells of a CSV that a spreadsheet would run as formulas, those of the file, too; numbers stay. Default false: the columns of the file stay as they are.", "\"false\"", "true", "false"),
        ["predict source"] = new("What the file is called in messages.", "\"rows.csv\""),
        ["table delimiter"] = new("What stands between the cells of the file: one character, comma, semicolon, tab or bar; left out, it is found.", "\"comma\""),
        ["table source"] = new("What the file is called in messages and in the list of loads; left out, the name of the file of a form.", "\"rows.csv\""),
        ["tableFileDrift source"] = new("What the file is called in messages; left out, the name of the file of a form.", "\"rows.csv\""),
        ["table model"] = new("A version of the table; left out, the champion.", "\"table-phisingdata-20260301-3f7a1c\""),
        ["table format"] = new("The form of the answer, in place of Accept.", "\"json\"", "json", "yaml", "html"),
        ["exportTable format"] = new("The form of the file.", "\"csv\"", "csv", "jsonl", "mongoexport"),
        ["target"] = new("The column that says what is phishing; left out, it is found by its name.", "\"Result\""),
        ["phishing"] = new("A value of the target that means phishing; may be repeated; left out, it is found by its meaning.", "\"-1\""),
        ["benign"] = new("A value of the target that means benign; may be repeated.", "\"1\""),
        ["dryRun"] = new("true checks everything and stores nothing; default false.", "false"),
        ["from"] = new("The load to compare with; left out, all that the champion learned from, before there is one the earliest load.", "\"1\""),
        ["to"] = new("The load that is looked at; left out, what came after the champion was trained, before there is one the newest load.", "\"2\""),
        ["load"] = new("The number of a load.", "\"2\""),
        ["table name"] = new("The name of the table.", "\"phisingdata\""),
        ["id"] = new("The number or name of the thing.", "7"),
        ["verdict id"] = new("The id that the verdict carried.", "\"412316860417\""),
        ["appealStatus id"] = new("The id that the answer to the objection named.", "\"k3v9q2xw7m4t8r5p\""),
        ["withdrawAppeal id"] = new("The id that the answer to the objection named.", "\"k3v9q2xw7m4t8r5p\""),
        ["mispEvent id"] = new("The uuid of an event of the manifest.", "\"6b1d7a0e-52d1-5f0b-9a37-0c3b8f1e5a44\""),
        ["version"] = new("A version, as /v1/models names it.", "\"url-20260301\""),
        ["a"] = new("The one version.", "\"url-20260301\""),
        ["b"] = new("The other version.", "\"url-20260308\""),
        ["at"] = new("A day or a moment: who was champion then.", "\"2026-03-01\""),
        ["range"] = new("How far back the figures go: 24h, 7d, 30d or 90d.", "\"24h\""),
        ["open"] = new("true leaves out what is over; default false.", "true"),
        ["entries"] = new("Hosts, single pages, or both (default).", "\"hosts\"", "all", "hosts", "urls"),
        ["export since"] = new("Gives only what was added and removed after this: the X-Weir-Changed of an earlier answer, or an ISO 8601 time. Formats plain, csv, stix, misp.", "\"2026-03-01T12:00:00.000000Z\""),
        ["hashPrefixes"] = new("The first four bytes of SHA-256 of an expression of the address, as base64; up to 1,000 of them.", "[\"WwuJdQ==\"]"),
        ["alt"] = new("json, or proto as at Google; left out, Accept decides and proto is the default.", "\"json\"", "json", "proto"),
        ["objectId"] = new("The id of a STIX object.", "\"indicator--6b1d7a0e-52d1-5f0b-9a37-0c3b8f1e5a44\""),
        ["taxii id"] = new("The id of the collection.", "\"9cfa669c-ee94-4ece-afd2-f8edac37d8fd\""),
        ["added_after"] = new("Only what came to the collection later: the X-TAXII-Date-Added-Last of an earlier answer.", "\"2026-03-01T12:00:00.000000Z\""),
        ["next"] = new("What the answer before gave as next.", "\"1772366400000000\""),
        ["match[id]"] = new("Only objects with these ids, separated by commas.", "\"indicator--6b1d7a0e-52d1-5f0b-9a37-0c3b8f1e5a44\""),
        ["match[type]"] = new("Only objects of these types, separated by commas.", "\"indicator\""),
        ["match[version]"] = new("last, first, all, or times; the newest version of each object is kept.", "\"last\""),
        ["match[spec_version]"] = new("Only objects of these versions of STIX.", "\"2.1\""),
    };

    /// <summary>What an operation reads by itself.</summary>
    public static IReadOnlyList<string> ReadBy(string operation) => Read.GetValueOrDefault(operation, []);

    /// <summary>What a parameter of an operation means; null when nobody has said.</summary>
    public static ParameterWord? Of(string operation, string name) => Known.GetValueOrDefault($"{operation} {name}")
        ?? (operation.StartsWith("export", StringComparison.Ordinal) ? Known.GetValueOrDefault($"export {name}") : null)
        ?? (operation.StartsWith("taxii", StringComparison.Ordinal) ? Known.GetValueOrDefault($"taxii {name}") ?? Known.GetValueOrDefault($"taxiiObjects {name}") : null)
        ?? (operation.Contains("table", StringComparison.OrdinalIgnoreCase) ? Known.GetValueOrDefault($"table {name}") : null)
        ?? Known.GetValueOrDefault(name);

    /// <summary>The operations that are said to read something by themselves.</summary>
    public static IEnumerable<string> Operations => Read.Keys;
}

/// <summary>What a parameter means.</summary>
/// <param name="Text">In one sentence.</param>
/// <param name="Example">A value, as JSON.</param>
/// <param name="Choices">The words that it may be; none when it is free.</param>
internal sealed record ParameterWord(string Text, string Example, params string[] Choices);
