using System.Data.Common;
using Dapper;

namespace Weir.Storage.Answers;

/// <summary>
/// What requests with a key of their own were answered, for a day. A request is run by one runner, who says again and again that it
/// still runs; one that was killed loses it after <see cref="Lease"/>.
/// </summary>
public sealed class AnswerStore
{
    /// <summary>How long an answer is remembered.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    /// <summary>How long a runner has a request without a further word.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly Database _database;

    internal AnswerStore(Database database) => _database = database;

    /// <summary>Begins a request, or tells what became of it. The fingerprint tells its content from others.</summary>
    public AnswerFound Begin(AnswerName name, string fingerprint, string runner) => _database.Write(connection =>
    {
        var now = _database.Now;
        connection.Execute("DELETE FROM answers WHERE begun_at <= @old", new { old = now - Keep });
        var values = new { name.Tenant, name.Path, name.Key, fingerprint, runner, now, until = now + Lease };
        var begun = connection.Execute("""
            INSERT INTO answers (tenant, path, key, fingerprint, runner, begun_at, until) VALUES (@Tenant, @Path, @Key, @fingerprint, @runner, @now, @until)
            ON CONFLICT DO NOTHING
            """, values);
        return begun == 1 ? new AnswerFound(AnswerState.Yours) : Found(connection, values, name, fingerprint, now);
    });

    /// <summary>Says that a request still runs.</summary>
    public void Renew(AnswerName name, string runner) => _database.Write(connection => connection.Execute(
        $"UPDATE answers SET until = @until {Running}", new { name.Tenant, name.Path, name.Key, runner, until = _database.Now + Lease }));

    /// <summary>Remembers the answer.</summary>
    public void Finish(AnswerName name, string runner, KeptAnswer answer) => _database.Write(connection => connection.Execute(
        $"UPDATE answers SET status = @Status, location = @Location, etag = @ETag, content_type = @ContentType, body = @Body {Running}",
        new { name.Tenant, name.Path, name.Key, runner, answer.Status, answer.Location, answer.ETag, answer.ContentType, answer.Body }));

    /// <summary>Forgets a request that did nothing, so that it may come again.</summary>
    public void Forget(AnswerName name, string runner) => _database.Write(connection => connection.Execute(
        $"DELETE FROM answers {Running}", new { name.Tenant, name.Path, name.Key, runner }));

    private const string Named = "WHERE tenant = @Tenant AND path = @Path AND key = @Key";

    private const string Running = Named + " AND runner = @runner AND status IS NULL";

    private static AnswerFound Found(DbConnection connection, object values, AnswerName name, string fingerprint, DateTimeOffset now)
    {
        var row = connection.QuerySingle<Row>(
            $"SELECT fingerprint, until, status, location, etag, content_type AS ContentType, body FROM answers {Named}", new { name.Tenant, name.Path, name.Key });
        if (row.Fingerprint != fingerprint) return new AnswerFound(AnswerState.Other);
        if (row.Status is { } status)
            return new AnswerFound(AnswerState.Answered, new KeptAnswer { Status = (int)status, Location = row.Location, ETag = row.ETag, ContentType = row.ContentType, Body = row.Body });
        if (row.Until > now) return new AnswerFound(AnswerState.Runs, Wait: row.Until - now);
        connection.Execute($"UPDATE answers SET runner = @runner, begun_at = @now, until = @until {Named}", values);
        return new AnswerFound(AnswerState.Yours);
    }

    private sealed class Row
    {
        public string Fingerprint { get; init; } = "";

        public DateTimeOffset Until { get; init; }

        public long? Status { get; init; }

        public string? Location { get; init; }

        public string? ETag { get; init; }

        public string? ContentType { get; init; }

        public byte[]? Body { get; init; }
    }
}
