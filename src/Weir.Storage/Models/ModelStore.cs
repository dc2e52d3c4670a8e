using System.Data.Common;
using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Models;

/// <summary>
/// Model versions of a channel, the champion and their history. Keeps records only: whether a model may be promoted is decided by the
/// registry above.
/// </summary>
public sealed class ModelStore
{
    /// <summary>The channel of addresses.</summary>
    public const int UrlChannel = 0;

    /// <summary>The revision that grows when another model becomes champion of the channel of addresses.</summary>
    public const string Revision = "champion";
    private const string Columns = """
        version, channel, origin, sha256, file, schema, window_from AS WindowFrom, window_to AS WindowTo, dataset_hash AS DatasetHash, parameters,
        parent, created_at AS CreatedAt, report, gates, gates_passed AS GatesPassed, gated_sha256 AS GatedSha256
        """;

    private readonly Database _database;

    private readonly int _channel;

    internal ModelStore(Database database, int channel = UrlChannel) => (_database, _channel) = (database, channel);

    /// <summary>The models of another channel.</summary>
    public ModelStore On(int channel) => new(_database, channel);

    /// <summary>The revision that grows when another model becomes champion of a channel.</summary>
    public static string RevisionOf(int channel) => channel == UrlChannel ? Revision : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Revision}:{channel}");

    /// <summary>Registers a version as challenger; the name must be free.</summary>
    public void Add(ModelVersion model, string actor) => _database.Write(connection =>
    {
        connection.Execute("""
            INSERT INTO models (version, channel, origin, sha256, file, schema, window_from, window_to, dataset_hash, parameters, parent, created_at)
            VALUES (@Version, @Channel, @Origin, @Sha256, @File, @Schema, @WindowFrom, @WindowTo, @DatasetHash, @Parameters, @Parent, @CreatedAt)
            """, model with { Channel = _channel, CreatedAt = _database.Now });
        Note(connection, _database.Now, "registered", model.Version, model.Parent, actor, model.Origin);
    });

    /// <summary>Keeps the judgement of a version and the hash of the bytes that were judged.</summary>
    public void Judge(string version, string report, string gates, bool passed, string sha256, string reason, string actor) =>
        _database.Write(connection =>
        {
            connection.Execute("UPDATE models SET report = @report, gates = @gates, gates_passed = @passed, gated_sha256 = @sha256 WHERE version = @version",
                new { version, report, gates, passed, sha256 });
            Note(connection, _database.Now, "judged", version, null, actor, reason);
        });

    /// <summary>Puts a version on top of the champions; the one before stays under it. A challenger that runs beside that one ends with it.</summary>
    public void Promote(string version, string actor, string reason) => _database.Write(connection =>
    {
        var previous = Top(connection, _channel);
        Push(connection, (previous?.Depth ?? 0) + 1, version);
        DeploymentStore.EndRunning(connection, _channel, _database.Now, version == DeploymentStore.Running(connection, _channel)?.Version ? "promoted" : "dropped", actor,
            running => running.Version == version ? reason : $"{version} was promoted meanwhile");
        Changed(connection, "promoted", version, previous?.Version, actor, reason);
    });

    /// <summary>Takes the champion off; the one under it serves again. Null when there is none to go back to.</summary>
    public string? Rollback(string actor, string reason) =>
        Below() is [var below, ..] && Rollback(below, actor, reason) ? below : null;

    /// <summary>
    /// Puts a version back to work: what stands above it is taken off; one that no longer stands there comes on top. False when it is the
    /// champion already, or there is no champion.
    /// </summary>
    public bool Rollback(string to, string actor, string reason) => _database.Write(connection =>
    {
        if (Top(connection, _channel) is not { } top || top.Version == to) return false;
        var depth = connection.ExecuteScalar<long?>("SELECT max(depth) FROM champions WHERE channel = @channel AND version = @to", new { channel = _channel, to });
        if (depth is not null) connection.Execute("DELETE FROM champions WHERE channel = @channel AND depth >= @depth", new { channel = _channel, depth });
        Push(connection, depth ?? top.Depth + 1, to);
        DeploymentStore.EndRunning(connection, _channel, _database.Now, "dropped", actor, running => $"the champion {running.Champion} was rolled back");
        Changed(connection, "rolled-back", to, top.Version, actor, reason);
        return true;
    });

    /// <summary>The champions before this one that can be gone back to, the last first; none twice.</summary>
    public IReadOnlyList<string> Below() => _database.Read(connection =>
    {
        var stack = connection.Query<string>("SELECT version FROM champions WHERE channel = @channel ORDER BY depth DESC", new { channel = _channel }).AsList();
        return stack.Where(version => version != stack[0]).Distinct().ToList();
    });

    /// <summary>Records that a promotion was refused.</summary>
    public void Refuse(string version, string actor, string reason) =>
        _database.Write(connection => Note(connection, _database.Now, "refused", version, null, actor, reason));

    /// <summary>The version that serves, or null.</summary>
    public Champion? Champion() => _database.Read(connection => connection.QueryFirstOrDefault<ChampionRow>("""
        SELECT m.version, m.sha256, m.file, c.since FROM champions c JOIN models m ON m.version = c.version
        WHERE c.channel = @channel ORDER BY c.depth DESC LIMIT 1
        """, new { channel = _channel })?.ToChampion());

    /// <summary>The version of this name, of whatever channel, or null.</summary>
    public ModelVersion? Find(string version) => _database.Read(connection => connection.QuerySingleOrDefault<ModelVersion>(
        $"SELECT {Columns} FROM models WHERE version = @version", new { version }));

    /// <summary>All versions of the channel, newest first.</summary>
    public IReadOnlyList<ModelVersion> All() => [.. Everywhere().Where(model => model.Channel == _channel)];

    /// <summary>All versions of all channels, newest first.</summary>
    public IReadOnlyList<ModelVersion> Everywhere() => _database.Read(connection => connection.Query<ModelVersion>(
        $"SELECT {Columns} FROM models m ORDER BY created_at DESC, (SELECT max(e.id) FROM model_events e WHERE e.version = m.version AND e.kind = 'registered') DESC").AsList());

    /// <summary>The versions that a rollback may go back to, in all channels.</summary>
    public IReadOnlyList<string> Champions() => _database.Read(connection => connection.Query<string>(
        "SELECT version FROM champions ORDER BY depth DESC").AsList());

    /// <summary>Records that the file of a version is taken away; its record stays.</summary>
    public void FileRemoved(string version, string actor, string reason) =>
        _database.Write(connection => Note(connection, _database.Now, "file-removed", version, null, actor, reason));

    /// <summary>The steps of all versions, newest first.</summary>
    public IReadOnlyList<ModelEvent> History(int count = 100) => _database.Read(connection => connection.Query<EventRow>(
        "SELECT id, at, kind, version, previous, actor, reason FROM model_events ORDER BY id DESC LIMIT @count", new { count })
        .Select(row => row.ToEvent()).ToList());

    /// <summary>The steps of the versions of the channel, newest first.</summary>
    public IReadOnlyList<ModelEvent> HistoryOfChannel(int count = 100) => _database.Read(connection => connection.Query<EventRow>("""
        SELECT id, at, kind, version, previous, actor, reason FROM model_events WHERE version IN (SELECT version FROM models WHERE channel = @channel) ORDER BY id DESC LIMIT @count
        """, new { channel = _channel, count }).Select(row => row.ToEvent()).ToList());

    /// <summary>How many steps of this kind were taken.</summary>
    public long CountEvents(string kind) => _database.Read(connection =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM model_events WHERE kind = @kind", new { kind }));

    internal static void Note(DbConnection connection, DateTimeOffset now, string kind, string version, string? previous, string actor, string reason)
    {
        connection.Execute("INSERT INTO model_events (at, kind, version, previous, actor, reason) VALUES (@now, @kind, @version, @previous, @actor, @reason)",
            new { now, kind, version, previous, actor, reason });
        AuditLog.Append(connection, now, actor, "model." + kind, version, reason);
    }

    internal static TopRow? Top(DbConnection connection, int channel) => connection.QueryFirstOrDefault<TopRow>(
        "SELECT depth, version FROM champions WHERE channel = @channel ORDER BY depth DESC LIMIT 1", new { channel });

    private void Changed(DbConnection connection, string kind, string version, string? previous, string actor, string reason)
    {
        Note(connection, _database.Now, kind, version, previous, actor, reason);
        SettingStore.Bump(connection, RevisionOf(_channel));
    }

    private void Push(DbConnection connection, long depth, string version) => connection.Execute(
        "INSERT INTO champions (channel, depth, version, since) VALUES (@channel, @depth, @version, @now)", new { channel = _channel, depth, version, now = _database.Now });
}
