using System.Globalization;
using System.Text;

namespace Weir.Detection.Tables;

/// <summary>What is wrong with a schema.</summary>
public static class SchemaFaults
{
    private const int MostNamed = 8;

    /// <summary>One sentence a fault; none for a schema that can be used.</summary>
    public static IReadOnlyList<string> Of(TableSchema schema)
    {
        List<string> faults = [];
        if (schema.Columns.Count == 0) faults.Add("The schema has no columns.");
        if (schema.Columns.Count > TableSchema.MostColumns)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The schema has {schema.Columns.Count:N0} columns; at most {TableSchema.MostColumns:N0} are read."));
        if (schema.Columns.Count > 0 && schema.Features.Count == 0) faults.Add(NoFeature(schema.Columns));
        foreach (var twice in Names(schema).GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            faults.Add($"The schema names the column '{twice.Key}' twice.");
        foreach (var column in schema.Columns) OfColumn(column, faults);
        OfTarget(schema, faults);
        return faults;
    }

    private static string NoFeature(IReadOnlyList<TableColumn> columns)
    {
        string[] names = [.. columns.Take(MostNamed).Select(column => column.Name)];
        var listed = columns.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names)} and {columns.Count - MostNamed:N0} more are")
            : names.Length == 1 ? $"{names[0]} is" : $"{string.Join(", ", names[..^1])} and {names[^1]} are";
        return $"No column of the schema is learned from: {listed} ignored or text, and at least one must be of the kind number, category or flag.";
    }

    private static IEnumerable<string> Names(TableSchema schema) =>
        [.. schema.Columns.SelectMany(column => (IEnumerable<string>)[column.Name, .. column.Aliases]), schema.Target.Column, .. schema.Target.Aliases];

    private static void OfColumn(TableColumn column, List<string> faults)
    {
        if (NameFault(column.Name) is { } fault) faults.Add(fault);
        if (column.Least > column.Most) faults.Add($"The range of the column '{column.Name}' begins above its end.");
        if (column is { Least: { } least } && !double.IsFinite(least) || column is { Most: { } most } && !double.IsFinite(most)) faults.Add($"The range of the column '{column.Name}' must have finite ends.");
        if (column.Kind == ColumnKind.Category && column.Values.Count == 0) faults.Add($"The column '{column.Name}' is a category and lists no values.");
        if (column.Kind == ColumnKind.Flag && column.Values.Count != 2) faults.Add($"The column '{column.Name}' is a flag and must list exactly two values.");
        if (column.Values.Count > TableColumn.MostValues)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The column '{column.Name}' lists {column.Values.Count:N0} values; at most {TableColumn.MostValues:N0} can be. Make it text."));
        if (column.Values.Distinct(StringComparer.Ordinal).Count() != column.Values.Count) faults.Add($"The column '{column.Name}' lists a value twice.");
        if (column.Values.Any(value => value.Length > TableColumn.MostValue)) faults.Add($"A value of the column '{column.Name}' is longer than {TableColumn.MostValue} characters.");
    }

    private static void OfTarget(TableSchema schema, List<string> faults)
    {
        var target = schema.Target;
        if (NameFault(target.Column) is { } fault) faults.Add(fault);
        if (target.Phishing.Count == 0 || target.Benign.Count == 0) faults.Add($"The target '{target.Column}' needs values that mean phishing and values that mean benign.");
        var phishing = new ValueCodes(target.Phishing, ignoresCase: true);
        foreach (var value in target.Benign.Where(value => phishing.Of(Encoding.UTF8.GetBytes(value)) >= 0))
            faults.Add($"The value '{value}' of the target '{target.Column}' means both phishing and benign.");
    }

    /// <summary>Why a text cannot name a column; null when it can.</summary>
    public static string? NameFault(string name)
    {
        if (string.IsNullOrWhiteSpace(name)) return "A column has no name.";
        if (name.Length > TableColumn.MostName) return $"The name of a column is longer than {TableColumn.MostName} characters: {name[..40]}…";
        return name.Any(char.IsControl) ? "The name of a column holds a control character." : null;
    }
}
