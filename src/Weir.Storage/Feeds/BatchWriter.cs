using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Weir.Storage.Samples;

namespace Weir.Storage.Feeds;

/// <summary>Writes a batch of statements within a transaction of its caller.</summary>
internal sealed class BatchWriter(DbConnection connection, DateTimeOffset now, FetchTicket fetch)
{
    public FetchCounts Write(FeedBatch batch)
    {
        if (batch.Statements.Count + batch.Rejects.Count == 0)
        {
            Count(batch.Counts);
            return batch.Counts;
        }

        var importId = ImportId();
        using var statements = new SampleStatements(connection, now.ToUnixTimeSeconds());
        var counts = Add(statements, batch, importId, out var isNews);
        var room = SampleWriter.MaxRejectsKept - (counts.Rejected - batch.Rejects.Count);
        foreach (var reject in batch.Rejects.Take((int)Math.Max(0, room))) statements.Reject(importId, reject.Line, reject.Reason, SampleWriter.Printable(reject.Text));
        Count(counts);
        CountImport(importId, counts);
        if (isNews) connection.Execute("UPDATE feed_states SET new_at = @now WHERE feed_id = @FeedId", new { now, fetch.FeedId });
        return counts;
    }

    /// <summary>Sums up a fetch in its row.</summary>
    public void Count(FetchCounts counts) => connection.Execute("""
        UPDATE feed_fetches SET bytes = @Bytes, read = @Read, added = @Added, duplicate = @Duplicate, rejected = @Rejected,
          set_aside = @SetAside, left_out = @LeftOut, newest_entry = @NewestEntry WHERE id = @Id
        """, new { counts.Bytes, counts.Read, counts.Added, counts.Duplicate, counts.Rejected, counts.SetAside, counts.LeftOut, counts.NewestEntry, fetch.Id });

    private FetchCounts Add(SampleStatements statements, FeedBatch batch, long importId, out bool isNews)
    {
        var block = new RawBlock();
        var next = connection.ExecuteScalar<long>("SELECT coalesce(max(last), 0) + 1 FROM raw_blocks WHERE import_id = @importId", new { importId });
        var (added, duplicate) = (0L, 0L);
        isNews = false;
        foreach (var (observation, raw, isStamped) in batch.Statements)
        {
            var number = next;
            var isSubject = raw == observation.Subject;
            // The subject of a new sample is kept with it.
            var outcome = statements.AddStated(observation, isStamped, fetch.FeedId, importId, isNew => isNew && isSubject ? null : number);
            _ = outcome == AddOutcome.NewSample ? added++ : duplicate++;
            if (outcome == AddOutcome.Known) continue;
            isNews = true;
            if (outcome == AddOutcome.NewSample && isSubject) continue;
            block.Add(next++, raw);
        }

        Keep(block, importId);
        return batch.Counts with { Added = batch.Counts.Added + added, Duplicate = batch.Counts.Duplicate + duplicate };
    }

    private void Keep(RawBlock block, long importId)
    {
        if (block.Count == 0) return;
        connection.Execute("INSERT INTO raw_blocks (import_id, first, last, packed) VALUES (@importId, @First, @Last, @packed)",
            new { importId, block.First, block.Last, packed = block.Packed() });
    }

    // Each fetch of a feed reports its refused entries anew, so that those of the one before are dropped.
    private long ImportId()
    {
        var known = connection.ExecuteScalar<long?>("SELECT import_id FROM feed_fetches WHERE id = @Id", new { fetch.Id });
        if (known is not null) return known.Value;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("feed " + fetch.FeedId.ToString(CultureInfo.InvariantCulture))));
        var id = ImportLog.Insert(connection, "feed " + fetch.Feed, key, now);
        connection.Execute("UPDATE feed_fetches SET import_id = @import WHERE id = @Id", new { import = id, fetch.Id });
        return id;
    }

    private void CountImport(long id, FetchCounts counts) => connection.Execute("""
        UPDATE imports SET read = @Read, added = @Added, duplicate = @Duplicate, rejected = @Rejected, set_aside = @SetAside WHERE id = @id
        """, new { id, counts.Read, counts.Added, counts.Duplicate, counts.Rejected, counts.SetAside });
}
