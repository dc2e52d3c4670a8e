using System.Text;
using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>Which column of a file is which of a schema.</summary>
public sealed class ColumnMatch
{
    private ColumnMatch(int[] places, int target, IReadOnlyList<SchemaFinding> findings) => (Places, Target, Findings) = (places, target, findings);

    /// <summary>For each column of the schema its place in the file; -1 when the file lacks it.</summary>
    public IReadOnlyList<int> Places { get; }

    /// <summary>The place of the target in the file; -1 when the file lacks it.</summary>
    public int Target { get; }

    /// <summary>What was found, errors first.</summary>
    public IReadOnlyList<SchemaFinding> Findings { get; }

    /// <summary>True when the file can be read by the schema.</summary>
    public bool Fits => !Findings.Any(finding => finding.IsError);

    /// <summary>One sentence about why it cannot be read; null when it can.</summary>
    /// <param name="name">The name of the file.</param>
    public string? Refusal(string name)
    {
        var errors = Findings.Where(finding => finding.IsError).Select(finding => finding.Sentence.TrimEnd('.')).ToList();
        if (errors.Count == 0) return null;
        var rest = errors.Count > 10 ? $"; and {errors.Count - 10} more" : "";
        return $"{name} does not fit the schema of the table: {string.Join("; ", errors.Take(10))}{rest}.";
    }

    /// <summary>Holds the columns of a file against a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="columns">The names in the file.</param>
    /// <param name="needsTarget">False for rows that are to be judged.</param>
    public static ColumnMatch Of(TableSchema schema, IReadOnlyList<string> columns, bool needsTarget = true)
    {
        var taken = new bool[columns.Count];
        List<SchemaFinding> findings = [];
        var exact = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++) exact.TryAdd(columns[i], i);
        var anyCase = Enumerable.Range(0, columns.Count).ToLookup(i => columns[i], StringComparer.OrdinalIgnoreCase);
        int Place(string name, IReadOnlyList<string> aliases) => Find(name, aliases, exact, anyCase, taken);

        var target = Place(schema.Target.Column, schema.Target.Aliases);
        int[] places = [.. schema.Columns.Select(column => Place(column.Name, column.Aliases))];
        foreach (var (place, name) in places.Select((place, i) => (place, schema.Columns[i].Name)).Append((target, schema.Target.Column)))
        {
            if (place >= 0 && columns[place] != name) findings.Add(new(SchemaFindingKind.Alias, name, $"The column '{columns[place]}' is read as '{name}'."));
        }

        List<string> strangers = [.. columns.Where((_, i) => !taken[i])];
        var missing = schema.Columns.Where((_, i) => places[i] < 0).Select(column => (column.Name, column.IsFeature || column.IsRequired)).ToList();
        if (target < 0 && needsTarget) missing.Add((schema.Target.Column, true));
        foreach (var (name, isNeeded) in missing) findings.Add(Missing(name, isNeeded, strangers));
        findings.AddRange(strangers.Select(name => new SchemaFinding(SchemaFindingKind.Unknown, name, $"The column '{name}' is not in the schema and is left out.")));
        return new ColumnMatch(places, target, [.. findings.OrderBy(finding => !finding.IsError)]);
    }

    private static int Find(string name, IReadOnlyList<string> aliases, Dictionary<string, int> exact, ILookup<string, int> anyCase, bool[] taken)
    {
        foreach (var known in (IEnumerable<string>)[name, .. aliases])
        {
            if (exact.TryGetValue(known, out var place) && !taken[place]) return Take(place, taken);
        }

        // Two columns that differ in case alone are two columns.
        foreach (var known in (IEnumerable<string>)[name, .. aliases])
        {
            if (anyCase[known].ToList() is [var only] && !taken[only]) return Take(only, taken);
        }

        return -1;
    }

    private static int Take(int place, bool[] taken)
    {
        taken[place] = true;
        return place;
    }

    private static SchemaFinding Missing(string name, bool isNeeded, List<string> strangers)
    {
        var similar = strangers.Where(stranger => IsSimilar(name, stranger)).Take(3).ToList();
        if (similar is [var one]) return new(isNeeded ? SchemaFindingKind.Renamed : SchemaFindingKind.MissingKept, name, $"the column '{name}' is missing; '{one}' may be the same under another name: add it to the aliases of '{name}' in the schema, or rename it.");
        return isNeeded
            ? new(SchemaFindingKind.Missing, name, $"the column '{name}' is missing.")
            : new(SchemaFindingKind.MissingKept, name, $"the column '{name}' is missing; it is only kept, so that the rows are read without it.");
    }

    /// <summary>Small letters and digits alone.</summary>
    internal static string Loose(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (char.IsLetterOrDigit(letter)) text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private static bool IsSimilar(string name, string other)
    {
        var (a, b) = (Loose(name), Loose(other));
        if (a.Length == 0 || b.Length == 0) return false;
        if (a == b || (Math.Min(a.Length, b.Length) >= 4 && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)))) return true;
        return Distance(a, b) <= Math.Min(2, Math.Max(a.Length, b.Length) / 3);
    }

    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
