using System.CommandLine;
using Weir.Cli.Tables;
using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Training;
using Weir.Pipeline.Tuning;
using Weir.Server.Schedules;
using Weir.Server.Settings;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Cli.Commands;

/// <summary>The parts of the cycle as the command line runs it.</summary>
internal static class CycleWiring
{
    public static CycleParts Parts(ParseResult parsed, string? parametersFile = null) =>
        Parts(ReferenceLists.Load(parsed.DataDirectory()), Parameters(parsed, parametersFile), LearningOptions.Read(parsed.DataDirectory()));

    private static CycleParts Parts(ReferenceLists reference, UrlTrainingParameters parameters, LearningOptions options) =>
        UrlCycle.Parts(reference, parameters, TimeProvider.System, options.Monitoring) with { Baseline = from => UrlCycle.ShippedBaseline(reference, TimeProvider.System, from) };

    /// <summary>The loop of the data directory, under this preset when one is given.</summary>
    public static StoreLoop Loop(ParseResult parsed, string? preset = null, Action<CycleProgress>? progress = null)
    {
        var options = LearningOptions.Read(parsed.DataDirectory(), preset);
        return new StoreLoop(parsed.Store(), options,
            reference => Parts(reference, Parameters(parsed), options), TimeProvider.System, progress);
    }

    /// <summary>The defaults, with the values of a file or of the data directory's own, and without the features that are switched off.</summary>
    public static UrlTrainingParameters Parameters(ParseResult parsed, string? file = null)
    {
        if (file is not null && !File.Exists(file)) throw new CliError($"{file} does not exist; `weir tune --out FILE` writes such a file.");
        var defaults = new UrlTrainingParameters { Off = LearningOptions.Read(parsed.DataDirectory()).FeaturesOff };
        return TunedParameters.Read(file ?? TunedParameters.PathIn(parsed.DataDirectory()), defaults);
    }

    public static CycleOptions Options(ParseResult parsed, bool force = false) => LearningOptions.Read(parsed.DataDirectory()).Cycle("cli", force);

    /// <summary>Judges a version on the newest dataset, so that it can be promoted.</summary>
    public static void Judge(ParseResult parsed, WeirStore store, ModelVersion model)
    {
        if (model.Channel != ModelStore.UrlChannel)
        {
            TableJudging.Judge(parsed, store, model);
            return;
        }

        if (store.Datasets.Latest() is not { } dataset || SnapshotFile.Read(store.DataDirectory, dataset.Hash) is not { } snapshot)
            throw new CliError($"There are no rows to judge {model.Version} on; `weir import` some and run `weir cycle --once` first.");
        var judged = new ModelJudgement(store, Parts(parsed), Options(parsed)).Run(model, snapshot);
        foreach (var gate in judged.Gates)
            parsed.InvocationConfiguration.Output.WriteLine($"{(gate.Passed ? "passed " : "REFUSED")} {gate.Name}: {gate.Sentence}");
    }
}
