using System.Globalization;
using Weir.Storage;
using Weir.Storage.Training;

namespace Weir.Pipeline.Triggers;

/// <summary>Decides when to learn: on enough new labelled samples, when the last training is too old, or when asked.</summary>
public static class TrainingTrigger
{
    /// <summary>Whether it is time to look again.</summary>
    public static bool IsDue(WeirStore store, TrainingSettings settings) =>
        store.Trainings.Recent(1) is not [var last] || store.Time.GetUtcNow() >= last.At + settings.Every;

    /// <summary>Looks, decides, and records the decision with its reason.</summary>
    public static TrainingDecision Look(WeirStore store, TrainingSettings settings)
    {
        var state = Read(store);
        var decision = Decide(state, settings, store.Time.GetUtcNow());
        store.Trainings.Record(new TrainingDecisionRecord
        {
            Train = decision.Train,
            Kind = decision.Kind,
            Reason = decision.Reason,
            Preset = settings.Preset.Name,
            NewSamples = state.NewSamples,
            LastTraining = state.LastTraining,
        });
        return decision;
    }

    /// <summary>What the decision rests on, from the store.</summary>
    public static TrainingState Read(WeirStore store) => new(store.Trainings.NewSamples(), store.Trainings.LastTraining(),
        store.Trainings.OpenAsk() is { } ask ? $"{ask.Actor} asked for it: {ask.Reason.TrimEnd('.')}" : null);

    /// <summary>Decides without recording.</summary>
    public static TrainingDecision Decide(TrainingState state, TrainingSettings settings, DateTimeOffset now)
    {
        if (state.Ask is { } ask) return new(true, "asked", ask + ".");
        if (state.LastTraining is not { } last)
            return state.NewSamples > 0
                ? new(true, "first", Text($"Nothing has been trained yet, and {state.NewSamples:N0} labelled samples wait."))
                : new(false, "wait", "Nothing is labelled yet; `weir import` brings samples, and so does a feed that is set up.");
        var age = now - last;
        if (state.NewSamples >= settings.NewSamples)
            return new(true, "samples", Text($"{state.NewSamples:N0} samples were labelled since the last training; {settings.NewSamples:N0} are enough."));
        if (age >= settings.MaxAge && state.NewSamples > 0)
            return new(true, "age", Text($"The last training is {age.TotalHours:N0} h ago, at most {settings.MaxAge.TotalHours:N0} h are wanted, and {state.NewSamples:N0} new labelled samples wait."));
        return new(false, "wait", age >= settings.MaxAge
            ? Text($"The last training is {age.TotalHours:N0} h ago, but nothing was labelled since.")
            : Text($"{state.NewSamples:N0} of {settings.NewSamples:N0} new labelled samples, and the last training is {age.TotalHours:N0} of {settings.MaxAge.TotalHours:N0} h ago."));
    }

    private static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
