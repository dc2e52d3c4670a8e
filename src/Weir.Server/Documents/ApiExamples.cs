namespace Weir.Server.Documents;

/// <summary>Examples that the API document shows.</summary>
internal static class ApiExamples
{
    private const string OneVerdict = """
        {"subject":"http://paypal.com.account-check.example/login","channel":"url","canonical":"paypal.com.account-check.example/login",
         "registrableDomain":"account-check.example","decision":"phishing","score":0.987654,"riskScore":99,"riskLevel":"critical",
         "category":"financial","brand":"PayPal","reasons":[{"id":"brand","text":"The brand PayPal is named outside paypal.com.","contribution":3.2}],
         "evidence":[],"list":null,"model":{"version":"url-baseline","sha256":"0000000000000000000000000000000000000000000000000000000000000000"},
         "checkedAt":"2026-01-01T00:00:00+00:00","cacheSeconds":300,"appealUrl":null,"error":null}
        """;

    /// <summary>Bodies of POST /v1/check.</summary>
    public static IReadOnlyDictionary<string, string> CheckRequests { get; } = new Dictionary<string, string>
    {
        ["one"] = """{"subject":"http://paypal.com.account-check.example/login","explain":"top"}""",
        ["many"] = """{"subjects":["https://www.example.com/","http://paypal.com.account-check.example/login"]}""",
    };

    /// <summary>Answers of POST /v1/check.</summary>
    public static IReadOnlyDictionary<string, string> CheckAnswers { get; } = new Dictionary<string, string>
    {
        ["one"] = OneVerdict,
        ["many"] = $$"""{"verdicts":[{{OneVerdict}}]}""",
    };
}
