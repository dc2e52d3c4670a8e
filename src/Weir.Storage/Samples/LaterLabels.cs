using System.Data.Common;
using Dapper;
using Weir.Storage.Engines;

namespace Weir.Storage.Samples;

/// <summary>A labelled sample with the time from which Weir knew it.</summary>
public readonly record struct LaterSample(LabelledSample Sample, DateTimeOffset AddedAt);

/// <summary>Samples that were first labelled after a moment: a model that was trained before it cannot have learned from them.</summary>
public sealed class LaterLabels
{
    private readonly Database _database;

    internal LaterLabels(Database database) => _database = database;

    /// <summary>
    /// Hands over the labelled URLs that came to the store at or after a moment, in the order of the store. One that was observed before it,
    /// by its own date, is left out: it is an old subject from a new file.
    /// </summary>
    public void Read(DateTimeOffset from, Action<LaterSample> take) => _database.Read(connection =>
    {
        using var command = connection.Command("""
            SELECT s.canonical, s.subject, s.registrable, l.label, coalesce(l.seen_at, 0), f.name, s.added_at
            FROM samples s JOIN labels l ON l.sample_id = s.id JOIN feeds f ON f.id = l.feed_id
            WHERE s.added_at >= @from AND s.channel = 0 AND l.label < 2 AND (l.seen_at IS NULL OR l.seen_at = 0 OR l.seen_at >= @from)
            ORDER BY s.added_at, s.id
            """, ("@from", from.ToUnixTimeSeconds()));
        using var reader = command.ExecuteReader();
        while (reader.Read()) take(Row(reader));
        return true;
    });

    /// <summary>How many samples came to the store at or after a moment, labelled or not: whether another look is worth its while.</summary>
    public long CountAdded(DateTimeOffset from) => _database.Read(connection =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM samples WHERE added_at >= @from", new { from }));

    private static LaterSample Row(DbDataReader reader)
    {
        var seen = reader.GetInt64(4);
        var sample = new LabelledSample(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3) == 1,
            seen == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seen), reader.GetString(5));
        return new LaterSample(sample, DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(6)));
    }
}
