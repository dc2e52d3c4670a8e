using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Weir.Server.Documents;

/// <summary>What usually stands under a name, so that made examples look like answers.</summary>
internal static class ExampleWords
{
    private const string Bad = "http://paypal.com.account-check.example/login";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["subject"] = Bad,
        ["url"] = Bad,
        ["value"] = "account-check.example",
        ["canonical"] = "paypal.com.account-check.example/login",
        ["registrableDomain"] = "account-check.example",
        ["host"] = "account-check.example",
        ["brand"] = "PayPal",
        ["category"] = "financial",
        ["decision"] = "phishing",
        ["list"] = "block",
        ["kind"] = "block",
        ["scope"] = "host",
        ["source"] = "hand",
        ["owner"] = "anna",
        ["actor"] = "anna",
        ["name"] = "example",
        ["tenant"] = "main",
        ["role"] = "analyst",
        ["createdBy"] = "anna",
        ["revokedBy"] = "anna",
        ["ackedBy"] = "anna",
        ["takenBy"] = "anna",
        ["closedBy"] = "anna",
        ["filedBy"] = "visitor",
        ["askedBy"] = "mail-gateway",
        ["version"] = "url-20260301",
        ["model"] = "url-20260301",
        ["champion"] = "url-20260301",
        ["a"] = "url-20260301",
        ["b"] = "url-20260308",
        ["parent"] = "url-20260222",
        ["previous"] = "url-20260222",
        ["to"] = "url-20260222",
        ["mode"] = "shadow",
        ["state"] = "open",
        ["wanted"] = "benign",
        ["label"] = "benign",
        ["outcome"] = "overturned",
        ["verdict"] = "412316860417",
        ["contact"] = "owner@shop.example",
        ["reason"] = "Asks for the password of another site.",
        ["sentence"] = "The feed openphish did not answer.",
        ["text"] = "The brand PayPal is named outside paypal.com.",
        ["detail"] = "A whole number from 1 to 1000.",
        ["done"] = "Done as asked.",
        ["warning"] = "The whole host is covered.",
        ["feed"] = "openphish",
        ["statusUrl"] = "/appeals/k3v9q2xw7m4t8r5p",
        ["appealUrl"] = "/appeal?subject=http%3A%2F%2Fpaypal.com.account-check.example%2Flogin",
        ["next"] = "1000",
        ["threatType"] = "SOCIAL_ENGINEERING",
        ["platformType"] = "ANY_PLATFORM",
        ["threatEntryType"] = "URL",
        ["cacheDuration"] = "300s",
        ["negativeCacheDuration"] = "300s",
        ["minimumWaitDuration"] = "300s",
        ["responseType"] = "FULL_UPDATE",
        ["compressionType"] = "RAW",
        ["newClientState"] = "MTc3MjM2NjQwMA==",
        ["hash"] = "WwuJdQ==",
        ["fullHash"] = "WwuJdUbWQ3c0Zb3n6A4cZ2Y2rJk1v2yS3o2g6H0q1nY=",
        ["rawHashes"] = "WwuJdQ==",
        ["sha256"] = Hash,
        ["datasetHash"] = Hash,
        ["schema"] = Hash,
        ["type"] = "about:blank",
        ["title"] = "Bad Request",
        ["instance"] = "/v1/lists",
        ["format"] = "csv",
        ["delimiter"] = "comma",
        ["encoding"] = "utf-8",
        ["column"] = "url",
        ["unit"] = "share",
        ["better"] = "higher",
        ["key"] = "tpr_at_fpr_1",
        ["origin"] = "champion",
        ["status"] = "ok",
        ["address"] = "siem.example.com:6514",
        ["protocol"] = "tls",
        ["range"] = "24h",
        ["expires"] = "30d",
        ["hint"] = "weir_Qm4x",
        ["about"] = "Addresses that are phishing now.",
        ["file"] = "models/url-20260301.weir",
        ["dataset"] = "url-20260301",
        ["message"] = "hash_prefixes is missing.",
        ["worstForm"] = "percent-encoded",
        ["id"] = "brand",
        ["error"] = "Only http and https can be judged.",
        ["password"] = "at least twelve characters",
    };

    private static readonly HashSet<string> Usual = ["phishing", "critical", "url", "warning", "top"];

    private static readonly HashSet<string> Untrue = ["overdue", "expired", "isSecret", "isAway", "asksForTraining"];

    private const string Hash = "3f7a1c0b5d9e84627a10c3f2b6d8e91547a2c0d9e8f71b3a6c5d4e2f10987654";

    /// <summary>Whether a word of several is the one to show.</summary>
    public static bool IsUsual(string name, JsonNode? word) => word is JsonValue value && value.TryGetValue<string>(out var text) && (Usual.Contains(text) || Texts.GetValueOrDefault(name) == text);

    /// <summary>Yes or no.</summary>
    public static JsonNode Truth(string name) => !Untrue.Contains(name);

    /// <summary>A count or a number.</summary>
    public static JsonNode Whole(string name) => name switch
    {
        "id" => 7,
        "status" or "code" => 400,
        "riskScore" => 99,
        "cacheSeconds" => 300,
        "failures" or "failedRows" or "lost" or "dropped" or "rejected" or "contradicted" => 0,
        "attempt" or "count" => 1,
        "bytes" => 48_213,
        _ => 1_204,
    };

    /// <summary>A measure.</summary>
    public static JsonNode Number(string name) => name switch
    {
        "score" or "probability" => 0.987654,
        "contribution" => 3.2,
        "everySeconds" => 3600,
        "rowsPerSecond" => 81_250.5,
        "secondsLeft" or "seconds" => 4.5,
        "progress" => 0.75,
        "share" => 10,
        "requestsASecond" => 50,
        _ => 0.5,
    };

    /// <summary>A text.</summary>
    public static JsonNode Text(IOpenApiSchema schema, string name) => schema.Format switch
    {
        "date-time" => "2026-03-01T12:00:00+00:00",
        "date" => "2026-03-01",
        "uuid" => "6b1d7a0e-52d1-5f0b-9a37-0c3b8f1e5a44",
        "uri" => Bad,
        "byte" => "WwuJdQ==",
        _ => Texts.GetValueOrDefault(name, name.Length == 0 ? "text" : name),
    };
}
