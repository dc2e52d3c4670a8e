using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Weir.Detection.Urls;

namespace Weir.Cli.Commands;

/// <summary><c>weir feeds candidates</c>: names on new certificates that resemble a brand.</summary>
internal static class FeedsCandidatesCommand
{
    private static readonly Option<int> Limit = new("--limit") { Description = "How many at most", DefaultValueFactory = _ => 100 };
    private static readonly Option<double> MinScore = new("--min-score") { Description = "Least likeness, 0 to 1" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line" };

    internal static Command Create()
    {
        var command = new Command("candidates", "Show names on new certificates that resemble a brand, the newest first; nobody has labelled them") { Limit, MinScore, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        var output = parsed.InvocationConfiguration.Output;
        var candidates = store.Candidates.Newest(parsed.GetValue(Limit), parsed.GetValue(MinScore));
        if (candidates.Count == 0 && !parsed.GetValue(Json)) output.WriteLine("No candidate yet; a feed of the kind ct finds them: set WEIR__Feeds__NAME__Kind=ct and its Url.");
        foreach (var candidate in candidates)
            output.WriteLine(parsed.GetValue(Json)
                ? JsonSerializer.Serialize(candidate, JsonSerializerOptions.Web)
                : string.Create(CultureInfo.InvariantCulture,
                    $"{candidate.Score:0.00}  {candidate.LastAt:yyyy-MM-dd HH:mm}  {Defang.Defanged(candidate.Name)}  {candidate.Brand}: {candidate.Reason}  ({candidate.Certificates} certificates, {candidate.Log})"));
        return ExitCode.Done;
    }
}
