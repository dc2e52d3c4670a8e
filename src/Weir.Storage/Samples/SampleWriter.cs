using System.Data.Common;
using Weir.Storage.Engines;

namespace Weir.Storage.Samples;

/// <summary>
/// Adds the observations of one import in large transactions. What has been committed stays when the process ends; the counts of
/// the import are committed together with its rows. Not safe for use by several threads.
/// </summary>
public sealed class SampleWriter : IDisposable
{
    /// <summary>At most this many refused records are kept per import; the others are only counted.</summary>
    public const int MaxRejectsKept = 10_000;
    private const int BatchRows = 20_000;
    private const int RejectTextLength = 200;

    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly SampleStatements _statements;
    private readonly Dictionary<string, long> _feeds = new(StringComparer.Ordinal);
    private readonly long _importId;
    private IWriteTransaction? _transaction;
    private int _inBatch;
    private long _begun;
    private long _read, _added, _duplicate, _rejected, _setAside;

    internal SampleWriter(Database database, long importId)
    {
        _database = database;
        _importId = importId;
        _connection = database.Told(database.Connect);
        _statements = new SampleStatements(_connection, database.Now.ToUnixTimeSeconds());
    }

    /// <summary>The counts so far.</summary>
    public ImportRecord Counts => new()
    {
        Id = _importId,
        File = "",
        Sha256 = "",
        Read = _read,
        Added = _added,
        Duplicate = _duplicate,
        Rejected = _rejected,
        SetAside = _setAside,
    };

    /// <summary>Adds one statement.</summary>
    public AddOutcome Add(in Observation observation)
    {
        var copy = observation;
        return _database.Told(() =>
        {
            Step();
            var outcome = _statements.Add(copy, FeedId(copy.Feed), _importId);
            _read++;
            _ = outcome == AddOutcome.NewSample ? _added++ : _duplicate++;
            return outcome;
        });
    }

    /// <summary>Keeps a refused record; set aside = it could be read, but must not be learned from.</summary>
    public void Reject(long line, string reason, ReadOnlySpan<char> text, bool setAside = false)
    {
        var kept = Printable(text);
        _database.Told(() =>
        {
            Step();
            _read++;
            _rejected++;
            if (setAside) _setAside++;
            if (_rejected <= MaxRejectsKept) _statements.Reject(_importId, line, reason, kept);
            return true;
        });
    }

    /// <summary>Commits what is pending and closes the import with an outcome (done, damaged).</summary>
    public ImportRecord Finish(string outcome)
    {
        _database.Told(() =>
        {
            Step();
            _statements.Finish(_importId, outcome, _database.Now.ToUnixTimeSeconds());
            Commit();
            return true;
        });
        return Counts;
    }

    /// <summary>Drops what has not been committed.</summary>
    public void Dispose()
    {
        _transaction?.Dispose();
        _statements.Dispose();
        _connection.Dispose();
    }

    private long FeedId(string feed)
    {
        if (_feeds.TryGetValue(feed, out var id)) return id;
        return _feeds[feed] = _statements.FeedId(feed);
    }

    private void Step()
    {
        if (_inBatch++ >= BatchRows || (_transaction is not null && _database.Time.GetElapsedTime(_begun) >= Database.Turn)) Commit();
        if (_transaction is not null) return;
        _transaction = _database.Begin(_connection);
        _begun = _database.Time.GetTimestamp();
    }

    private void Commit()
    {
        _statements.Counts(Counts);
        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
        _inBatch = 0;
    }

    /// <summary>The start of a text, without what a terminal or a table could not show.</summary>
    internal static string Printable(ReadOnlySpan<char> text)
    {
        var cut = text[..Math.Min(text.Length, RejectTextLength)];
        Span<char> clean = stackalloc char[RejectTextLength];
        for (var i = 0; i < cut.Length; i++) clean[i] = char.IsControl(cut[i]) || char.IsSurrogate(cut[i]) ? '\uFFFD' : cut[i];
        return clean[..cut.Length].ToString();
    }
}
