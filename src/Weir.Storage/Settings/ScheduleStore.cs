using Dapper;

namespace Weir.Storage.Settings;

/// <summary>When each station of the loop last ran to its end, so that a restart neither repeats nor forgets a turn.</summary>
public sealed class ScheduleStore
{
    private readonly Database _database;

    internal ScheduleStore(Database database) => _database = database;

    /// <summary>When the station last ran; null before its first turn.</summary>
    public DateTimeOffset? Last(string name) => _database.Read(connection =>
        connection.QuerySingleOrDefault<long?>("SELECT last_at FROM schedules WHERE name = @name", new { name }) is { } at
            ? DateTimeOffset.FromUnixTimeSeconds(at)
            : (DateTimeOffset?)null);

    /// <summary>Whether its turn has come. A last turn in the future means that the clock was set back: its turn has come as well.</summary>
    public bool IsDue(string name, TimeSpan every)
    {
        var now = _database.Now;
        return Last(name) is not { } last || last > now || now - last >= every;
    }

    /// <summary>Records a turn that ran to its end.</summary>
    public void Mark(string name) => _database.Write(connection => connection.Execute(
        "INSERT INTO schedules (name, last_at) VALUES (@name, @now) ON CONFLICT (name) DO UPDATE SET last_at = excluded.last_at",
        new { name, now = _database.Now }));
}
