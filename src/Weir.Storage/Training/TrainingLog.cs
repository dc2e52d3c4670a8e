using Dapper;
using Weir.Storage.Models;

namespace Weir.Storage.Training;

/// <summary>What is known about when to train the models of a channel: the last training, what has been labelled since, who asked, what was decided.</summary>
public sealed class TrainingLog
{
    private readonly Database _database;

    private readonly int _channel;

    internal TrainingLog(Database database, int channel = ModelStore.UrlChannel) => (_database, _channel) = (database, channel);

    /// <summary>The same of another channel.</summary>
    public TrainingLog On(int channel) => new(_database, channel);

    /// <summary>When the newest cycle that trained a challenger began; null before the first. Failed and abandoned ones do not count.</summary>
    public DateTimeOffset? LastTraining() => _database.Read(connection => connection.ExecuteScalar<long?>("""
        SELECT max(started_at) FROM cycles WHERE channel = @channel AND challenger IS NOT NULL AND outcome NOT IN ('failed', 'abandoned')
        """, new { channel = _channel })) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Samples that became phishing or benign after the rows of the last training were taken; all before the first.</summary>
    public long NewSamples() => _database.Read(connection => connection.ExecuteScalar<long>("""
        SELECT count(*) FROM labels WHERE label < 2 AND labelled_at > coalesce((
          SELECT max(CASE WHEN d.created_at > c.started_at THEN d.created_at ELSE c.started_at END) FROM cycles c LEFT JOIN datasets d ON d.hash = c.dataset_hash
          WHERE c.channel = 0 AND c.challenger IS NOT NULL AND c.outcome NOT IN ('failed', 'abandoned')), -1)
        """));

    /// <summary>Asks for a training at the next look; a wish of the same actor that is still open is kept as it is.</summary>
    public void Ask(string actor, string reason)
    {
        var last = LastTraining();
        _database.Write(connection => connection.Execute("""
            INSERT INTO training_asks (at, actor, reason, channel) SELECT @now, @actor, @reason, @channel
            WHERE NOT EXISTS (SELECT 1 FROM training_asks WHERE channel = @channel AND actor = @actor AND at > @since)
            """, new { channel = _channel, now = _database.Now, actor, reason, since = last?.ToUnixTimeSeconds() ?? -1 }));
    }

    /// <summary>The newest wish that no training has begun after; null when there is none.</summary>
    public TrainingAsk? OpenAsk()
    {
        var last = LastTraining();
        return _database.Read(connection => connection.QueryFirstOrDefault<TrainingAsk>(
            "SELECT at, actor, reason FROM training_asks WHERE channel = @channel AND at > @since ORDER BY id DESC LIMIT 1", new { channel = _channel, since = last?.ToUnixTimeSeconds() ?? -1 }));
    }

    /// <summary>Keeps a decision.</summary>
    public void Record(TrainingDecisionRecord decision) => _database.Write(connection => connection.Execute("""
        INSERT INTO training_decisions (at, channel, train, kind, reason, preset, new_samples, last_training)
        VALUES (@At, @Channel, @Train, @Kind, @Reason, @Preset, @NewSamples, @LastTraining)
        """, decision with { At = _database.Now, Channel = _channel }));

    /// <summary>The newest decisions about the channel, newest first.</summary>
    public IReadOnlyList<TrainingDecisionRecord> Recent(int count) => _database.Read(connection => connection.Query<TrainingDecisionRecord>("""
        SELECT at, channel, train, kind, reason, preset, new_samples AS NewSamples, last_training AS LastTraining
        FROM training_decisions WHERE channel = @channel ORDER BY id DESC LIMIT @count
        """, new { channel = _channel, count }).AsList());

    /// <summary>The newest decisions about all channels, newest first.</summary>
    public IReadOnlyList<TrainingDecisionRecord> RecentEverywhere(int count) => _database.Read(connection => connection.Query<TrainingDecisionRecord>("""
        SELECT at, channel, train, kind, reason, preset, new_samples AS NewSamples, last_training AS LastTraining
        FROM training_decisions ORDER BY id DESC LIMIT @count
        """, new { count }).AsList());
}
