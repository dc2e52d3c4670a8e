using System.Globalization;
using System.Text;
using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>Which values of a target mean phishing.</summary>
internal static class TargetMeaning
{
    /// <summary>The target, or the sentence that says why it cannot be told; the reason goes to the notes.</summary>
    public static (TableTarget? Target, string? Fault) Of(string column, IReadOnlyList<(string Value, long Count)> values, IEnumerable<string> columns, ProposalChoice choice, List<string> notes)
    {
        var merged = Merged(values);
        if (choice.Phishing.Count > 0 && choice.Benign.Count > 0) return (Target(column, choice.Phishing, choice.Benign), null);
        var shown = string.Join(", ", merged.Take(6).Select(value => string.Create(CultureInfo.InvariantCulture, $"'{value.Value}' {value.Count:N0}x"))) + (merged.Count > 6 ? ", …" : "");
        if (merged.Count < 2)
            return (null, $"The target '{column}' has one class only ({(shown.Length == 0 ? "no value at all" : shown)}); a detector needs rows of both, phishing and benign.");
        if (merged.Count > 2)
            return (null, $"The target '{column}' has {merged.Count} classes ({shown}); two are needed: say which values mean phishing and which benign ({choice.Words.Both}), or choose another column with {choice.Words.Target}.");
        if (choice.Phishing.Count > 0) return Chosen(column, merged, choice, isPhishing: true);
        if (choice.Benign.Count > 0) return Chosen(column, merged, choice, isPhishing: false);
        var (phishing, reason) = Guess(column, merged[0].Value, merged[1].Value, columns);
        if (phishing is null) return (null, $"The values of the target '{column}' ({shown}) do not tell which one means phishing; {choice.Words.PhishingIs(null)}.");
        var benign = merged.Single(value => value.Value != phishing).Value;
        notes.Add($"In the target '{column}', '{phishing}' is taken for phishing and '{benign}' for benign: {reason}. If it is the other way round, {choice.Words.PhishingIs(benign)}.");
        return (Target(column, [phishing], [benign]), null);
    }

    private static (TableTarget?, string?) Chosen(string column, List<(string Value, long Count)> values, ProposalChoice choice, bool isPhishing)
    {
        var chosen = isPhishing ? choice.Phishing : choice.Benign;
        var one = values.Where(value => chosen.Any(text => Same(text, value.Value))).ToList();
        if (one.Count != 1) return (null, $"The target '{column}' has the values {string.Join(" and ", values.Select(value => $"'{value.Value}'"))}; one of them must be {(isPhishing ? choice.Words.Phishing : choice.Words.Benign)}.");
        var other = values.Single(value => value != one[0]).Value;
        return (isPhishing ? Target(column, chosen, [other]) : Target(column, [other], chosen), null);
    }

    private static TableTarget Target(string column, IReadOnlyList<string> phishing, IReadOnlyList<string> benign) => new() { Column = column, Aliases = UsualNames.AliasesOf(column), Phishing = phishing, Benign = benign };

    private static (string? Phishing, string Reason) Guess(string column, string a, string b, IEnumerable<string> columns)
    {
        if ((UsualNames.WordMeansPhishing(a) ?? !UsualNames.WordMeansPhishing(b)) is { } isA && UsualNames.WordMeansPhishing(a) != UsualNames.WordMeansPhishing(b)) return (isA ? a : b, "the words say so");
        if (UsualNames.YesOrNo(a) is { } yes && UsualNames.YesOrNo(b) == !yes) return ByYes(column, yes ? a : b, yes ? b : a);
        if (Number(a) is not { } x || Number(b) is not { } y) return (null, "");
        var (low, high) = x < y ? (a, b) : (b, a);
        var (least, most) = (Math.Min(x, y), Math.Max(x, y));
        if (UsualNames.AsksForPhishing(column)) return (high, "the column asks whether a row is phishing");
        if (UsualNames.AsksForBenign(column)) return (low, "the column asks whether a row is legitimate");
        if (UsualNames.IsUci(columns) && least is -1 or 0 && most == 1) return (low, "the columns are those of the UCI phishing websites data, where 1 is legitimate");
        if ((least, most) == (-1, 1)) return (low, "tables with -1 and 1 follow the UCI phishing websites data, where 1 is legitimate");
        return (least, most) == (0, 1) ? (high, "1 marks what is looked for in nearly all tables with 0 and 1") : (null, "");
    }

    private static (string? Phishing, string Reason) ByYes(string column, string yes, string no) => UsualNames.AsksForBenign(column)
        ? (no, "the column asks whether a row is legitimate")
        : UsualNames.AsksForPhishing(column) ? (yes, "the column asks whether a row is phishing") : (null, "");

    // 1 and 1.0 are one value; the more frequent spelling stands for both.
    private static List<(string Value, long Count)> Merged(IReadOnlyList<(string Value, long Count)> values) =>
    [
        .. values.GroupBy(value => Number(value.Value) is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : value.Value.ToLowerInvariant())
            .Select(group => (group.First().Value, group.Sum(value => value.Count))).OrderByDescending(value => value.Item2).ThenBy(value => value.Value, StringComparer.Ordinal),
    ];

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase) || (Number(a) is { } x && x == Number(b));

    private static double? Number(string text) => NumberText.Read(Encoding.UTF8.GetBytes(text), out var number) == CellFault.None ? number : null;
}
