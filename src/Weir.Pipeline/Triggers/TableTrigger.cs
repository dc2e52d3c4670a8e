using System.Globalization;

namespace Weir.Pipeline.Triggers;

/// <summary>What the decision to train a table rests on.</summary>
public sealed record TableTrainingState
{
    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>Rows that it holds.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that came since the newest model was trained, repeats left out.</summary>
    public long NewRows { get; init; }

    /// <summary>Rows that it was trained with; 0 before the first.</summary>
    public long LearnedRows { get; init; }

    /// <summary>How many of those have been taken away since.</summary>
    public long GoneRows { get; init; }

    /// <summary>When the last training began; null before the first.</summary>
    public DateTimeOffset? LastTraining { get; init; }

    /// <summary>Who wants a training, and why, in one sentence; null when nobody does.</summary>
    public string? Ask { get; init; }

    /// <summary>How the new rows are unlike the old, in one sentence; null when they are not, or nobody looked.</summary>
    public string? Drift { get; init; }

    /// <summary>Why a cycle over the same rows came to nothing; null when none did.</summary>
    public string? Stopped { get; init; }
}

/// <summary>Decides when to learn a table: on enough new rows, when they are unlike the old, when old ones were taken away, when the last training is too old, or when asked.</summary>
public static class TableTrigger
{
    /// <summary>Whether to train now, and why; the kind is first, asked, removed, samples, drift, age or wait.</summary>
    public static TrainingDecision Decide(TableTrainingState state, TableTrainingSettings settings, DateTimeOffset now)
    {
        if (state.Ask is { } ask) return new(true, "asked", ask + ".");
        if (state.Rows == 0) return new(false, "wait", $"{state.Table} holds no rows yet.");
        if (state.Stopped is { } stopped) return new(false, "wait", $"Nothing has come since the last cycle: {stopped.TrimEnd('.')}.");
        if (state.LastTraining is not { } last) return new(true, "first", Text($"Nothing has been learned from {state.Table} yet, and {state.Rows:N0} rows wait."));
        if (state.GoneRows > 0) return new(true, "removed", Text($"{state.GoneRows:N0} rows of {state.Table} that were learned from have been taken away."));
        var (age, enough) = (now - last, Enough(state, settings));
        if (state.NewRows >= enough) return new(true, "samples", Text($"{state.NewRows:N0} new rows of {state.Table} came since the last training; {enough:N0} are enough."));
        if (state.NewRows > 0 && state.Drift is { } drift) return new(true, "drift", drift);
        if (state.NewRows > 0 && age >= settings.MaxAge)
            return new(true, "age", Text($"The last training of {state.Table} is {age.TotalHours:N0} h ago, at most {settings.MaxAge.TotalHours:N0} h are wanted, and {state.NewRows:N0} new rows wait."));
        return new(false, "wait", state.NewRows == 0
            ? Text($"No new row of {state.Table} came since the last training {age.TotalHours:N0} h ago.")
            : Text($"{state.NewRows:N0} of {enough:N0} new rows of {state.Table}, and the last training is {age.TotalHours:N0} of {settings.MaxAge.TotalHours:N0} h ago."));
    }

    /// <summary>So many new rows make a training due.</summary>
    public static long Enough(TableTrainingState state, TableTrainingSettings settings) => Math.Max(settings.NewRows, (long)Math.Ceiling(settings.NewShare * state.LearnedRows));

    private static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
