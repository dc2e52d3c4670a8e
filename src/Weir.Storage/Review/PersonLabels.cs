using System.Data.Common;
using Dapper;

namespace Weir.Storage.Review;

/// <summary>A person's word on a subject.</summary>
internal readonly record struct PersonLabel(string Canonical, string Subject, string Registrable, bool IsPhishing);

/// <summary>
/// What people say of subjects, kept like the word of a feed named people, so that subjects that no feed knows teach as well. What
/// feeds had claimed against a benign word is set aside: kind cleared, and relisted once it was told that a feed claims it again.
/// </summary>
internal static class PersonLabels
{
    /// <summary>The feed under which the word of people is kept.</summary>
    public const string Feed = "people";

    public static void Put(DbConnection connection, PersonLabel label, DateTimeOffset now)
    {
        var feed = connection.ExecuteScalar<long>(
            "INSERT INTO feeds (name, added_at) VALUES (@Feed, @now) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id", new { Feed, now });
        var sample = Sample(connection, label, now);
        var claim = label.IsPhishing ? 1 : 0;
        connection.Execute("DELETE FROM observations WHERE sample_id = @sample AND feed_id = @feed", new { sample, feed });
        connection.Execute("INSERT INTO observations (sample_id, feed_id, claim, seen_at) VALUES (@sample, @feed, @claim, @now)", new { sample, feed, claim, now });
        connection.Execute("""
            INSERT INTO labels (sample_id, label, share, feeds, feed_id, seen_at, decided_at, labelled_at) VALUES (@sample, @claim, @claim, 1, @feed, @now, @now, @now)
            ON CONFLICT (sample_id) DO UPDATE SET labelled_at = CASE WHEN labels.label = excluded.label THEN labels.labelled_at ELSE excluded.labelled_at END,
              label = excluded.label, share = excluded.share, feed_id = excluded.feed_id, seen_at = excluded.seen_at, decided_at = excluded.decided_at
            """, new { sample, claim, feed, now });
        connection.Execute("DELETE FROM set_aside WHERE sample_id = @sample AND kind IN ('cleared', 'relisted')", new { sample });
        if (label.IsPhishing) return;
        connection.Execute("""
            INSERT INTO set_aside (sample_id, feed_id, claim, kind, at) SELECT DISTINCT o.sample_id, o.feed_id, 1, 'cleared', @stamp
            FROM observations o WHERE o.sample_id = @sample AND o.claim = 1
            ON CONFLICT (sample_id, feed_id, claim) DO UPDATE SET kind = excluded.kind, at = excluded.at
            """, new { sample, stamp = now.ToUnixTimeSeconds() });
    }

    private static long Sample(DbConnection connection, PersonLabel label, DateTimeOffset now)
    {
        // Which columns are unique together is told otherwise on PostgreSQL, whose indexes take no long texts: none are named here.
        connection.Execute("""
            INSERT INTO samples (channel, canonical, subject, registrable, added_at) VALUES (0, @Canonical, @Subject, @Registrable, @now) ON CONFLICT DO NOTHING
            """, new { label.Canonical, label.Subject, label.Registrable, now });
        return connection.ExecuteScalar<long>("UPDATE samples SET pending = 1 WHERE canonical = @Canonical AND channel = 0 RETURNING id", new { label.Canonical });
    }

    /// <summary>Takes a person's word back: the feeds decide again, and without any the subject has no label.</summary>
    public static void Take(DbConnection connection, string canonical)
    {
        if (connection.QuerySingleOrDefault<long?>("SELECT id FROM samples WHERE canonical = @canonical AND channel = 0", new { canonical }) is not { } sample) return;
        connection.Execute("DELETE FROM observations WHERE sample_id = @sample AND feed_id IN (SELECT id FROM feeds WHERE name = @Feed)", new { sample, Feed });
        connection.Execute("DELETE FROM set_aside WHERE sample_id = @sample AND kind IN ('cleared', 'relisted')", new { sample });
        var others = connection.ExecuteScalar<long>("SELECT count(*) FROM observations WHERE sample_id = @sample", new { sample });
        if (others == 0) connection.Execute("DELETE FROM labels WHERE sample_id = @sample", new { sample });
        connection.Execute("UPDATE samples SET pending = @pending WHERE id = @sample", new { sample, pending = others == 0 ? 0 : 1 });
    }
}
