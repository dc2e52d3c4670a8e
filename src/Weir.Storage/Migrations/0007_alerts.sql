-- One row is one trouble (or event) that was noticed, with how often it was seen; it is open until it ends. level: 0 information,
-- 1 warning, 2 critical, the highest since it began.
CREATE TABLE alerts (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  kind        TEXT NOT NULL,
  subject     TEXT NOT NULL,
  level       INTEGER NOT NULL,
  sentence    TEXT NOT NULL,
  first_at    INTEGER NOT NULL,
  last_at     INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  told_at     INTEGER NOT NULL,
  resolved_at INTEGER,
  acked_at    INTEGER,
  acked_by    TEXT
);
CREATE UNIQUE INDEX alerts_open ON alerts (kind, subject) WHERE resolved_at IS NULL;

-- The outbox: what each channel is to be told, in order. key makes a message the same one when it is sent again; delivery names
-- what it went out with, because several may share one digest.
CREATE TABLE alert_messages (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  alert    INTEGER NOT NULL REFERENCES alerts (id),
  channel  TEXT NOT NULL,
  key      TEXT NOT NULL UNIQUE,
  event    TEXT NOT NULL,
  level    INTEGER NOT NULL,
  text     TEXT NOT NULL,
  count    INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  sent_at  INTEGER,
  delivery TEXT,
  given_up TEXT
);
CREATE INDEX alert_messages_pending ON alert_messages (channel, id) WHERE sent_at IS NULL AND given_up IS NULL;
CREATE INDEX alert_messages_sent ON alert_messages (channel, sent_at);

CREATE TABLE alert_channels (
  name          TEXT PRIMARY KEY,
  failures      INTEGER NOT NULL DEFAULT 0,
  not_before    INTEGER NOT NULL DEFAULT 0,
  claimed_until INTEGER NOT NULL DEFAULT 0,
  last_error    TEXT,
  last_sent_at  INTEGER
) WITHOUT ROWID;

-- What a tracking server (MLflow) has been told of: how far the history was sent, what it calls our models, and when to try again.
CREATE TABLE tracking_servers (
  server        TEXT PRIMARY KEY,
  event_id      INTEGER NOT NULL DEFAULT 0,
  cycle_id      INTEGER NOT NULL DEFAULT 0,
  failures      INTEGER NOT NULL DEFAULT 0,
  not_before    INTEGER NOT NULL DEFAULT 0,
  claimed_until INTEGER NOT NULL DEFAULT 0,
  last_error    TEXT,
  last_ok_at    INTEGER
) WITHOUT ROWID;

CREATE TABLE tracking_runs (
  server        TEXT NOT NULL,
  subject       TEXT NOT NULL,
  run_id        TEXT NOT NULL,
  artifact_uri  TEXT NOT NULL,
  model_version TEXT,
  PRIMARY KEY (server, subject)
) WITHOUT ROWID;
