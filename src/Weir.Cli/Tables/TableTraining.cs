using System.CommandLine;
using Weir.Cli.Commands;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;

namespace Weir.Cli.Tables;

/// <summary>Trains a model from files of rows for experiments: what is read lies in a folder that is gone afterwards.</summary>
internal static class TableTraining
{
    private const int MostNotes = 30;

    /// <summary>What says how the rows are read, and how long to look for a learner.</summary>
    public static IReadOnlyList<Option> Options => [.. TableLoadCommand.Reading, TableTrainCommand.Budget];

    /// <summary>Trains, tells, and writes the model when a file is named.</summary>
    public static int Run(ParseResult parsed, string name, IReadOnlyList<string> files, string? outFile, CancellationToken ct)
    {
        var output = parsed.InvocationConfiguration.Output;
        var folder = Directory.CreateTempSubdirectory("weir-train-");
        try
        {
            using var store = WeirStore.Open(folder.FullName, TimeProvider.System);
            foreach (var file in files) Load(parsed, store, name, file, ct);
            var table = new TableCatalog(store).Find(name)!;
            var training = new TableTrainingParameters { Budget = TableTrainCommand.Time(parsed.GetValue(TableTrainCommand.Budget)) };
            var trained = new TableTrainer(training, TimeProvider.System).Train(name, TableData.Read(store, table.Record.Id, table.Schema, ct: ct), new TableTrainCommand.TrainProgress(output).Tell, ct);
            if (trained.Refusal is { } refusal) throw new CliError(refusal);
            foreach (var warning in trained.Report.Warnings) output.WriteLine("  " + TableText.Printable(warning));
            TableTrainCommand.Show(output, trained.Report);
            if (outFile is not null) AtomicFile.Write(outFile, stream => stream.Write(trained.File));
            output.WriteLine(outFile is null ? $"{trained.Report.Version} was not written; --out FILE keeps it." : $"{trained.Report.Version} is written to {outFile}; `weir check --channel table:{name} --model {outFile} --input FILE` judges by it.");
            return ExitCode.Done;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Load(ParseResult parsed, WeirStore store, string name, string file, CancellationToken ct)
    {
        var result = new TableIngest(store).Load(file, TableLoadCommand.Options(parsed, file, name), ct);
        foreach (var note in result.Notes.Take(MostNotes)) parsed.InvocationConfiguration.Output.WriteLine("  " + TableText.Printable(note));
        if (result.Outcome is not (TableLoadOutcome.Loaded or TableLoadOutcome.Known)) throw new CliError(TableText.Printable(result.Sentence));
        parsed.InvocationConfiguration.Output.WriteLine(TableText.Printable(result.Sentence));
    }
}
