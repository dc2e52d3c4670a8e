using Dapper;

namespace Weir.Storage.Models;

/// <summary>A time in which one version was champion: who put it there, how (promoted or rolled-back) and why. It has no end while it lasts.</summary>
public sealed record Reign(string Version, DateTimeOffset From, DateTimeOffset? Until, string Kind, string Actor, string Reason);

/// <summary>
/// Which version was champion of a channel when. Read from the append-only history of models alone, so that the answer about a day never changes.
/// </summary>
public sealed class ReignLog
{
    private const string Changes = "SELECT id, at, kind, version, previous, actor, reason FROM model_events WHERE kind IN ('promoted', 'rolled-back') AND version IN (SELECT version FROM models WHERE channel = @channel)";

    private readonly Database _database;

    private readonly int _channel;

    internal ReignLog(Database database, int channel = ModelStore.UrlChannel) => (_database, _channel) = (database, channel);

    /// <summary>The champions of another channel.</summary>
    public ReignLog On(int channel) => new(_database, channel);

    /// <summary>The champion at a moment; null before the first.</summary>
    public Reign? At(DateTimeOffset time) => Between(time, time).FirstOrDefault();

    /// <summary>Every champion of a time, both ends included, oldest first.</summary>
    public IReadOnlyList<Reign> Between(DateTimeOffset from, DateTimeOffset to) => _database.Read(connection =>
    {
        var changes = connection.Query<EventRow>($"{Changes} AND at <= @from ORDER BY at DESC, id DESC LIMIT 1", new { channel = _channel, from }).AsList();
        changes.AddRange(connection.Query<EventRow>($"{Changes} AND at > @from AND at <= @to ORDER BY at, id", new { channel = _channel, from, to }));
        var next = connection.QueryFirstOrDefault<EventRow>($"{Changes} AND at > @to ORDER BY at, id LIMIT 1", new { channel = _channel, to });
        return changes.Select((change, i) => Of(change, i + 1 < changes.Count ? changes[i + 1] : next)).ToList();
    });

    /// <summary>Whether a version has ever been champion.</summary>
    public bool Has(string version) => _database.Read(connection => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM model_events WHERE kind IN ('promoted', 'rolled-back') AND version = @version", new { version }) > 0);

    /// <summary>The last rollback, or the last one away from a version; null when there was none.</summary>
    public ModelEvent? LastRollback(string? from = null) => _database.Read(connection => connection.QueryFirstOrDefault<EventRow>($"""
        {Changes} AND kind = 'rolled-back' AND (@from IS NULL OR previous = @from) ORDER BY id DESC LIMIT 1
        """, new { channel = _channel, from })?.ToEvent());

    private static Reign Of(EventRow change, EventRow? next) => new(change.Version, change.At, next?.At, change.Kind, change.Actor, change.Reason);
}
