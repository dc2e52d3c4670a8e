using System.Globalization;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Cli.Status;

/// <summary>How a table is doing: its rows, the model that serves it, what its last cycle came to.</summary>
internal sealed record TableStatus(string Table, long Rows, bool Trains, string? Model, DateTimeOffset? ModelSince, string? Running, LastCycle? LastCycle, Beside? Shadow)
{
    /// <summary>All tables by name.</summary>
    public static IReadOnlyList<TableStatus> Read(WeirStore store) => [.. store.Tables.All().Select(table => Of(store, table))];

    public static void Write(TextWriter output, IReadOnlyList<TableStatus> tables)
    {
        foreach (var table in tables)
        {
            Line($"table         {table.Table}: {table.Rows:N0} rows; {table.Model ?? "no model"}{(table.ModelSince is { } since ? $", champion since {since:yyyy-MM-dd HH:mm} UTC" : "")}{(table.Trains ? "" : "; trained by hand only")}");
            if (table.Running is { } running) Line($"              {running}");
            if (table.LastCycle is { } cycle) Line($"              last cycle {StatusText.Time(cycle.FinishedAt)}, {cycle.Outcome}: {cycle.Reason}");
            if (table.Shadow is { } run) Line($"              beside it {run.Version}, {run.Seen:N0} rows, {run.Agreed:N0} decided alike, until {StatusText.Time(run.EndsAt)}");
        }

        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static TableStatus Of(WeirStore store, TableRecord table)
    {
        var (channel, cycles) = (table.ChannelNumber, store.Cycles.On(table.ChannelNumber));
        var champion = store.Models.On(channel).Champion();
        return new TableStatus(table.Name, table.Rows, table.Trains, champion?.Version, champion?.Since,
            cycles.Unfinished() is { } half ? $"{half.Name} is at the stage '{half.Stage}'" : null,
            cycles.Recent(2).Where(cycle => cycle.Outcome is not null).Select(cycle => new LastCycle(cycle.FinishedAt, cycle.Outcome!, cycle.Reason)).FirstOrDefault(),
            store.Deployments.On(channel).Running() is { } run ? new Beside(run.Version, run.Mode, run.Share, run.EndsAt, run.Counts.Seen, run.Counts.Agreed) : null);
    }
}
