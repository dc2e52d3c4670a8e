using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Engines;

/// <summary>Whoever names a database that cannot be used is told in one sentence what is wrong and what to do, and never the password.</summary>
public sealed class PostgresFaultsTests
{
    [Fact]
    public void A_wrong_password_or_name_and_a_closed_port_are_told_apart()
    {
        var right = PostgresServer.Shared.Address("postgres");
        Told(right, "has no database 'nothing'; make it with `createdb ", name: "nothing");
        Told(right, "does not let the user 'weir' in (password authentication failed", password: "wrong-one");
        Told(right, "asks for a password", password: "");
        Told(right, "127.0.0.1:1 cannot be reached (Connection refused); start it", port: 1);
        Told(right, "cannot be reached (", host: "nowhere.invalid");
    }

    [Fact]
    public void Who_may_not_make_tables_is_told_who_may()
    {
        using var place = new TempDatabase(StoreKind.Postgres, isEmpty: true);
        var address = place.Address.Server!;
        var role = "poor_" + address.Name;
        PostgresServer.Shared.Order($"CREATE ROLE {role} LOGIN PASSWORD 'poor-secret'");
        Told(address, $"make the user its owner (`ALTER DATABASE {address.Name} OWNER TO {role}`)", user: role, password: "poor-secret");
        place.Open(new FakeTime()).Dispose();
        Told(address, $"make the user its owner (`ALTER DATABASE {address.Name} OWNER TO {role}`)", user: role, password: "poor-secret");
        PostgresServer.Shared.Order($"DROP ROLE {role}");
    }

    [Theory]
    [InlineData("CREATE TABLE orders (a INTEGER)", "holds tables of another program")]
    [InlineData("CREATE TABLE weir_schema (one INTEGER PRIMARY KEY, version BIGINT); INSERT INTO weir_schema VALUES (1, 9999)", "has schema 9999, from a newer version of Weir")]
    [InlineData("""
        CREATE SCHEMA old;
        CREATE FUNCTION old.current_setting(name text) RETURNS text LANGUAGE sql AS
          'SELECT CASE name WHEN ''server_version_num'' THEN ''140011'' WHEN ''server_version'' THEN ''14.11'' ELSE pg_catalog.current_setting(name) END';
        DO 'BEGIN EXECUTE format(''ALTER DATABASE %I SET search_path = old, pg_catalog'', current_database()); END'
        """, "is version 14.11, older than Weir needs (15)")]
    public void A_database_that_is_not_for_this_Weir_is_left_alone(string made, string words)
    {
        using var place = new TempDatabase(StoreKind.Postgres, isEmpty: true);
        place.Execute(made);
        Told(place.Address.Server!, words);
        Assert.True(place.Query("SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'old')").Count <= 1);
    }

    [Fact]
    public void A_database_of_another_encoding_is_refused()
    {
        using var place = new TempDatabase(StoreKind.Postgres, isEmpty: true);
        var address = place.Address.Server!;
        PostgresServer.Shared.Order($"DROP DATABASE {address.Name}");
        PostgresServer.Shared.Order($"CREATE DATABASE {address.Name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        Told(address, "is encoded in LATIN1");
    }

    private static void Told(PostgresAddress like, string words, string? host = null, int? port = null, string? name = null, string? user = null, string? password = null)
    {
        var address = new PostgresAddress { Host = host ?? like.Host, Port = port ?? like.Port, Name = name ?? like.Name, User = user ?? like.User, Password = password ?? like.Password, Protection = like.Protection };
        using var directory = new TempDirectory();
        var sentence = Assert.Throws<StoreException>(() => WeirStore.Open(new StoreAddress(directory.Path, address), new FakeTime())).Message;
        Assert.Contains(words, sentence, StringComparison.Ordinal);
        Assert.True(sentence.EndsWith('.') && !sentence.Contains('\n', StringComparison.Ordinal) && !sentence.Contains(" at " + address + " ", StringComparison.Ordinal), sentence);
        if (address.Password is { Length: > 0 } secret) Assert.DoesNotContain(secret, sentence, StringComparison.Ordinal);
    }
}
