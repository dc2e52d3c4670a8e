using Npgsql;

namespace Weir.Storage;

/// <summary>A database of a PostgreSQL server. Its text names the database and the server, never the password.</summary>
public sealed class PostgresAddress
{
    /// <summary>The usual port.</summary>
    public const int UsualPort = 5432;

    /// <summary>How the connection is protected: disable, allow, prefer (the default), require, verify-ca, verify-full.</summary>
    public static IReadOnlyList<string> Protections { get; } = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    /// <summary>The host name, its address, or the directory of its socket.</summary>
    public required string Host { get; init; }

    /// <summary>The port; default 5432.</summary>
    public int Port { get; init; } = UsualPort;

    /// <summary>The role; default weir.</summary>
    public string User { get; init; } = "weir";

    /// <summary>The password of the role; null when the server asks for none.</summary>
    public string? Password { get; init; }

    /// <summary>The database; default weir.</summary>
    public string Name { get; init; } = "weir";

    /// <summary>One of <see cref="Protections"/>; default prefer.</summary>
    public string Protection { get; init; } = "prefer";

    internal SslMode Ssl => Protection switch
    {
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => SslMode.Prefer,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Name} at {Host}:{Port}";
}
