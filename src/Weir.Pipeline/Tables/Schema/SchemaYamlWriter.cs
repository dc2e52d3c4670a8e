using System.Globalization;
using System.Text;
using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>Writes a schema as YAML for a person.</summary>
internal sealed class SchemaYamlWriter(TableSchema schema, Func<string, string?> remark)
{
    private const string Head = """
        # How the rows of this table are read. Edit it, and put it back: on the page of the table,
        # by PUT /v1/tables/NAME/schema, or by weir tables schema NAME --set FILE
        # kind     number; category (one of the listed values); flag (one of two values);
        #          text (kept, not learned from); ignored (kept, never learned from)
        # range    what was seen; a value outside it is a warning, not a fault
        # required true: a row without a value here is kept apart
        # aliases  other names of the column in files
        # missing  what stands for no value, without case (an empty cell always does); also for one column

        """;

    private readonly StringBuilder _text = new(Head);

    public string Write()
    {
        _text.Append("target:\n  column: ").Append(Scalar(schema.Target.Column)).Append('\n');
        Texts("  aliases", schema.Target.Aliases);
        Texts("  phishing", schema.Target.Phishing, always: true);
        Texts("  benign", schema.Target.Benign, always: true);
        Texts("missing", schema.Missing, always: true);
        _text.Append("columns:\n");
        foreach (var column in schema.Columns) Write(column);
        return _text.ToString();
    }

    private void Write(TableColumn column)
    {
        _text.Append("  - name: ").Append(Scalar(column.Name));
        if (remark(column.Name) is { } said) _text.Append("  # ").Append(OneLine(said));
        _text.Append("\n    kind: ").Append(column.Kind.ToString().ToLowerInvariant()).Append('\n');
        Texts("    values", column.Values);
        if (column.Least is not null || column.Most is not null) _text.Append(CultureInfo.InvariantCulture, $"    range: [{Number(column.Least)}, {Number(column.Most)}]\n");
        Texts("    missing", column.Missing);
        Texts("    aliases", column.Aliases);
        if (column.IsRequired) _text.Append("    required: true\n");
    }

    private void Texts(string key, IReadOnlyList<string> texts, bool always = false)
    {
        if (texts.Count > 0 || always) _text.Append(key).Append(": [").AppendJoin(", ", texts.Select(Scalar)).Append("]\n");
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "null";

    private static string Scalar(string text) => IsPlain(text) ? text : Quoted(text);

    // Words that YAML takes for truth values or nothing elsewhere are quoted, so that other readers see text, too.
    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
        && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n" or "nan");

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }

    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(letter) ? ' ' : letter));
}
