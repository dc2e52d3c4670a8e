using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Security;

/// <summary>Second factors of accounts: the authenticator, and recovery codes by their hashes.</summary>
public sealed class CodeStore
{
    private readonly Database _database;

    internal CodeStore(Database database) => _database = database;

    /// <summary>Sets the encrypted secret of an account, null for none, with new recovery codes.</summary>
    public void Set(long account, string? secret, IReadOnlyCollection<string> recoveryHashes, string actor) => _database.Write(connection =>
    {
        var name = connection.QuerySingle<string>("UPDATE accounts SET totp_secret = @secret, totp_step = 0 WHERE id = @account RETURNING name", new { account, secret });
        connection.Execute("DELETE FROM recovery_codes WHERE account = @account", new { account });
        foreach (var hash in recoveryHashes) connection.Execute("INSERT INTO recovery_codes (account, hash) VALUES (@account, @hash)", new { account, hash });
        AuditLog.Append(connection, _database.Now, actor, secret is null ? "account.totp.off" : "account.totp.on", name, "");
    });

    /// <summary>Takes a time step; false when this or a later one was taken already.</summary>
    public bool TakeStep(long account, long step) => _database.Write(connection =>
        connection.Execute("UPDATE accounts SET totp_step = @step WHERE id = @account AND totp_step < @step", new { account, step }) > 0);

    /// <summary>Takes a recovery code; false when there is none of this hash.</summary>
    public bool TakeRecovery(long account, string hash) => _database.Write(connection =>
        connection.Execute("DELETE FROM recovery_codes WHERE account = @account AND hash = @hash", new { account, hash }) > 0);

    /// <summary>How many recovery codes are left.</summary>
    public int Left(long account) => _database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM recovery_codes WHERE account = @account", new { account }));
}
