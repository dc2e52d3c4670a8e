using Weir.Storage.Engines;

namespace Weir.Tests.Support;

/// <summary>A database as an older version left it, with a row or more in what that version had.</summary>
internal static class OldDatabase
{
    // What stood there when the schema had this number. Both databases understand the statements.
    private static readonly (int Since, string Rows)[] Kept =
    [
        (1, """
            INSERT INTO feeds (name, trust, added_at) VALUES ('desk', 0.8, 1700000000);
            INSERT INTO imports (file, sha256, started_at, finished_at, read, added, outcome) VALUES ('list.csv', 'aa', 1700000000, 1700000001, 1, 1, 'done');
            INSERT INTO samples (channel, canonical, subject, registrable, pending, added_at) VALUES (0, 'a.test/login', 'http://a.test/login', 'a.test', 0, 1700000000);
            INSERT INTO observations (sample_id, feed_id, claim, seen_at, target, import_id) VALUES (1, 1, 1, 1699990000, 'Bank', 1);
            INSERT INTO labels (sample_id, label, share, feeds, feed_id, seen_at, decided_at) VALUES (1, 1, 1.0, 1, 1, 1699990000, 1700000001);
            """),
        (2, """
            INSERT INTO models (version, origin, sha256, file, schema, parameters, created_at) VALUES ('v1', 'cycle', 'ff', 'models/v1.weir', 'x', '{}', 1700000002);
            INSERT INTO model_events (at, kind, version, actor, reason) VALUES (1700000002, 'promoted', 'v1', 'anna', 'the first');
            INSERT INTO champions (channel, depth, version, since) VALUES (0, 1, 'v1', 1700000002);
            """),
        (3, """
            INSERT INTO settings (name, value) VALUES ('gates.f1', '0.7');
            INSERT INTO list_entries (kind, scope, value, note, expires, added_by, added_at) VALUES (1, 2, 'bad.test', 'ticket 7', NULL, 'anna', 1700000003);
            INSERT INTO audit (id, at, actor, action, subject, detail, previous_hash, hash) VALUES
              (1, 1700000003, 'anna', 'list.add', 'bad.test', 'block host', '', 'cea8d838557c8a13c674c84cd499be899489a3e7311f6eab607f68f3933392f0'),
              (2, 1700000004, 'anna', 'setting', 'gates.f1', '0.7', 'cea8d838557c8a13c674c84cd499be899489a3e7311f6eab607f68f3933392f0', '1f0e393421fbe6d000df846058dfec363823fcfef29e948722e6946e4851c632');
            """),
        (6, """
            INSERT INTO verdicts (at, channel, subject_key, subject, registrable, score, decision, category, brand, model, list) VALUES
              (1700000005, 0, 42, 'http://a.test/login', 'a.test', 0.98, 3, 'credential', 'Bank', 'v1', NULL),
              (1700000006, 0, 43, 'http://good.test/', 'good.test', 0.01, 1, 'none', NULL, 'v1', NULL);
            UPDATE verdict_totals SET seen = 2, kept = 2, accepted = 2;
            """),
    ];

    /// <summary>Brings an empty database to the schema of this number, with rows in it; 0 leaves it empty.</summary>
    public static void Make(TempDatabase place, int schema)
    {
        var isServer = place.Address.Server is not null;
        if (isServer && schema > 0) place.Execute("CREATE TABLE weir_schema (one INTEGER PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL); INSERT INTO weir_schema VALUES (1, 0)");
        foreach (var (number, text) in isServer ? MigrationScripts.ForPostgres(0) : MigrationScripts.ForSqlite(0))
        {
            if (number > schema) break;
            place.Execute(text);
            foreach (var (_, rows) in Kept.Where(rows => rows.Since == number)) place.Execute(rows);
            place.Execute(isServer ? $"UPDATE weir_schema SET version = {number}" : $"PRAGMA application_id = {0x57656972}; PRAGMA user_version = {number}");
        }
    }

    /// <summary>The newest schema.</summary>
    public static int Newest => MigrationScripts.Latest;
}
