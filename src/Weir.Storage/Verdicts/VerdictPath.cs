using System.Globalization;
using Dapper;
using Weir.Detection;

namespace Weir.Storage.Verdicts;

/// <summary>How a filter is looked up: down one index, which finds its rows newest first, and past the rows of it that do not fit.</summary>
internal sealed class VerdictPath
{
    private readonly VerdictFilter _filter;
    private readonly string _index;
    private readonly string _rest;

    private VerdictPath(VerdictFilter filter, string index, IEnumerable<string> rest)
    {
        (_filter, _index) = (filter, index);
        _rest = string.Join(" AND ", rest);
    }

    /// <summary>The path for a filter.</summary>
    public static VerdictPath Of(VerdictFilter filter)
    {
        var rest = Conditions(filter).ToList();
        // Conditions of partial indexes stand here as they stand in the schema, so that the planner sees that they hold.
        var index = filter switch
        {
            { SubjectKey: not null } => Taken("subject_key = @SubjectKey", "day = @day AND "),
            { TableName: not null } => Taken("table_name = @TableName", "tenant = @Tenant AND table_name IS NOT NULL AND "),
            { Domain: not null } => Taken("registrable = @Domain", "day = @day AND "),
            { Brand: not null } => Taken("brand = @Brand", "tenant = @Tenant AND brand IS NOT NULL AND "),
            { List: not null } => Taken("list = @List", "tenant = @Tenant AND list IS NOT NULL AND "),
            { Decision: { } decision } when decision != Decision.Benign => Taken(Is(decision), "tenant = @Tenant AND decision <> 1 AND "),
            _ => "tenant = @Tenant AND day >= 0",
        };
        if (index.Contains("@Tenant", StringComparison.Ordinal)) rest.Remove("tenant = @Tenant");
        return new VerdictPath(filter, index, rest);

        string Taken(string condition, string others)
        {
            rest.Remove(condition);
            return others + condition;
        }
    }

    /// <summary>Whether its index begins with the day.</summary>
    public bool IsByDay => _index.StartsWith("day", StringComparison.Ordinal);

    /// <summary>Whether its rows lie apart, so that each is a page of its own to read.</summary>
    public bool IsScattered => !IsByDay && !_index.EndsWith("day >= 0", StringComparison.Ordinal);

    /// <summary>Whether every row of its index fits.</summary>
    public bool IsExact => _rest.Length == 0;

    /// <summary>The rows that fit, newest first.</summary>
    public string Rows => IsExact
        ? $"SELECT {VerdictLog.Columns} FROM verdicts WHERE {Within} ORDER BY id DESC LIMIT @most"
        : $"SELECT {VerdictLog.Columns} FROM (SELECT * FROM verdicts WHERE {Within} ORDER BY id DESC LIMIT @budget) AS looked WHERE {_rest} ORDER BY id DESC LIMIT @most";

    /// <summary>How many rows were looked at, and the number of the last.</summary>
    public string Extent => $"SELECT count(*), min(id) FROM (SELECT id FROM verdicts WHERE {Within} ORDER BY id DESC LIMIT @budget) AS looked";

    private string Within => _index + " AND id >= @from AND id < @to";

    /// <summary>The values for the statements.</summary>
    public DynamicParameters Values(long? day, long from, long to, int budget, int most)
    {
        var values = new DynamicParameters(_filter);
        values.AddDynamicParams(new { day, from, to, budget, most });
        return values;
    }

    private static IEnumerable<string> Conditions(VerdictFilter filter)
    {
        yield return "tenant = @Tenant";
        if (filter.SubjectKey is not null) yield return "subject_key = @SubjectKey";
        if (filter.TableName is not null) yield return "table_name = @TableName";
        if (filter.Channel is { } channel) yield return string.Create(CultureInfo.InvariantCulture, $"channel = {(int)channel}");
        if (filter.Domain is not null) yield return "registrable = @Domain";
        if (filter.Brand is not null) yield return "brand = @Brand";
        if (filter.List is not null) yield return "list = @List";
        if (filter.Decision is { } decision) yield return Is(decision);
        if (filter.Category is not null) yield return "category = @Category";
        if (filter.Model is not null) yield return "model = @Model";
        if (filter.AskedBy is not null) yield return "asked_by = @AskedBy";
        if (filter.MinScore is not null) yield return "score >= @MinScore";
        if (filter.MaxScore is not null) yield return "score <= @MaxScore";
    }

    private static string Is(Decision decision) => string.Create(CultureInfo.InvariantCulture, $"decision = {(int)decision}");
}
