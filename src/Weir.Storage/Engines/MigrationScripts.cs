using System.Globalization;
using System.Reflection;

namespace Weir.Storage.Engines;

/// <summary>
/// The numbered scripts embedded in the assembly, written for SQLite. Where a script cannot be translated mechanically, one of the same
/// name ending in <c>.postgres.sql</c> stands beside it and is run on PostgreSQL in its place.
/// </summary>
internal static class MigrationScripts
{
    private const string Prefix = "Weir.Storage.Migrations.";
    private const string OwnEnding = ".postgres.sql";

    private static readonly Assembly Own = typeof(MigrationScripts).Assembly;

    public static int Latest => Names(_ => true).Max(script => script.Number);

    public static IEnumerable<(int Number, string Text)> ForSqlite(int after) =>
        Names(IsCommon).Where(script => script.Number > after).Select(script => (script.Number, Text(script.Name)));

    public static IEnumerable<(int Number, string Text)> ForPostgres(int after)
    {
        var own = Names(name => !IsCommon(name)).ToDictionary(script => script.Number, script => script.Name);
        return Names(IsCommon).Where(script => script.Number > after).Select(script =>
            (script.Number, own.TryGetValue(script.Number, out var name) ? Text(name) : PostgresScript.From(Text(script.Name))));
    }

    private static bool IsCommon(string name) => !name.EndsWith(OwnEnding, StringComparison.Ordinal);

    private static IEnumerable<(int Number, string Name)> Names(Predicate<string> wanted) =>
        Own.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && wanted(name))
            .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), name)).Order();

    private static string Text(string name)
    {
        using var reader = new StreamReader(Own.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
