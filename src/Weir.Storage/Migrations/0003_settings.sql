CREATE TABLE list_entries (
  id       INTEGER PRIMARY KEY,
  kind     INTEGER NOT NULL,
  scope    INTEGER NOT NULL,
  value    TEXT NOT NULL,
  note     TEXT,
  expires  INTEGER,
  added_by TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  UNIQUE (kind, scope, value)
);

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Counters that a reader polls to learn that something which it holds in memory has been replaced.
CREATE TABLE revisions (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

-- Append-only: hash = SHA-256 over the previous hash and this row; the triggers refuse changes.
CREATE TABLE audit (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  actor         TEXT NOT NULL,
  action        TEXT NOT NULL,
  subject       TEXT NOT NULL,
  detail        TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash          TEXT NOT NULL
);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;
