using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Schema;
using Weir.Server.Problems;

namespace Weir.Server.Tables;

/// <summary>What is answered about loads of rows.</summary>
internal static class LoadAnswers
{
    private const int MostFaults = 1000;
    private const int MostText = 200;

    /// <summary>A load as it is answered.</summary>
    public static LoadAnswer Of(TableLoadResult result, string table) => new(
        result.Outcome.ToString().ToLowerInvariant(), result.Sentence, table, result is { IsNewTable: true, Outcome: TableLoadOutcome.Loaded }, result.Load is { Id: 0 } counts ? counts with { Source = "" } : result.Load,
        result.Notes, [.. result.Rejects.Select(reject => reject with { Text = Cut(reject.Text) })], result.IsNewTable ? result.Proposal?.Yaml : null);

    /// <summary>A refusal: every wrong column, or the first wrong rows, as faults.</summary>
    public static Problem Refused(TableLoadResult result, UploadedRows rows, TableSchema? schema)
    {
        IReadOnlyList<Fault> faults = [.. result.Rejects.Select(reject => new Fault(string.Create(CultureInfo.InvariantCulture, $"line {reject.Line}"), reject.Reason))];
        if (faults.Count == 0 && schema is not null) faults = Columns(rows, schema);
        return UploadedRows.Unusable(result.Sentence, faults);
    }

    /// <summary>Every column that keeps a file from being read, one fault each.</summary>
    public static IReadOnlyList<Fault> Faults(ColumnMatch match) => [.. match.Findings.Where(finding => finding.IsError).Take(MostFaults).Select(finding => new Fault(finding.Column, finding.Sentence))];

    private static IReadOnlyList<Fault> Columns(UploadedRows rows, TableSchema schema)
    {
        try
        {
            using var file = rows.Open();
            return Faults(ColumnMatch.Of(schema, file.Columns));
        }
        catch (InputFileException)
        {
            return [];
        }
    }

    private static string Cut(string text) => text.Length > MostText ? text[..MostText] + "…" : text;
}
