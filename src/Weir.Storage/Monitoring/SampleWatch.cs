using System.Data.Common;
using Dapper;
using Weir.Storage.Engines;

namespace Weir.Storage.Monitoring;

/// <summary>Draws labelled URL samples evenly, the same ones each time, without holding all.</summary>
public sealed class SampleWatch
{
    private const ulong Seed = 0x5EED;
    private readonly Database _database;

    internal SampleWatch(Database database) => _database = database;

    /// <summary>Samples that were collected from a time up to another and carry a label.</summary>
    /// <param name="from">First moment.</param>
    /// <param name="to">First moment after.</param>
    /// <param name="rows">At most so many are drawn.</param>
    public SampleDraw Collected(DateTimeOffset from, DateTimeOffset to, int rows) => Draw("""
        SELECT s.id, l.label, s.added_at FROM samples s JOIN labels l ON l.sample_id = s.id
        WHERE s.added_at >= @from AND s.added_at < @to AND s.channel = 0 AND l.label < 2
        """, from, to, _ => 0, rows);

    /// <summary>
    /// Samples that came from a time up to another and were not seen before it, drawn for each week by itself: a model trained before that
    /// time cannot have learned from them.
    /// </summary>
    /// <param name="from">First moment.</param>
    /// <param name="to">First moment after.</param>
    /// <param name="rowsPerWeek">At most so many are drawn of each week and label.</param>
    public SampleDraw Later(DateTimeOffset from, DateTimeOffset to, int rowsPerWeek)
    {
        var start = from.ToUnixTimeSeconds();
        return Draw("""
            SELECT s.id, l.label, s.added_at FROM samples s JOIN labels l ON l.sample_id = s.id
            WHERE s.added_at >= @from AND s.added_at < @to AND s.channel = 0 AND l.label < 2 AND (l.seen_at IS NULL OR l.seen_at = 0 OR l.seen_at >= @from)
            """, from, to, row => (row.Added - start) / (7 * 86_400) * 2 + row.Label, rowsPerWeek);
    }

    private SampleDraw Draw(string query, DateTimeOffset from, DateTimeOffset to, Func<(long Label, long Added), long> part, int rows) => _database.Read(connection =>
    {
        using var command = connection.Command(query, ("@from", from.ToUnixTimeSeconds()), ("@to", to.ToUnixTimeSeconds()));
        var (drawn, counts) = (new Dictionary<long, LowestHashes<long>>(), new long[2]);
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var (id, label) = (reader.GetInt64(0), reader.GetInt64(1));
                counts[label]++;
                var key = part((label, reader.GetInt64(2)));
                if (!drawn.TryGetValue(key, out var draw)) drawn.Add(key, draw = new LowestHashes<long>(rows, Seed));
                draw.Add((ulong)id, id);
            }
        }
        return new SampleDraw(Fetch(connection, [.. drawn.Values.SelectMany(draw => draw.Rows).Select(row => row.Row)]), counts[1], counts[0]);
    });

    private static List<WatchedSample> Fetch(DbConnection connection, IReadOnlyList<long> ids) =>
        [.. ids.Chunk(500).SelectMany(some => connection.Query<Row>("""
            SELECT s.subject, s.registrable, l.label, s.added_at AS AddedAt FROM samples s JOIN labels l ON l.sample_id = s.id WHERE s.id IN @some
            """, new { some })).Select(row => new WatchedSample(row.Subject, row.Registrable, row.Label == 1, row.AddedAt))];

    private sealed class Row
    {
        public string Subject { get; init; } = "";

        public string Registrable { get; init; } = "";

        public long Label { get; init; }

        public DateTimeOffset AddedAt { get; init; }
    }
}
