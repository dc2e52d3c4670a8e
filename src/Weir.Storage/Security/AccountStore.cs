using System.Data.Common;
using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Security;

/// <summary>People who may log in.</summary>
public sealed class AccountStore
{
    private const string Columns = """
        id, name, role, tenant, password, created_at AS CreatedAt, created_by AS CreatedBy, disabled_at AS DisabledAt, login_at AS LoginAt,
        failures, failed_at AS FailedAt, totp_secret AS TotpSecret
        """;

    private readonly Database _database;

    internal AccountStore(Database database)
    {
        _database = database;
        Codes = new CodeStore(database);
    }

    /// <summary>Second factors.</summary>
    public CodeStore Codes { get; }

    /// <summary>Whether there is any account.</summary>
    public bool Any() => _database.Read(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM accounts") > 0);

    /// <summary>Accounts of a tenant, or of all with null, by number, beyond a number when one is given.</summary>
    public IReadOnlyList<AccountRecord> Page(string? tenant, long? after, int count) => _database.Read(connection => connection.Query<AccountRecord>(
        $"SELECT {Columns} FROM accounts WHERE (@all = 1 OR tenant = @tenant) AND id > @after ORDER BY id LIMIT @count",
        new { all = tenant is null ? 1 : 0, tenant = tenant ?? "", after = after ?? 0, count }).AsList());

    /// <summary>The account of this number if the tenant may see it; null for all tenants.</summary>
    public AccountRecord? Find(long id, string? tenant) => _database.Read(connection => connection.QuerySingleOrDefault<AccountRecord>(
        $"SELECT {Columns} FROM accounts WHERE id = @id AND (@all = 1 OR tenant = @tenant)", new { id, all = tenant is null ? 1 : 0, tenant = tenant ?? "" }));

    /// <summary>The account of this name, in lower case.</summary>
    public AccountRecord? Find(string name) => _database.Read(connection =>
        connection.QuerySingleOrDefault<AccountRecord>($"SELECT {Columns} FROM accounts WHERE name = @name", new { name }));

    /// <summary>Adds an account; null when the name is taken.</summary>
    public AccountRecord? Add(AccountRecord account, string actor) => _database.Write(connection => Add(connection, account, actor));

    /// <summary>Makes the first account with a link that is still good; null when the link is none, or somebody was first.</summary>
    public AccountRecord? AddFirst(AccountRecord account, string linkHash) => _database.Write(connection =>
    {
        if (connection.Execute("DELETE FROM setup_links WHERE hash = @linkHash AND ends_at > @now", new { linkHash, now = _database.Now }) == 0) return null;
        return connection.ExecuteScalar<long>("SELECT count(*) FROM accounts") > 0 ? null : Add(connection, account, "setup");
    });

    /// <summary>Makes a link the only one with which the first account can be made.</summary>
    public void RenewLink(string linkHash, DateTimeOffset endsAt) => _database.Write(connection =>
    {
        connection.Execute("DELETE FROM setup_links");
        connection.Execute("INSERT INTO setup_links (hash, ends_at) VALUES (@linkHash, @endsAt)", new { linkHash, endsAt });
    });

    /// <summary>Whether a link is still good.</summary>
    public bool IsLink(string linkHash) => _database.Read(connection =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM setup_links WHERE hash = @linkHash AND ends_at > @now", new { linkHash, now = _database.Now }) > 0);

    /// <summary>Sets role and whether it is refused; false when the tenant (null: any) has no such account. Its sessions end.</summary>
    public bool Change(long id, string? tenant, string role, bool disabled, string actor) => _database.Write(connection =>
    {
        var now = _database.Now;
        var name = connection.QuerySingleOrDefault<string>("""
            UPDATE accounts SET role = @role, disabled_at = CASE WHEN @disabled = 0 THEN NULL ELSE COALESCE(disabled_at, @now) END
            WHERE id = @id AND (@all = 1 OR tenant = @tenant) RETURNING name
            """, new { id, role, disabled = disabled ? 1 : 0, now, all = tenant is null ? 1 : 0, tenant = tenant ?? "" });
        if (name is null) return false;
        SessionStore.EndAll(connection, id, now, null);
        AuditLog.Append(connection, now, actor, "account.change", name, $"role {role}{(disabled ? ", disabled" : "")}");
        return true;
    });

    /// <summary>Sets a password by its hash and ends all sessions but one.</summary>
    public void SetPassword(long id, string hash, string actor, long? keptSession = null) => _database.Write(connection =>
    {
        var name = connection.QuerySingle<string>("UPDATE accounts SET password = @hash, failures = 0 WHERE id = @id RETURNING name", new { id, hash });
        SessionStore.EndAll(connection, id, _database.Now, keptSession);
        AuditLog.Append(connection, _database.Now, actor, "account.password", name, "");
    });

    /// <summary>Notes a failed try; the audit log hears of it when there are so many in a row.</summary>
    public void Failed(long id, int told) => _database.Write(connection =>
    {
        var now = _database.Now;
        var (failures, name) = connection.QuerySingle<(long Failures, string Name)>("UPDATE accounts SET failures = failures + 1, failed_at = @now WHERE id = @id RETURNING failures, name", new { id, now });
        if (failures == told) AuditLog.Append(connection, now, "nobody", "account.delay", name, $"{told} log-ins in a row failed");
    });

    /// <summary>Notes a log-in, and a stronger hash of the same password when there is one.</summary>
    public void Entered(long id, string? rehashed) => _database.Write(connection =>
    {
        var name = connection.QuerySingle<string>(
            "UPDATE accounts SET failures = 0, login_at = @now, password = COALESCE(@rehashed, password) WHERE id = @id RETURNING name", new { id, rehashed, now = _database.Now });
        AuditLog.Append(connection, _database.Now, name, "account.login", name, "");
    });

    private AccountRecord? Add(DbConnection connection, AccountRecord account, string actor)
    {
        var now = _database.Now;
        var id = connection.QuerySingleOrDefault<long?>("""
            INSERT INTO accounts (name, role, tenant, password, created_at, created_by) VALUES (@Name, @Role, @Tenant, @Password, @now, @actor)
            ON CONFLICT (name) DO NOTHING RETURNING id
            """, new { account.Name, account.Role, account.Tenant, account.Password, now, actor });
        if (id is not { } number) return null;
        AuditLog.Append(connection, now, actor, "account.add", account.Name, $"role {account.Role}, tenant {account.Tenant}");
        return account with { Id = number, CreatedAt = now, CreatedBy = actor };
    }
}
