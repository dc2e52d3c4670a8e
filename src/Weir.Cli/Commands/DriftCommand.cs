using System.CommandLine;
using System.Globalization;
using Weir.Cli.Checks;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Monitoring;
using Weir.Server.Settings;

namespace Weir.Cli.Commands;

/// <summary><c>weir drift</c>: whether the world has moved away from what the model was judged on.</summary>
internal static class DriftCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "As JSON" };
    private static readonly Option<string?> Html = new("--html") { Description = "Write the report with plots as one HTML file", HelpName = "FILE" };
    private static readonly Option<string?> Since = new("--since") { Description = "Begin of the window (default: a week ago)", HelpName = "DATE" };

    internal static Command Create()
    {
        var command = new Command("drift", "Compare what comes in now with what the model was judged on") { Json, Html, Since };
        command.SetAction((parsed, ct) => Task.Run(() => Run(parsed, ct), ct));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken ct)
    {
        var directory = parsed.DataDirectory();
        var settings = LearningOptions.Read(directory).Monitoring;
        using var store = parsed.OpenStore();
        var since = From(parsed.GetValue(Since), store.Time.GetUtcNow());
        var monitor = new DriftMonitor(store, settings, new UrlFeatureReader(ReferenceLists.Load(directory))) { TrainingDomains = new TrainingDomains(store).Of };
        monitor.Take(ct);
        var report = monitor.Look(NamedModel.Served(directory), since, ct);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Html) is { } file)
        {
            File.WriteAllText(file, DriftPage.Render(report));
            parsed.InvocationConfiguration.Error.WriteLine($"The report with its plots is in {file}.");
        }

        if (parsed.GetValue(Json)) output.WriteLine(DriftText.Json(report, indented: true));
        else output.Write(DriftText.Text(report));
        return ExitCode.Done;
    }

    private static DateTimeOffset? From(string? text, DateTimeOffset now)
    {
        if (text is null) return null;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
            throw CliError.Usage($"--since needs a date such as 2025-06-01, not '{text}'.");
        return since < now ? since : throw CliError.Usage("--since needs a time that has passed.");
    }
}
