using System.Data.Common;
using Weir.Storage;
using Weir.Storage.Audits;
using Weir.Storage.Settings;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Audits;

public abstract class AuditLogTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void What_was_written_is_a_whole_chain_whatever_it_holds()
    {
        Write(10);
        foreach (var text in HostileText.Some(200, 3)) Store.Audit.Note("a", "list.add", text, text + "\0\uD800\u202E");
        var state = Store.Audit.Verify();
        Assert.Equal((true, 210L, 210L, null), (state.IsWhole, state.Entries, state.Anchor?.Entry, state.Fault));
        Assert.Equal((210L, Store.Audit.Recent(1)[0].Hash), (Store.Audit.Count(), state.LastHash));
    }

    [Fact]
    public void The_database_refuses_to_change_or_empty_the_log()
    {
        if (Store.Audit.Count() == 0) Write(4);
        foreach (var statement in (string[])["UPDATE audit SET actor = 'nobody' WHERE id = 2", "DELETE FROM audit WHERE id = 2", .. Kind == StoreKind.Postgres ? ["TRUNCATE audit"] : Array.Empty<string>()])
            Assert.Contains("append-only", Assert.ThrowsAny<DbException>(() => Place.Execute(statement)).Message);
        Assert.Equal(4, Store.Audit.Verify().Entries);
    }

    [Theory]
    [InlineData("actor = 'nobody'", "Entry 5 was altered: what it says (setting name5 by nobody, 2025-06-01 12:00 UTC) does not fit its hash.")]
    [InlineData("at = at + 1", "Entry 5 was altered: what it says (setting name5 by anna, 2025-06-01 12:00 UTC) does not fit its hash.")]
    [InlineData("hash = 'ff'", "Entry 5 was altered: what it says (setting name5 by anna, 2025-06-01 12:00 UTC) does not fit its hash.")]
    [InlineData("previous_hash = ''", "Entry 5 was altered: what it says (setting name5 by anna, 2025-06-01 12:00 UTC) does not fit its hash.")]
    public void An_altered_entry_is_named_with_what_it_says_now(string change, string sentence)
    {
        Write(10);
        Tamper($"UPDATE audit SET {change} WHERE id = 5");
        Told(5, 4, sentence);
    }

    [Theory]
    [InlineData("id = 5", 5, 4, "Entry 5 is missing: entry 4 is followed by entry 6.")]
    [InlineData("id BETWEEN 5 AND 7", 5, 4, "Entries 5 to 7 are missing: entry 4 is followed by entry 8.")]
    [InlineData("id <= 2", 1, 0, "Entries 1 to 2 are missing: the log begins with entry 3.")]
    [InlineData("id > 7", 8, 7, "Entries 8 to 10 are missing at the end: the log ends with entry 7, and audit-anchor.json knows entry 10.")]
    [InlineData("id > 0", 1, 0, "Entries 1 to 10 are missing at the end: the log ends before its first entry, and audit-anchor.json knows entry 10.")]
    public void Entries_that_were_taken_away_are_named(string which, long entry, long before, string sentence)
    {
        Write(10);
        Tamper($"DELETE FROM audit WHERE {which}");
        Told(entry, before, sentence);
    }

    [Fact]
    public void An_entry_that_was_made_to_fit_its_own_hash_does_not_fit_the_next()
    {
        Write(10);
        Tamper(Remade(Store.Audit.Recent(10).Single(entry => entry.Id == 5)));
        Told(5, 5, "Entry 5 was replaced: entry 6 names another hash for the entry before it.");
    }

    [Fact]
    public void The_last_entry_made_anew_is_known_by_the_anchor_of_this_machine_or_by_the_count()
    {
        Write(10);
        var last = Store.Audit.Recent(1)[0];
        Tamper(Remade(last));
        Told(10, 9, "Entry 10 was replaced: audit-anchor.json knows another hash of it.");
        File.Delete(Place.File(WeirStore.AnchorName));
        Told(10, 9, "Entry 10 was replaced: the count in the database knows another hash of it.");
    }

    [Fact]
    public void A_cut_that_also_turns_the_count_back_is_known_by_the_anchor_of_this_machine_or_by_one_noted_elsewhere()
    {
        Write(10);
        var noted = new AuditAnchor(9, Store.Audit.Recent(2)[1].Hash, "--anchor");
        Tamper("DELETE FROM audit WHERE id > 7", "UPDATE audit_head SET entry = 7, hash = (SELECT hash FROM audit WHERE id = 7)");
        Told(8, 7, "Entries 8 to 10 are missing at the end: the log ends with entry 7, and audit-anchor.json knows entry 10.");
        File.Delete(Place.File(WeirStore.AnchorName));
        Assert.Null(Store.Audit.Verify().Fault);
        Assert.Equal("Entries 8 to 9 are missing at the end: the log ends with entry 7, and --anchor knows entry 9.", Store.Audit.Verify(noted).Fault?.Sentence);
    }

    [Fact]
    public void After_a_cut_the_log_goes_on_behind_the_gap_and_the_anchor_stays_where_it_was()
    {
        Write(10);
        Tamper("DELETE FROM audit WHERE id > 7");
        Write(2);
        Assert.Equal([12L, 11L, 7L], Store.Audit.Recent(3).Select(entry => entry.Id));
        Told(8, 7, "Entries 8 to 10 are missing: entry 7 is followed by entry 11.");
        Tamper("DELETE FROM audit WHERE id > 7", "DELETE FROM audit_head");
        Write(4);
        Told(10, 9, "Entry 10 was replaced: audit-anchor.json knows another hash of it.");
    }

    [Fact]
    public void An_entry_that_was_slipped_in_behind_the_last_is_named()
    {
        Write(3);
        var last = Store.Audit.Recent(1)[0];
        var next = last with { Id = 4, Actor = "anna", Subject = "x", PreviousHash = last.Hash };
        Place.Execute($"INSERT INTO audit (id, at, actor, action, subject, detail, previous_hash, hash) VALUES (4, {next.At.ToUnixTimeSeconds()}, 'anna', '{next.Action}', 'x', '{next.Detail}', '{next.PreviousHash}', '{AuditChain.HashOf(next)}')");
        Told(4, 4, "Entry 4 was not written by Weir: the database has counted 3 entries.");
    }

    [Fact]
    public void Several_processes_write_one_chain()
    {
        using var other = Place.Open(Time);
        Parallel.For(0, 40, i => (i % 2 == 0 ? Store : other).Settings.Set($"n{i}", "1", "anna"));
        Assert.Equal((40L, true), (Store.Audit.Verify().Entries, other.Audit.Verify().IsWhole));
    }

    [Fact]
    public void A_database_of_another_machine_is_anchored_by_each_machine_that_writes()
    {
        Write(3);
        using var away = new TempDirectory();
        if (Kind == StoreKind.Postgres)
        {
            using var other = WeirStore.Open(Place.Address with { DataDirectory = away.Path }, Time);
            Assert.Null(other.Audit.Verify().Anchor);
            other.Settings.Set("x", "1", "bert");
            Assert.Equal(4, other.Audit.Verify().Anchor?.Entry);
            Assert.Equal((3L, true), (Store.Audit.Verify().Anchor?.Entry, Store.Audit.Verify().IsWhole));
        }
    }

    [Fact]
    public void Entries_are_found_by_who_what_to_what_and_when()
    {
        Store.Audit.Note("anna", "list.add", "Bad.example", "");
        Time.Advance(TimeSpan.FromDays(1));
        Store.Audit.Note("bert", "list.remove", "bad.example", "");
        Store.Audit.Note("bert", "listing", "100%_sure!", "");
        Assert.Equal([2L, 1L], Found(new AuditFilter { Action = "list" }));
        Assert.Equal([1L], Found(new AuditFilter { Action = "list.add" }));
        Assert.Equal([3L, 2L], Found(new AuditFilter { Actor = "bert" }));
        Assert.Equal([2L, 1L], Found(new AuditFilter { Subject = "BAD.ex" }));
        Assert.Equal([3L], Found(new AuditFilter { Subject = "%_s" }));
        Assert.Equal([3L], Found(new AuditFilter { Subject = "e!" }));
        Assert.Equal([3L, 2L], Found(new AuditFilter { Since = Time.GetUtcNow() }));
        Assert.Equal([1L], Found(new AuditFilter { Until = Time.GetUtcNow() }));
        Assert.Equal([2L], Found(new AuditFilter { Before = 3, Limit = 1 }));
    }

    private IEnumerable<long> Found(AuditFilter filter) => Store.Audit.Search(filter).Select(entry => entry.Id);

    private void Write(int count)
    {
        for (var i = 1; i <= count; i++) Store.Settings.Set($"name{i}", i.ToString(System.Globalization.CultureInfo.InvariantCulture), "anna");
    }

    private void Told(long entry, long before, string sentence)
    {
        var state = Store.Audit.Verify();
        Assert.Equal(sentence, state.Fault?.Sentence);
        Assert.Equal((entry, before), (state.Fault!.Entry, state.Entries));
        Assert.Equal(sentence, Store.Audit.FirstBroken()?.Sentence);
    }

    private static string Remade(AuditEntry entry)
    {
        var made = entry with { Actor = "nobody" };
        return $"UPDATE audit SET actor = 'nobody', hash = '{AuditChain.HashOf(made)}' WHERE id = {entry.Id}";
    }

    [Fact]
    public void A_log_without_its_anchor_is_whole_and_the_missing_file_is_named_until_the_next_change_writes_it()
    {
        Assert.Empty(Store.Audit.Verify().Warnings);
        Write(3);
        File.Delete(Place.File(WeirStore.AnchorName));
        var state = Store.Audit.Verify();
        Assert.True(state.IsWhole);
        Assert.StartsWith("audit-anchor.json is not in the data directory, so that a log whose end was cut off together with its count would not be noticed.", Assert.Single(state.Warnings));
        Write(1);
        Assert.Empty(Store.Audit.Verify().Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"entry\": \"two\", \"hash\": \"ff\"}")]
    public void An_anchor_that_cannot_be_read_is_a_fault_and_stays_until_a_person_has_seen_it(string text)
    {
        Write(3);
        Place.Write(WeirStore.AnchorName, text);
        Write(2);
        var state = Store.Audit.Verify();
        Assert.StartsWith("audit-anchor.json in the data directory cannot be read (it is not what Weir wrote)", state.Fault?.Sentence);
        Assert.Equal((0L, 5L, text), (state.Fault!.Entry, state.Entries, File.ReadAllText(Place.File(WeirStore.AnchorName))));
    }

    [Fact]
    public void Triggers_that_were_dropped_switched_off_or_altered_are_named_and_set_again()
    {
        Write(3);
        var isServer = Kind == StoreKind.Postgres;
        Place.Execute(isServer ? "ALTER TABLE audit DISABLE TRIGGER audit_no_update" : "DROP TRIGGER audit_no_update");
        Assert.StartsWith("The database does not refuse changes of the audit log any more: its trigger audit_no_update is missing, switched off or altered.", Store.Audit.Verify().Fault?.Sentence);
        Place.Execute(isServer
            ? "DROP TRIGGER audit_no_delete ON audit; CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW WHEN (old.id > 9000) EXECUTE FUNCTION audit_no_delete()"
            : "DROP TRIGGER audit_no_delete; CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit WHEN old.id > 9000 BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END");
        var state = Store.Audit.Verify();
        Assert.Equal((false, 0L, 3L), (state.IsWhole, state.Fault!.Entry, state.Entries));
        Assert.Contains("its triggers audit_no_update and audit_no_delete are missing", state.Fault.Sentence);
        Assert.Contains("weir audit protect", state.Fault.Sentence);
        Assert.True(Store.Audit.Protect("anna"));
        Assert.False(Store.Audit.Protect("anna"));
        Assert.Equal((true, 4L), (Store.Audit.Verify().IsWhole, Store.Audit.Verify().Entries));
        The_database_refuses_to_change_or_empty_the_log();
    }

    [Fact]
    public void A_log_that_was_dropped_is_told_in_words_of_people()
    {
        Write(3);
        Place.Execute("DROP TABLE audit_head");
        Assert.StartsWith("The count of the audit log is gone", Store.Audit.Verify().Fault?.Sentence);
        Place.Execute("DROP TABLE audit");
        Assert.Equal("The audit log is gone: the database has no table audit any more, and audit-anchor.json knows 3 entries of it. Bring a backup back (`weir restore FILE --force`).", Store.Audit.Verify().Fault?.Sentence);
        Assert.Contains("has lost", Assert.Throws<StoreException>(() => Store.Audit.Recent(1)).Message);
        Assert.Contains("has lost", Assert.Throws<StoreException>(() => Write(1)).Message);
    }

    // Who owns the database can switch its triggers off and on again: the hashes are there for him.
    private void Tamper(params string[] statements)
    {
        var isServer = Kind == StoreKind.Postgres;
        var set = isServer ? [] : Place.Query("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'");
        foreach (var change in (string[])["update", "delete"]) Place.Execute(isServer ? $"ALTER TABLE audit DISABLE TRIGGER audit_no_{change}" : $"DROP TRIGGER audit_no_{change}");
        foreach (var statement in statements) Place.Execute(statement);
        if (isServer) Place.Execute("ALTER TABLE audit ENABLE TRIGGER ALL");
        foreach (var trigger in set) Place.Execute(trigger);
    }
}

public sealed class AuditLogOnSqlite() : AuditLogTests(StoreKind.Sqlite);

public sealed class AuditLogOnPostgres() : AuditLogTests(StoreKind.Postgres);
