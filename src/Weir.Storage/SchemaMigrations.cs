using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Weir.Storage;

/// <summary>Brings a database to the schema of this version by the numbered scripts embedded in the assembly.</summary>
internal static class SchemaMigrations
{
    /// <summary>"Weir" in ASCII: marks the file as ours.</summary>
    private const long ApplicationId = 0x57656972;
    private const string Prefix = "Weir.Storage.Migrations.";

    private static readonly Assembly Own = typeof(SchemaMigrations).Assembly;

    public static int Latest => Scripts().Count;

    public static void Apply(SqliteConnection connection, string file)
    {
        var version = Check(connection, file);
        foreach (var (number, name) in Scripts().Where(script => script.Number > version)) Run(connection, number, name);
    }

    /// <summary>Refuses a database that these scripts would have to change.</summary>
    public static void NeedLatest(SqliteConnection connection, string file)
    {
        if (Check(connection, file) is var version && version < Latest)
            throw new StoreException($"The database '{file}' has schema {version}, older than this version of Weir ({Latest}), and cannot be written; "
                + "make the file and its directory writable once, so that it is brought up to date.");
    }

    private static int Check(SqliteConnection connection, string file)
    {
        var version = connection.ExecuteScalar<int>("PRAGMA user_version");
        var id = connection.ExecuteScalar<long>("PRAGMA application_id");
        if (id != ApplicationId && (id != 0 || version != 0 || HasTables(connection)))
            throw new StoreException($"'{file}' is a database of another program; choose another directory with --data.");
        if (version > Latest)
            throw new StoreException($"The database '{file}' has schema {version}, from a newer version of Weir than this one "
                + $"(which knows {Latest}); install that version, or choose another directory with --data.");
        return version;
    }

    private static bool HasTables(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master") > 0;

    private static void Run(SqliteConnection connection, int number, string name)
    {
        // Immediate: two processes that start at once must not both run the same script.
        using var transaction = WriteTransaction.Begin(connection);
        if (connection.ExecuteScalar<int>("PRAGMA user_version") >= number) return;
        connection.Execute(Text(name));
        connection.Execute(string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {number}"));
        transaction.Commit();
    }

    private static List<(int Number, string Name)> Scripts() =>
        [.. Own.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), name)).Order()];

    private static string Text(string name)
    {
        using var reader = new StreamReader(Own.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
