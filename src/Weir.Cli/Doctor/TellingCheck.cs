using Weir.Storage;

namespace Weir.Cli.Doctor;

/// <summary>What waits to be told: alerts for their channels, trainings and models for MLflow.</summary>
internal static class TellingCheck
{
    public static IEnumerable<Diagnosis> Run(WeirStore store, Uri? mlflow)
    {
        foreach (var channel in store.Alerts.Outbox.Channels().Where(channel => channel is { Pending: > 0, Failures: > 0 }))
            yield return Stuck("alerts", $"{channel.Pending} alerts wait for {channel.Name}", channel.Failures, channel.LastError);
        if (mlflow?.GetLeftPart(UriPartial.Path).TrimEnd('/') is not { } server) yield break;
        if (store.Tracking.State(server) is { Failures: > 0 } state && store.Tracking.Waiting(server) is > 0 and var waiting)
            yield return Stuck("mlflow", $"{waiting} trainings and models wait for MLflow", state.Failures, state.LastError);
    }

    private static Diagnosis Stuck(string area, string what, int failures, string? reason) => Diagnosis.Warning(area,
        $"{what}, which did not take them {failures} time{(failures == 1 ? "" : "s")} in a row: {CliError.OneLine(reason ?? "no reason is kept").TrimEnd('.')}. They are sent when it answers again.");
}
