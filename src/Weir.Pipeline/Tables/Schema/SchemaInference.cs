using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>Proposes a schema for what a file holds. Nothing is decided silently: what was assumed stands in the notes.</summary>
public static class SchemaInference
{
    private const double MostBad = 0.5;
    private const int MostNames = 8;

    /// <summary>The proposal for a file.</summary>
    public static SchemaProposal Propose(TableProfile profile, ProposalChoice? choice = null)
    {
        choice ??= new ProposalChoice();
        List<string> faults = [], notes = [];
        var targets = Targets(profile, choice);
        if (WholeFile(profile, choice.Words) is { } fault) return new SchemaProposal { Profile = profile, Faults = [fault], Targets = targets };
        if (profile.BadRows > 0) notes.Add(string.Create(CultureInfo.InvariantCulture, $"{profile.BadRows:N0} of {profile.Rows:N0} rows cannot be taken apart and are kept apart; the first in line {profile.FirstBad.Line}: {profile.FirstBad.Reason}."));
        var target = Target(profile, choice, targets, faults, notes);
        if (target is null) return new SchemaProposal { Profile = profile, Faults = faults, Notes = notes, Targets = targets };
        List<TableColumn> columns = [];
        foreach (var column in Ordered(profile, choice, target.Column, notes))
        {
            var published = choice.Published?.Columns.FirstOrDefault(known => IsSame(known.Name, column.Name));
            var isUnknown = choice.Published is not null && published is null;
            columns.Add(isUnknown ? new TableColumn { Name = column.Name, Kind = ColumnKind.Ignored } : ColumnInference.Propose(column, published?.Kind, faults, notes));
            if (isUnknown) notes.Add($"The column '{column.Name}' is not in the given schema and is proposed as ignored.");
        }

        notes.AddRange(Empty(profile, target.Column));
        if (faults.Count > 0) return new SchemaProposal { Profile = profile, Faults = faults, Notes = notes, Targets = targets };
        var schema = new TableSchema { Columns = columns, Target = target };
        faults.AddRange(SchemaFaults.Of(schema));
        if (faults.Count > 0) return new SchemaProposal { Profile = profile, Faults = faults, Notes = notes, Targets = targets };
        var seen = profile.Columns.ToDictionary(column => column.Name, Remark, StringComparer.Ordinal);
        return new SchemaProposal { Profile = profile, Schema = schema, Yaml = SchemaYaml.Write(schema, name => seen.GetValueOrDefault(name)), Notes = notes, Targets = targets };
    }

    /// <summary>What was seen in a column, in a phrase.</summary>
    public static string Remark(ColumnProfile column)
    {
        var missing = column.Missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {column.Missing:N0} missing");
        if (column.Present == 0) return "no value in any row";
        return column.Values is { } values ? string.Create(CultureInfo.InvariantCulture, $"{values.Count:N0} {(values.Count == 1 ? "value" : "values")}{missing}")
            : column.Numbers == column.Present ? $"numbers{missing}" : $"many values{missing}";
    }

    // One sentence for all: wide tables have hundreds of such columns.
    private static IEnumerable<string> Empty(TableProfile profile, string target)
    {
        var none = profile.Columns.Where(column => column.Present == 0 && column.Name != target).Select(column => column.Name).ToList();
        var one = profile.Columns.Where(column => column.Present > 0 && column.Numbers == column.Present && column.Least == column.Most && column.Name != target).Select(column => column.Name).ToList();
        if (none.Count > 0) yield return $"No row has a value in {Listed(none)}; proposed as ignored.";
        if (one.Count > 0) yield return $"All rows have the same value in {Listed(one)}, which tells nothing.";
    }

    private static string Listed(List<string> names) =>
        $"the {(names.Count == 1 ? "column" : "columns")} {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames:N0} more") : "")}";

    private static string? WholeFile(TableProfile profile, OptionWords words)
    {
        if (profile.Damage is { } damage) return damage;
        if (profile.Rows == 0) return $"{profile.Name} has a header and no rows below it.";
        return profile.BadRows > MostBad * profile.Rows
            ? string.Create(CultureInfo.InvariantCulture, $"{profile.BadRows:N0} of the {profile.Rows:N0} rows of {profile.Name} cannot be taken apart, the first in line {profile.FirstBad.Line}: {profile.FirstBad.Reason}{(profile.IsCsv ? $"; is the delimiter right{(words.Delimiter is { } option ? $" ({option})" : "")}?" : ".")}")
            : null;
    }

    private static List<TargetCandidate> Targets(TableProfile profile, ProposalChoice choice)
    {
        var wanted = choice.Target ?? choice.Published?.Target;
        return
        [
            .. from column in profile.Columns
               where column.Values is { Count: > 0 and <= 50 }
               let values = column.Values!
               let rank = wanted is not null && IsSame(wanted, column.Name) ? int.MaxValue : UsualNames.TargetRank(column.Name)
               where rank > 0 || values.Count == 2
               orderby rank descending
               select new TargetCandidate(column.Name, rank == int.MaxValue ? "it was named" : rank > 0 ? "its name is that of a target" : "it has two values", values),
        ];
    }

    private static TableTarget? Target(TableProfile profile, ProposalChoice choice, List<TargetCandidate> targets, List<string> faults, List<string> notes)
    {
        var wanted = choice.Target ?? choice.Published?.Target;
        var named = wanted is null ? null : profile.Columns.FirstOrDefault(column => column.Name == wanted) ?? profile.Columns.FirstOrDefault(column => IsSame(wanted, column.Name));
        if (wanted is not null && named is null)
        {
            faults.Add($"{profile.Name} has no column '{wanted}'; its columns are {string.Join(", ", profile.Columns.Take(20).Select(column => column.Name))}{(profile.Columns.Count > 20 ? ", …" : "")}.");
            return null;
        }

        var byName = profile.Columns.Where(column => UsualNames.TargetRank(column.Name) > 0).OrderByDescending(column => column.Values is { Count: 2 }).ThenByDescending(column => UsualNames.TargetRank(column.Name)).ToList();
        var found = named ?? byName.FirstOrDefault();
        if (found is null)
        {
            var two = targets.Select(candidate => candidate.Column).Take(10).ToList();
            faults.Add($"No column of {profile.Name} is named like a target (Result, label, CLASS_LABEL, status, …); {choice.Words.TargetIs}.{(two.Count == 0 ? "" : $" Columns with two values are {string.Join(", ", two)}.")}");
            return null;
        }

        if (named is null) notes.Add($"The target is '{found.Name}', by its name{(byName.Count > 1 ? $" (also possible: {string.Join(", ", byName.Skip(1).Take(5).Select(column => column.Name))}; {choice.Words.Target} chooses)" : "")}.");
        if (found.IsCrowded)
        {
            faults.Add($"The target '{found.Name}' has too many values; a target has two classes. Choose another column with {choice.Words.Target}.");
            return null;
        }

        var (target, fault) = TargetMeaning.Of(found.Name, found.Values!, profile.Columns.Select(column => column.Name), choice, notes);
        if (fault is not null) faults.Add(fault);
        if (target is not null && found.Missing > 0) notes.Add(string.Create(CultureInfo.InvariantCulture, $"{found.Missing:N0} rows have no target; they are kept apart."));
        return target;
    }

    private static IEnumerable<ColumnProfile> Ordered(TableProfile profile, ProposalChoice choice, string? target, List<string> notes)
    {
        foreach (var lacking in choice.Published?.Columns.Where(known => !profile.Columns.Any(column => IsSame(known.Name, column.Name))) ?? [])
            notes.Add($"The column '{lacking.Name}' of the given schema is not in {profile.Name} and is left out.");
        return profile.Columns.Where(column => column.Name != target);
    }

    private static bool IsSame(string name, string other) => name == other || UsualNames.AliasesOf(name).Contains(other);
}
