using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Predicting;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Server.Security.Limits;
using Weir.Server.Tables;
using Weir.Storage;

namespace Weir.Server.Dashboard.Tables;

/// <summary>Judges rows for the table pages: a file, or one row.</summary>
internal sealed class PredictDesk(StoreDoor open, StagedFiles staged, TableServing serving, TablePredictionRecorder recorder, QuotaDoor quota, TimeProvider time)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Whether files of a caller may be kept: not those of whoever checks without a key from another machine.</summary>
    public static bool MayKeep(Caller caller) => caller is not { KeyId: null, Session: null, IsLocal: false };

    /// <summary>The model that serves a table, or why none does.</summary>
    public (TableModel? Model, string? Why) Serving(string table)
    {
        var store = open();
        if (store.Tables.Find(table) is not { } known) return (null, "There is no table of this name.");
        if (store.Models.On(known.ChannelNumber).Champion() is null) return (null, $"No model serves {table} yet: it is to be trained first.");
        var (model, problem) = serving.Find(table, known.ChannelNumber, null);
        return (model, problem?.Detail);
    }

    /// <summary>Judges the rows of a file; null when the result is there. A file that is refused is taken away.</summary>
    public async Task<Problem?> JudgeAsync(StagedFile file, Caller caller, CancellationToken ct)
    {
        var problem = Problem.BadRequest("The rows were not judged to their end; send the file again.");
        try
        {
            problem = Serving(file.Table) is (var model, var why) && model is null ? new Problem(StatusCodes.Status409Conflict, why!) : await JudgeAsync(file, model!, caller, ct);
            return problem;
        }
        catch (InputFileException fault)
        {
            return problem = Problem.BadRequest(fault.Message);
        }
        finally
        {
            if (problem is not null) staged.Forget(file.Id);
        }
    }

    /// <summary>The result as CSV, made by the version that judged; null when that is gone.</summary>
    public async Task<string?> CsvAsync(StagedFile file, CancellationToken ct)
    {
        var path = staged.Csv(file.Id);
        if (File.Exists(path)) return path;
        if (!File.Exists(staged.Input(file.Id)) || open().Tables.Find(file.Table) is not { } table || serving.Find(file.Table, table.ChannelNumber, file.Version).Model is not { } model) return null;
        var making = $"{path}.{Guid.NewGuid():N}";
        using (var rows = TableFile.Open(staged.Input(file.Id)))
        await using (var output = new BufferedStream(OwnerOnly.Open(making, FileMode.Create), BufferBytes))
            await Task.Run(() => new TablePrediction(rows, model, output, PredictionForm.Csv, Reasons(file)).RunAsync(Environment.ProcessorCount, ct), ct);
        File.Move(making, path, overwrite: true);
        return path;
    }

    /// <summary>The rows of a page with the reasons that the result does not hold: those of all rows would take long.</summary>
    public IReadOnlyList<PredictedRow> Explained(StagedFile file, IReadOnlyList<PredictedRow> rows)
    {
        if (file.HasReasons || open().Tables.Find(file.Table) is not { } table || serving.Find(file.Table, table.ChannelNumber, file.Version).Model is not { } model) return rows;
        var (scorer, row) = (new TableScorer(model), new TableRow(model.Schema));
        var places = ColumnMatch.Of(model.Schema, file.Columns, needsTarget: false).Places;
        return [.. rows.Select(one => one.Error is null && one.Cells.Count > 0 ? one with { Reasons = Reasons(one) } : one)];

        IReadOnlyList<PredictedReason> Reasons(PredictedRow one)
        {
            row.Clear();
            foreach (var (column, place) in places.Index())
                if (place >= 0 && one.Cells[place] is { } cell) row.Set(column, Encoding.UTF8.GetBytes(cell));
            return [.. scorer.Reasons(row.Values).Select(reason => new PredictedReason(reason.Id, reason.Text, reason.Contribution))];
        }
    }

    /// <summary>Judges one row of texts, a cell a column of the model's schema; null for those that are not given.</summary>
    public OneRow Judge(TableModel model, IReadOnlyList<string?> cells, Caller caller)
    {
        var (row, notes) = (new TableRow(model.Schema), new List<string>());
        row.Clear();
        var isReadable = true;
        foreach (var (place, text) in cells.Index())
        {
            if (text is null) continue;
            var fault = row.Set(place, Encoding.UTF8.GetBytes(text));
            isReadable &= !fault.IsError();
            if (fault != CellFault.None) notes.Add($"{model.Schema.Columns[place].Name}: '{text}' {fault.Phrase()}.");
        }

        if (row.MissingColumn() is var missing and >= 0) (isReadable, notes) = (false, [.. notes, $"{model.Schema.Columns[missing].Name} {CellFault.Required.Phrase()}."]);
        if (!isReadable) return new OneRow(null, Decision.Unknown, "", [], notes);
        if (quota.TryTake(caller, 1) is { } limited) return new OneRow(null, Decision.Unknown, "", [], [limited.Detail]);
        var scorer = new TableScorer(model);
        var score = scorer.Score(row.Values);
        recorder.Begin(model, caller, "one row").Hear(1, row.Values, score, model.Decide(score));
        return new OneRow(score, model.Decide(score), model.Predicted(score), scorer.Reasons(row.Values, TableScorer.TopReasons), notes);
    }

    private async Task<Problem?> JudgeAsync(StagedFile file, TableModel model, Caller caller, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        using (var counted = Rows(file))
        {
            // Without bounds nobody needs to know beforehand how many rows there are.
            var count = 0L;
            while ((!caller.Meter.IsFree || count == 0) && counted.Read()) count++;
            if (count == 0) return Problem.BadRequest($"{file.Name} has a header and no rows below it.");
            if (quota.TryTake(caller, count) is { } limited) return new Problem(StatusCodes.Status429TooManyRequests, limited.Detail);
        }

        using var rows = Rows(file);
        await using var output = new BufferedStream(OwnerOnly.Open(staged.Result(file.Id), FileMode.Create), BufferBytes);
        var heard = recorder.Begin(model, caller, file.Name);
        var prediction = new TablePrediction(rows, model, output, PredictionForm.Jsonl, Reasons(file)) { Heard = heard.Hear };
        try
        {
            await prediction.RunAsync(Environment.ProcessorCount, ct);
        }
        finally
        {
            heard.End(prediction);
        }

        if (rows.Damage is { } damage) return Problem.BadRequest(damage);
        staged.Save(file with
        {
            Done = $"{TableText.Count(prediction.Rows, "row", "rows")} judged.",
            Version = model.Version,
            Columns = rows.Columns,
            Rows = prediction.Rows,
            Decisions = Enum.GetValues<Decision>().ToDictionary(decision => decision.ToString().ToLowerInvariant(), prediction.Count),
            Seconds = time.GetElapsedTime(start).TotalSeconds,
        });
        return null;
    }

    private TableFile Rows(StagedFile file) => TableFile.From(InputFile.Open(staged.Input(file.Id), file.Name, TextEncoding.Auto), new TableFileChoice { Words = OptionWords.Page });

    private static int Reasons(StagedFile file) => file.HasReasons ? TableScorer.TopReasons : 0;
}

/// <summary>What was said of one row; without a score it could not be read, and the notes say why.</summary>
internal sealed record OneRow(double? Score, Decision Decision, string Predicted, IReadOnlyList<Reason> Reasons, IReadOnlyList<string> Notes);
