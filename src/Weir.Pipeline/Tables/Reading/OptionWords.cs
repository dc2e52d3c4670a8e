namespace Weir.Pipeline.Tables.Reading;

/// <summary>How sentences about a file name what can be said about it: by options of the command line, parameters of HTTP or fields of a page. Default everywhere is the command line.</summary>
public sealed class OptionWords
{
    /// <summary>Options of the command line.</summary>
    public static readonly OptionWords CommandLine = new()
    {
        TargetIs = "say which one it is: --target COLUMN",
        Target = "--target",
        PhishingIs = value => $"say which value means phishing: --phishing {value ?? "VALUE"}",
        Both = "--phishing V --benign V …",
        Phishing = "--phishing",
        Benign = "--benign",
        Delimiter = "--delimiter",
    };

    /// <summary>Parameters of a query, which are fields of a form, too.</summary>
    public static readonly OptionWords Http = new()
    {
        TargetIs = "say which one it is: ?target=COLUMN",
        Target = "?target=",
        PhishingIs = value => $"say which value means phishing: ?phishing={(value is null ? "VALUE" : Uri.EscapeDataString(value))}",
        Both = "?phishing=V&benign=V …",
        Phishing = "?phishing=",
        Benign = "?benign=",
        Delimiter = "?delimiter=",
    };

    /// <summary>Fields of the page that shows a file before it is loaded; it asks for no delimiter.</summary>
    public static readonly OptionWords Page = new()
    {
        TargetIs = "say below which one it is",
        Target = "the field Target",
        PhishingIs = value => value is null ? "name the value that means phishing" : $"name '{value}' as the value that means phishing",
        Both = "below, several divided by commas",
        Phishing = "the one that means phishing",
        Benign = "the one that means benign",
        Delimiter = null,
    };

    private OptionWords()
    {
    }

    /// <summary>Asks for the target.</summary>
    public required string TargetIs { get; init; }

    /// <summary>What names another target.</summary>
    public required string Target { get; init; }

    /// <summary>Asks for the value that means phishing, this one where it is known.</summary>
    public required Func<string?, string> PhishingIs { get; init; }

    /// <summary>How the values of both sides are named.</summary>
    public required string Both { get; init; }

    /// <summary>What names the values that mean phishing.</summary>
    public required string Phishing { get; init; }

    /// <summary>What names the values that mean benign.</summary>
    public required string Benign { get; init; }

    /// <summary>What names the delimiter; null where it cannot be said.</summary>
    public required string? Delimiter { get; init; }
}
