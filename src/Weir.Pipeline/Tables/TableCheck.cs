using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Pipeline.Tables.Training;
using Weir.Storage.Tables;

namespace Weir.Pipeline.Tables;

/// <summary>One pass over a file by a schema: to see what it holds, or to write it.</summary>
internal sealed record TableCheck(TableLoad Counts, string? Refusal, IReadOnlyList<TableReject> Rejects)
{
    private const int MostShown = 20;
    private const int MostText = 4000;
    private const double MostBad = 0.5;

    /// <summary>Reads a file to its end and says whether it can be loaded; what is odd goes to the notes.</summary>
    public static TableCheck Read(Func<TableFile> open, TableSchema schema, List<string> notes, RepeatCount? repeats, CancellationToken ct)
    {
        using var file = open();
        var match = ColumnMatch.Of(schema, file.Columns);
        if (match.Refusal(file.Name) is { } refusal) return new TableCheck(new TableLoad(), refusal, []);
        notes.AddRange(match.Findings.Select(finding => Capital(finding.Sentence)));
        var (rows, rejects) = (new TableRowReader(file, schema, match), new List<TableReject>());
        using var bound = new ExportBound(file, match, schema);
        var (read, bad, phishing, copies) = (0L, 0L, 0L, new TargetCopies(schema));
        while (rows.Read())
        {
            if ((read++ & 0xFFF) == 0) ct.ThrowIfCancellationRequested();
            if (bound.Fault(rows) is not { } fault)
            {
                if (rows.Row.IsPhishing == true) phishing++;
                copies.Take(rows.Row.Values, rows.Row.IsPhishing == true);
                repeats?.Take(rows.Row);
                continue;
            }

            if (bad++ < MostShown) rejects.Add(new TableReject(rows.Line, fault, file.Raw(MostText)));
        }

        var counts = new TableLoad { Read = read, Added = read - bad, Phishing = phishing, Rejected = bad, Duplicates = repeats?.Finish(notes) ?? 0 };
        notes.AddRange(rows.Warnings.Notes());
        if (copies.Names is { Count: > 0 } names)
            notes.Add($"{string.Join(", ", names.Take(MostShown))}: the same as the target '{schema.Target.Column}' in every row. A model that learns from a copy of the target is not promoted; make it 'ignored' in the schema.");
        if (file.Repaired > 0) notes.Add(string.Create(CultureInfo.InvariantCulture, $"{file.Repaired:N0} rows are not UTF-8 and were read as Latin-1."));
        return new TableCheck(counts, file.Damage ?? WhyNot(file.Name, counts, rejects), rejects);
    }

    /// <summary>Writes the rows of a file.</summary>
    public static void Write(Func<TableFile> open, TableSchema schema, TableLoadWriter writer, CancellationToken ct)
    {
        using var file = open();
        var match = ColumnMatch.Of(schema, file.Columns);
        if (!match.Fits) return;
        var rows = new TableRowReader(file, schema, match);
        using var cells = new StoredCells(schema);
        using var bound = new ExportBound(file, match, schema);
        while (rows.Read())
        {
            if ((writer.Load.Read & 0xFFF) == 0) ct.ThrowIfCancellationRequested();
            if (bound.Fault(rows) is { } fault) writer.Reject(rows.Line, fault, file.Raw(MostText));
            else writer.Add(rows.Line, rows.Row.IsPhishing == true, rows.Row.Hash(), cells.Write(file, match, rows.Row));
        }
    }

    private static string? WhyNot(string name, TableLoad counts, List<TableReject> rejects)
    {
        if (counts.Read == 0) return $"{name} has a header and no rows below it.";
        if (counts.Rejected <= MostBad * counts.Read) return null;
        return string.Create(CultureInfo.InvariantCulture, $"{counts.Rejected:N0} of the {counts.Read:N0} rows of {name} do not fit the schema, the first in line {rejects[0].Line}: {rejects[0].Reason.TrimEnd('.')}; nothing was stored.");
    }

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
