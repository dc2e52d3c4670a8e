using Dapper;

namespace Weir.Storage.Training;

/// <summary>What is known about when to train: the last training, what has been labelled since, who asked, what was decided.</summary>
public sealed class TrainingLog
{
    private readonly Database _database;

    internal TrainingLog(Database database) => _database = database;

    /// <summary>When the newest cycle that trained a challenger began; null before the first. Failed and abandoned ones do not count.</summary>
    public DateTimeOffset? LastTraining() => _database.Read(connection => connection.ExecuteScalar<long?>("""
        SELECT max(started_at) FROM cycles WHERE challenger IS NOT NULL AND outcome NOT IN ('failed', 'abandoned')
        """)) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Samples that became phishing or benign after the rows of the last training were taken; all before the first.</summary>
    public long NewSamples() => _database.Read(connection => connection.ExecuteScalar<long>("""
        SELECT count(*) FROM labels WHERE label < 2 AND labelled_at > coalesce((
          SELECT max(CASE WHEN d.created_at > c.started_at THEN d.created_at ELSE c.started_at END) FROM cycles c LEFT JOIN datasets d ON d.hash = c.dataset_hash
          WHERE c.challenger IS NOT NULL AND c.outcome NOT IN ('failed', 'abandoned')), -1)
        """));

    /// <summary>Asks for a training at the next look; a wish of the same actor that is still open is kept as it is.</summary>
    public void Ask(string actor, string reason)
    {
        var last = LastTraining();
        _database.Write(connection => connection.Execute("""
            INSERT INTO training_asks (at, actor, reason) SELECT @now, @actor, @reason
            WHERE NOT EXISTS (SELECT 1 FROM training_asks WHERE actor = @actor AND at > @since)
            """, new { now = _database.Now, actor, reason, since = last?.ToUnixTimeSeconds() ?? -1 }));
    }

    /// <summary>The newest wish that no training has begun after; null when there is none.</summary>
    public TrainingAsk? OpenAsk()
    {
        var last = LastTraining();
        return _database.Read(connection => connection.QueryFirstOrDefault<TrainingAsk>(
            "SELECT at, actor, reason FROM training_asks WHERE at > @since ORDER BY id DESC LIMIT 1", new { since = last?.ToUnixTimeSeconds() ?? -1 }));
    }

    /// <summary>Keeps a decision.</summary>
    public void Record(TrainingDecisionRecord decision) => _database.Write(connection => connection.Execute("""
        INSERT INTO training_decisions (at, train, kind, reason, preset, new_samples, last_training)
        VALUES (@At, @Train, @Kind, @Reason, @Preset, @NewSamples, @LastTraining)
        """, decision with { At = _database.Now }));

    /// <summary>The newest decisions, newest first.</summary>
    public IReadOnlyList<TrainingDecisionRecord> Recent(int count) => _database.Read(connection => connection.Query<TrainingDecisionRecord>("""
        SELECT at, train, kind, reason, preset, new_samples AS NewSamples, last_training AS LastTraining
        FROM training_decisions ORDER BY id DESC LIMIT @count
        """, new { count }).AsList());
}
