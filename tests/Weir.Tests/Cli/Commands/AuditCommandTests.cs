using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public abstract class AuditCommandTests : IDisposable
{
    private readonly TempDatabase _place;

    protected AuditCommandTests(StoreKind kind)
    {
        _place = new TempDatabase(kind).WithSettings();
        using var store = _place.Open(new FakeTime());
        store.Settings.Set("gates.f1", "0.7", "anna");
        store.Audit.Note("bert", "list.add", "bad.example\u001b[2J", "why\nnot");
    }

    public void Dispose()
    {
        _place.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_log_is_listed_and_filtered()
    {
        var all = await Run("audit");
        Assert.Equal((0, 2), (all.ExitCode, all.Output.TrimEnd().Split('\n').Length));
        Assert.Contains("bad.example\uFFFD[2J (why\uFFFDnot)", all.Output);
        Assert.Contains("     1  2025-06-01 12:00:00  anna             setting            gates.f1 (0.7)", (await Run("audit", "list", "--action", "setting")).Output);
        Assert.Contains("\"actor\":\"bert\"", (await Run("audit", "list", "--json", "--actor", "bert")).Output);
        Assert.Contains("No entry fits.", (await Run("audit", "list", "--since", "2025-06-02")).Output);
        Assert.Equal(2, (await Run("audit", "list", "--until", "tomorrow")).ExitCode);
    }

    [Fact]
    public async Task The_chain_is_verified_and_the_first_broken_entry_named()
    {
        var whole = await Run("audit", "verify");
        Assert.Equal(0, whole.ExitCode);
        var anchor = whole.Output.Trim().Split(' ')[^1];
        Assert.Equal(0, (await Run("audit", "verify", "--anchor", anchor)).ExitCode);
        Assert.Equal(2, (await Run("audit", "verify", "--anchor", "2:abc")).ExitCode);
        var other = await Run("audit", "verify", "--anchor", "1" + anchor[1..]);
        Assert.Equal((1, true), (other.ExitCode, other.Error.StartsWith("weir: Entry 1 was replaced: --anchor knows another hash of it.", StringComparison.Ordinal)));
        _place.Execute(_place.Address.Server is null ? "DROP TRIGGER audit_no_update" : "ALTER TABLE audit DISABLE TRIGGER ALL");
        _place.Execute("UPDATE audit SET actor = 'nobody' WHERE id = 1");
        var broken = await Run("audit", "verify");
        Assert.Equal(1, broken.ExitCode);
        Assert.StartsWith("weir: Entry 1 was altered: what it says (setting gates.f1 by nobody, 2025-06-01 12:00 UTC) does not fit its hash.", broken.Error);
        Assert.Contains("Entry 1 was altered", (await Run("doctor")).Output);
    }

    [Fact]
    public async Task Missing_triggers_and_a_missing_anchor_are_told_with_the_way_out()
    {
        File.Delete(_place.File("audit-anchor.json"));
        var warned = await Run("audit", "verify");
        Assert.Equal((0, true), (warned.ExitCode, warned.Error.StartsWith("weir: warning: audit-anchor.json is not in the data directory", StringComparison.Ordinal)));
        Assert.Contains("warning  audit      audit-anchor.json is not in the data directory", (await Run("doctor")).Output);
        _place.Execute(_place.Address.Server is null ? "DROP TRIGGER audit_no_update" : "DROP TRIGGER audit_no_update ON audit");
        var open = await Run("audit", "verify");
        Assert.Equal((1, true), (open.ExitCode, open.Error.Contains("its trigger audit_no_update is missing", StringComparison.Ordinal)));
        Assert.Contains("BROKEN   audit      The database does not refuse changes", (await Run("doctor")).Output);
        Assert.Contains("refuses changes of the log again", (await Run("audit", "protect")).Output);
        Assert.Contains("nothing was done", (await Run("audit", "protect")).Output);
        Assert.Equal((0, ""), (await Run("audit", "verify")) is var whole ? (whole.ExitCode, whole.Error) : default);
        Assert.Contains("audit.protect", (await Run("audit")).Output);
    }

    [Fact]
    public async Task Doctor_names_the_database_and_the_state_of_the_log()
    {
        var told = (await Run("doctor")).Output;
        Assert.Contains(_place.Address.Server is { } server ? $"{server.Name} at 127.0.0.1:{server.Port} answers (PostgreSQL " : "weir.db is whole (SQLite ", told);
        Assert.Contains("ok       audit      2 entries, an unbroken chain; audit-anchor.json holds entry 2.", told);
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of([.. args, "--data", _place.Path]);
}

public sealed class AuditCommandOnSqlite() : AuditCommandTests(StoreKind.Sqlite);

public sealed class AuditCommandOnPostgres() : AuditCommandTests(StoreKind.Postgres);
