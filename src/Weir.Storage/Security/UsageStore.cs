using Dapper;

namespace Weir.Storage.Security;

/// <summary>How many subjects each key, tenant or address had judged on a day (days since 1970, UTC).</summary>
public sealed class UsageStore
{
    private const int DaysKept = 40;

    private readonly Database _database;

    internal UsageStore(Database database) => _database = database;

    /// <summary>The counts of one day.</summary>
    public IReadOnlyDictionary<string, long> Of(long day) => _database.Read(connection => connection
        .Query<(string Who, long Subjects)>("SELECT who, subjects FROM quota_use WHERE day = @day", new { day })
        .ToDictionary(row => row.Who, row => row.Subjects, StringComparer.Ordinal));

    /// <summary>Adds to the counts, and forgets days long gone.</summary>
    public void Add(long day, IReadOnlyCollection<KeyValuePair<string, long>> subjects) => _database.Write(connection =>
    {
        foreach (var (who, count) in subjects)
            connection.Execute("""
                INSERT INTO quota_use (who, day, subjects) VALUES (@who, @day, @count)
                ON CONFLICT (who, day) DO UPDATE SET subjects = quota_use.subjects + excluded.subjects
                """, new { who, day, count });
        connection.Execute("DELETE FROM quota_use WHERE day < @oldest", new { oldest = day - DaysKept });
    });
}
