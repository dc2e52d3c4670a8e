using System.Data.Common;
using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Models;

/// <summary>
/// Challengers that run beside the champion of a channel: one at a time. A promotion or rollback ends the one that runs in its own transaction, so
/// that no moment shows a challenger beside a champion that it was not begun with.
/// </summary>
public sealed class DeploymentStore
{
    /// <summary>Most pairs that are kept of one deployment; later ones are counted only.</summary>
    public const int MostPairs = 100_000;

    private const string Columns = """
        id, version, champion, mode, share, started_at AS StartedAt, ends_at AS EndsAt, actor, ended_at AS EndedAt, outcome, reason,
        seen, agreed, raised, cleared, faults, skipped, difference, distance
        """;

    private readonly Database _database;

    private readonly int _channel;

    internal DeploymentStore(Database database, int channel = ModelStore.UrlChannel) => (_database, _channel) = (database, channel);

    /// <summary>The challengers of another channel.</summary>
    public DeploymentStore On(int channel) => new(_database, channel);

    /// <summary>The challenger that runs, or null.</summary>
    public DeploymentRecord? Running() => _database.Read(connection => Running(connection, _channel));

    /// <summary>The challengers that run in all channels.</summary>
    public IReadOnlyList<DeploymentRecord> RunningEverywhere() => _database.Read(connection => connection.Query<DeploymentRecord>(
        $"SELECT {Columns} FROM deployments WHERE ended_at IS NULL ORDER BY id").AsList());

    /// <summary>The newest deployments of the channel, newest first.</summary>
    public IReadOnlyList<DeploymentRecord> Recent(int count) => _database.Read(connection => connection.Query<DeploymentRecord>(
        $"SELECT {Columns} FROM deployments WHERE channel = @channel ORDER BY id DESC LIMIT @count", new { channel = _channel, count }).AsList());

    /// <summary>Begins a deployment beside the champion; one that runs is replaced. Null when there is no champion, or it is this version.</summary>
    public DeploymentRecord? Begin(string version, string mode, double share, TimeSpan length, string actor, string reason) => _database.Write(connection =>
    {
        var champion = ModelStore.Top(connection, _channel)?.Version;
        if (champion is null || champion == version) return null;
        EndRunning(connection, _channel, _database.Now, "replaced", actor, _ => $"{version} took its place");
        connection.Execute("""
            INSERT INTO deployments (channel, version, champion, mode, share, started_at, ends_at, actor) VALUES (@channel, @version, @champion, @mode, @share, @now, @ends, @actor)
            """, new { channel = _channel, version, champion, mode, share, now = _database.Now, ends = _database.Now + length, actor });
        ModelStore.Note(connection, _database.Now, mode, version, champion, actor, reason);
        SettingStore.Bump(connection, ModelStore.RevisionOf(_channel));
        return Running(connection, _channel);
    });

    /// <summary>Drops the challenger that runs; false when that is no longer this one.</summary>
    public bool Drop(long id, string actor, string reason) => _database.Write(connection =>
    {
        if (Running(connection, _channel) is not { } running || running.Id != id) return false;
        EndRunning(connection, _channel, _database.Now, "dropped", actor, _ => reason);
        SettingStore.Bump(connection, ModelStore.RevisionOf(_channel));
        return true;
    });

    /// <summary>Adds what the server saw of a deployment that runs, and pairs for the day on which they are labelled.</summary>
    public void Saw(long id, ShadowCounts more, IReadOnlyList<ShadowPair> pairs) => _database.Write(connection =>
    {
        connection.Execute("""
            UPDATE deployments SET seen = seen + @Seen, agreed = agreed + @Agreed, raised = raised + @Raised, cleared = cleared + @Cleared,
              faults = faults + @Faults, skipped = skipped + @Skipped, difference = difference + @Difference, distance = distance + @Distance
            WHERE id = @id AND ended_at IS NULL
            """, new { id, more.Seen, more.Agreed, more.Raised, more.Cleared, more.Faults, more.Skipped, more.Difference, more.Distance });
        if (pairs.Count == 0 || Running(connection, _channel) is not { } running || running.Id != id || running.Counts.Seen > MostPairs) return;
        connection.Execute("""
            INSERT INTO shadow_pairs (deployment_id, subject_key, champion_score, challenger_score, champion_decision, challenger_decision)
            VALUES (@id, @SubjectKey, @ChampionScore, @ChallengerScore, @ChampionDecision, @ChallengerDecision) ON CONFLICT DO NOTHING
            """, pairs.Select(pair => new { id, pair.SubjectKey, pair.ChampionScore, pair.ChallengerScore, pair.ChampionDecision, pair.ChallengerDecision }));
    });

    /// <summary>What both models said about the subjects of a deployment, by subject.</summary>
    public IReadOnlyDictionary<long, ShadowPair> Pairs(long id) => _database.Read(connection => connection.Query<ShadowPairRow>("""
        SELECT subject_key AS SubjectKey, champion_score AS ChampionScore, challenger_score AS ChallengerScore,
          champion_decision AS ChampionDecision, challenger_decision AS ChallengerDecision
        FROM shadow_pairs WHERE deployment_id = @id
        """, new { id }).ToDictionary(row => row.SubjectKey, row => row.ToPair()));

    /// <summary>Forgets the pairs of deployments that ended before this moment; their counts stay.</summary>
    public long Clean(DateTimeOffset before) => _database.Write(connection => connection.Execute(
        "DELETE FROM shadow_pairs WHERE deployment_id IN (SELECT id FROM deployments WHERE ended_at < @before)", new { before }));

    internal static DeploymentRecord? Running(DbConnection connection, int channel) => connection.QueryFirstOrDefault<DeploymentRecord>(
        $"SELECT {Columns} FROM deployments WHERE channel = @channel AND ended_at IS NULL", new { channel });

    internal static void EndRunning(DbConnection connection, int channel, DateTimeOffset now, string outcome, string actor, Func<DeploymentRecord, string> reason)
    {
        if (Running(connection, channel) is not { } running) return;
        var why = reason(running);
        connection.Execute("UPDATE deployments SET ended_at = @now, outcome = @outcome, reason = @why WHERE id = @Id", new { running.Id, now, outcome, why });
        if (outcome != "promoted") ModelStore.Note(connection, now, outcome, running.Version, null, actor, why);
    }
}
