using Dapper;

namespace Weir.Storage.Collecting;

/// <summary>Which files were taken, and which are watched until they stand still.</summary>
public sealed class TakenFiles
{
    private readonly Database _database;

    internal TakenFiles(Database database) => _database = database;

    /// <summary>What became of these bytes for this feed and label; null when they are new.</summary>
    public TakenFile? Find(string sha256, string feed, string label) => _database.Read(connection => connection.QuerySingleOrDefault<TakenFile>("""
        SELECT sha256, feed, label, name, taken_at AS TakenAt, outcome, sentence, import_id AS ImportId, read, added, duplicate, rejected, set_aside AS SetAside,
          finished AS IsFinished
        FROM taken_files WHERE sha256 = @sha256 AND feed = @feed AND label = @label
        """, new { sha256, feed, label }));

    /// <summary>Keeps what became of a file.</summary>
    public void Keep(TakenFile file) => _database.Write(connection => connection.Execute("""
        INSERT INTO taken_files (sha256, feed, label, name, taken_at, outcome, sentence, import_id, read, added, duplicate, rejected, set_aside)
        VALUES (@Sha256, @Feed, @Label, @Name, @TakenAt, @Outcome, @Sentence, @ImportId, @Read, @Added, @Duplicate, @Rejected, @SetAside)
        ON CONFLICT (sha256, feed, label) DO UPDATE SET name = excluded.name, taken_at = excluded.taken_at, outcome = excluded.outcome,
          sentence = excluded.sentence, import_id = excluded.import_id, read = excluded.read, added = excluded.added,
          duplicate = excluded.duplicate, rejected = excluded.rejected, set_aside = excluded.set_aside, finished = 0
        """, file));

    /// <summary>The file has come to its end, too.</summary>
    public void Finish(TakenFile file) => _database.Write(connection => connection.Execute(
        "UPDATE taken_files SET finished = 1 WHERE sha256 = @Sha256 AND feed = @Feed AND label = @Label", file));

    /// <summary>How many subjects were new in runs over these bytes that were stopped half-way.</summary>
    public long AddedByStoppedRuns(string sha256, long exceptImport) => _database.Read(connection => connection.ExecuteScalar<long?>(
        "SELECT sum(added) FROM imports WHERE sha256 = @sha256 AND outcome = 'running' AND id < @exceptImport", new { sha256, exceptImport }) ?? 0);

    /// <summary>Since when a file has this size and this time of its last change (UTC ticks); now, when it has just been seen so.</summary>
    public DateTimeOffset Look(string path, long size, long writtenAt) => _database.Write(connection =>
    {
        var now = _database.Now;
        connection.Execute("""
            INSERT INTO file_looks (path, size, written_at, since) VALUES (@path, @size, @writtenAt, @now)
            ON CONFLICT (path) DO UPDATE SET size = excluded.size, written_at = excluded.written_at, since = excluded.since, taken = 0
            WHERE file_looks.size <> excluded.size OR file_looks.written_at <> excluded.written_at
            """, new { path, size, writtenAt, now });
        return DateTimeOffset.FromUnixTimeSeconds(connection.ExecuteScalar<long>("SELECT since FROM file_looks WHERE path = @path", new { path }));
    });

    /// <summary>Whether a file that stays where it is was taken with this size and time.</summary>
    public bool WasTaken(string path, long size, long writtenAt) => _database.Read(connection => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM file_looks WHERE path = @path AND size = @size AND written_at = @writtenAt AND taken = 1", new { path, size, writtenAt })) > 0;

    /// <summary>A file that stays where it is was taken with this size and time.</summary>
    public void Took(string path, long size, long writtenAt) => _database.Write(connection => connection.Execute(
        """
        INSERT INTO file_looks (path, size, written_at, since, taken) VALUES (@path, @size, @writtenAt, @now, 1)
        ON CONFLICT (path) DO UPDATE SET size = excluded.size, written_at = excluded.written_at, since = excluded.since, taken = 1
        """, new { path, size, writtenAt, now = _database.Now }));

    /// <summary>Ends the watch over a file.</summary>
    public void Forget(string path) => _database.Write(connection => connection.Execute("DELETE FROM file_looks WHERE path = @path", new { path }));

    /// <summary>Ends the watch over files that have gone: those below a folder that are not among the paths.</summary>
    public void ForgetOthers(string folder, IReadOnlySet<string> paths) => _database.Write(connection =>
    {
        foreach (var path in connection.Query<string>("SELECT path FROM file_looks").AsList())
            if (path.StartsWith(folder, StringComparison.Ordinal) && !paths.Contains(path)) connection.Execute("DELETE FROM file_looks WHERE path = @path", new { path });
    });
}
