using System.Data.Common;
using Dapper;

namespace Weir.Storage.Alerts;

/// <summary>What each channel is still to be told, in order, and how the channels fare. A message leaves only when it was taken.</summary>
public sealed class AlertOutbox
{
    private const string Waiting = "sent_at IS NULL AND given_up IS NULL";

    private readonly Database _database;

    internal AlertOutbox(Database database) => _database = database;

    /// <summary>What a channel is still to be told, oldest first.</summary>
    public IReadOnlyList<AlertMessage> Pending(string channel, int most = 1000) => _database.Read(connection => connection.Query<AlertMessage>($"""
        SELECT m.id, m.alert, m.channel, m.key, m.event, a.kind, a.subject, m.level, m.text, m.count, m.at, m.attempts
        FROM alert_messages m JOIN alerts a ON a.id = m.alert WHERE m.channel = @channel AND {Waiting} ORDER BY m.id LIMIT @most
        """, new { channel, most }).AsList());

    /// <summary>How many deliveries a channel took between two times.</summary>
    public int Sent(string channel, DateTimeOffset after, DateTimeOffset until) => _database.Read(connection => connection.ExecuteScalar<int>(
        "SELECT count(DISTINCT delivery) FROM alert_messages WHERE channel = @channel AND sent_at > @after AND sent_at <= @until",
        new { channel, after, until }));

    /// <summary>The channels that were used or are owed a message.</summary>
    public IReadOnlyList<AlertChannelState> Channels() => _database.Read(connection => connection.Query<AlertChannelState>($"""
        SELECT n.name, coalesce(c.failures, 0) AS failures, coalesce(c.not_before, 0) AS NotBefore, c.last_error AS LastError, c.last_sent_at AS LastSentAt,
          (SELECT count(*) FROM alert_messages m WHERE m.channel = n.name AND {Waiting}) AS pending
        FROM (SELECT name FROM alert_channels UNION SELECT DISTINCT channel FROM alert_messages WHERE {Waiting}) n
        LEFT JOIN alert_channels c ON c.name = n.name ORDER BY n.name
        """).AsList());

    /// <summary>Takes a channel for one sender; false while another has it. A claim ends by itself, also when the clock was set back.</summary>
    public bool TryClaim(string channel, TimeSpan span) => _database.Write(connection =>
    {
        Touch(connection, channel);
        return connection.Execute(
            "UPDATE alert_channels SET claimed_until = @until WHERE name = @channel AND (claimed_until <= @now OR claimed_until > @until)",
            new { channel, now = _database.Now, until = _database.Now + span }) == 1;
    });

    /// <summary>Keeps a claim for longer.</summary>
    public void Renew(string channel, TimeSpan span) => _database.Write(connection =>
    {
        connection.Execute("UPDATE alert_channels SET claimed_until = @until WHERE name = @channel", new { channel, until = _database.Now + span });
    });

    /// <summary>Gives a channel back.</summary>
    public void Release(string channel) => _database.Write(connection =>
    {
        connection.Execute("UPDATE alert_channels SET claimed_until = 0 WHERE name = @channel", new { channel });
    });

    /// <summary>Notes that a channel took messages, as one delivery.</summary>
    public void MarkSent(string channel, IReadOnlyList<long> ids, string delivery) => _database.Write(connection =>
    {
        connection.Execute("UPDATE alert_messages SET sent_at = @now, delivery = @delivery WHERE id IN @ids", new { ids, delivery, now = _database.Now });
        connection.Execute("UPDATE alert_channels SET failures = 0, not_before = 0, last_error = NULL, last_sent_at = @now WHERE name = @channel",
            new { channel, now = _database.Now });
    });

    /// <summary>Notes that a channel could not be reached; it is not tried again before a time.</summary>
    public void MarkFailed(string channel, string error, DateTimeOffset notBefore) => _database.Write(connection =>
    {
        Touch(connection, channel);
        connection.Execute("UPDATE alert_channels SET failures = failures + 1, not_before = @notBefore, last_error = @error WHERE name = @channel",
            new { channel, error, notBefore });
    });

    /// <summary>Notes that the receiver refused these messages; after so many refusals they are given up, with the reason.</summary>
    public void MarkRefused(IReadOnlyList<long> ids, string error, int most) => _database.Write(connection =>
    {
        connection.Execute("UPDATE alert_messages SET attempts = attempts + 1 WHERE id IN @ids", new { ids });
        connection.Execute("UPDATE alert_messages SET given_up = @error WHERE id IN @ids AND attempts >= @most", new { ids, error, most });
    });

    internal static void Add(DbConnection connection, AlertMessage message) => connection.Execute("""
        INSERT INTO alert_messages (alert, channel, key, event, level, text, count, at)
        VALUES (@Alert, @Channel, @Key, @Event, @Level, @Text, @Count, @At) ON CONFLICT (key) DO NOTHING
        """, message);

    private static void Touch(DbConnection connection, string channel) =>
        connection.Execute("INSERT INTO alert_channels (name) VALUES (@channel) ON CONFLICT (name) DO NOTHING", new { channel });
}
