using System.CommandLine;
using System.Globalization;
using Weir.Cli.Checks;
using Weir.Detection.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Pipeline.Tables.Training;
using Weir.Server.Settings;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Cli.Tables;

/// <summary>Judges models of tables: a registered one by the gates, any on the rows of a file.</summary>
internal static class TableJudging
{
    /// <summary>Judges a version on the rows that a training of today would keep back, so that it can be promoted.</summary>
    public static void Judge(ParseResult parsed, WeirStore store, ModelVersion model)
    {
        var table = new TableCatalog(store).All().FirstOrDefault(known => known.Record.ChannelNumber == model.Channel) ?? throw new CliError($"The table of {model.Version} is no longer here; its rows are needed to judge it.");
        if (table.Schema.Fingerprint != model.Schema) throw new CliError($"{model.Version} was trained by another schema than that of the table {table.Record.Name}; `weir tables train {table.Record.Name} --force` trains by the one that holds.");
        var (data, trainer) = (TableData.Read(store, table.Record.Id, table.Schema), new TableTrainer(new TableTrainingParameters(), TimeProvider.System));
        if (trainer.Refusal(table.Record.Name, data) is { } refusal) throw new CliError(refusal);
        var judged = new TableJudgement(store, model.Channel, LearningOptions.Read(parsed.DataDirectory()).Limits).Run(model, trainer.TestOf(data), "cli");
        foreach (var gate in judged.Gates) parsed.InvocationConfiguration.Output.WriteLine($"{(gate.Passed ? "passed " : "REFUSED")} {gate.Name}: {gate.Sentence}");
    }

    // Figures on what was learned by heart say nothing.
    private static void Warn(ParseResult parsed, TableModel model, string path, long[] hashes, int[] groups, CancellationToken ct)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (Known(parsed, model, ct) is not { } known)
        {
            error.WriteLine($"weir: whether {model.Version} has learned from rows of {path} cannot be told: the rows that it was trained with are not held here (any more).");
            return;
        }

        var learned = groups.Count(group => known.Learned.Contains(hashes[group]));
        var kept = groups.Count(group => known.KeptBack.Contains(hashes[group]));
        if (learned > 0)
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"weir: {learned:N0} of the {groups.Length:N0} rows of {path} have the values of rows that {model.Version} has learned from, so that the figures are better than they will be on new rows; {kept:N0} more were kept back when it was trained."));
    }

    private static LearnedTableRows? Known(ParseResult parsed, TableModel model, CancellationToken ct)
    {
        if (!WeirStore.Exists(parsed.Store())) return null;
        using var store = parsed.OpenStore();
        return LearnedTableRows.Of(store, model, ct);
    }

    /// <summary>The figures of a model on the rows of a file, which has the columns and the target of the table.</summary>
    public static EvaluationReport Evaluate(ParseResult parsed, string table, string path, string? named, CancellationToken ct)
    {
        var model = NamedModel.OfTable(table, named, parsed.DataDirectory());
        using var file = TableFile.Open(path);
        var match = ColumnMatch.Of(model.Schema, file.Columns);
        if (match.Refusal(file.Name) is { } refusal) throw new CliError(refusal);
        var reader = new TableRowReader(file, model.Schema, match);
        var (values, labels, groups, numbers, rejected) = (new List<float>(), new List<byte>(), new List<int>(), new Dictionary<long, int>(), 0);
        while (reader.Read())
        {
            if ((labels.Count & 0xFFF) == 0) ct.ThrowIfCancellationRequested();
            if (reader.Fault is not null || reader.Row.IsPhishing is not { } isPhishing)
            {
                rejected++;
                continue;
            }

            values.AddRange(reader.Row.Values);
            labels.Add(isPhishing ? (byte)1 : (byte)0);
            var hash = reader.Row.Hash();
            groups.Add(numbers.TryGetValue(hash, out var group) ? group : numbers[hash] = numbers.Count);
        }

        if (file.Damage is { } damage) throw new CliError(damage);
        if (rejected > 0) parsed.InvocationConfiguration.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"weir: {path}: {rejected:N0} {(rejected == 1 ? "row cannot be read or has no label and was" : "rows cannot be read or have no label and were")} left out."));
        if (labels.Count == 0) throw new CliError($"{path} has no row that can be read and has a label.");
        Warn(parsed, model, path, [.. numbers.Keys], [.. groups], ct);
        if (labels.TrueForAll(label => label == labels[0])) parsed.InvocationConfiguration.Error.WriteLine($"weir: all rows of {path} are {(labels[0] == 1 ? "phishing" : "benign")}: what needs both kinds is not known (n/a).");
        return TableJudgement.Evaluate(model, new JudgedRows([.. values], [.. labels], [.. groups]), TimeProvider.System.GetUtcNow());
    }
}
