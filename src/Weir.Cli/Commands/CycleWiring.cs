using System.CommandLine;
using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Training;
using Weir.Server.Settings;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Cli.Commands;

/// <summary>The parts of the cycle as the command line runs it.</summary>
internal static class CycleWiring
{
    public static CycleParts Parts(ParseResult parsed) => UrlCycle.Parts(
        ReferenceLists.Load(parsed.DataDirectory()),
        new UrlTrainingParameters { Off = LearningOptions.Read(parsed.DataDirectory()).FeaturesOff },
        TimeProvider.System);

    public static CycleOptions Options(ParseResult parsed, bool force = false) => new() { Force = force, Limits = LearningOptions.Read(parsed.DataDirectory()).Limits };

    /// <summary>Judges a version on the newest dataset, so that it can be promoted.</summary>
    public static void Judge(ParseResult parsed, WeirStore store, ModelVersion model)
    {
        if (store.Datasets.Latest() is not { } dataset || SnapshotFile.Read(store.DataDirectory, dataset.Hash) is not { } snapshot)
            throw new CliError($"There are no rows to judge {model.Version} on; `weir import` some and run `weir cycle --once` first.");
        var judged = new ModelJudgement(store, Parts(parsed), Options(parsed)).Run(model, snapshot);
        foreach (var gate in judged.Gates)
            parsed.InvocationConfiguration.Output.WriteLine($"{(gate.Passed ? "passed " : "REFUSED")} {gate.Name}: {gate.Sentence}");
    }
}
