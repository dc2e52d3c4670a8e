using System.Text.RegularExpressions;

namespace Weir.Storage.Engines;

/// <summary>A trigger that refuses changes of a table which only grows, as the scripts make it.</summary>
/// <param name="Name">Its name, and in PostgreSQL also that of its function.</param>
/// <param name="Change">UPDATE or DELETE.</param>
/// <param name="Table">The table.</param>
/// <param name="Sentence">What is answered to who tries.</param>
/// <param name="Statement">How SQLite makes it.</param>
internal sealed partial record AppendOnly(string Name, string Change, string Table, string Sentence, string Statement)
{
    /// <summary>The triggers of a table.</summary>
    public static IReadOnlyList<AppendOnly> Of(string table) =>
        [.. MigrationScripts.ForSqlite(0).SelectMany(script => In(script.Text)).Where(trigger => trigger.Table == table)];

    /// <summary>The triggers of a script.</summary>
    public static IEnumerable<AppendOnly> In(string script) => Made().Matches(script).Select(From);

    /// <summary>A script with each trigger written in another way.</summary>
    public static string Replace(string script, Func<AppendOnly, string> written) => Made().Replace(script, match => written(From(match)));

    /// <summary>Whether two statements are the same but for white space.</summary>
    public static bool AreSame(string one, string other) => Space().Replace(one, "").TrimEnd(';') == Space().Replace(other, "").TrimEnd(';');

    private static AppendOnly From(Match match) => new(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value, match.Value);

    [GeneratedRegex(@"CREATE TRIGGER (\w+)\s+BEFORE (UPDATE|DELETE) ON (\w+)\s+BEGIN\s+SELECT RAISE\s*\(ABORT, '([^']*)'\);\s*END;")]
    private static partial Regex Made();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
