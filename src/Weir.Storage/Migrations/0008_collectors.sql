-- Other machines that gather, and files that were taken.

-- A file that is watched until it stands still: since when its size and time are what they are. taken: it stays where it
-- is and was taken so.
CREATE TABLE file_looks (
  path       TEXT PRIMARY KEY,
  size       INTEGER NOT NULL,
  written_at INTEGER NOT NULL,
  since      INTEGER NOT NULL,
  taken      INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- The same bytes for the same feed with the same label ('' = none given) are taken once. outcome: taken, rejected.
CREATE TABLE taken_files (
  sha256    TEXT NOT NULL,
  feed      TEXT NOT NULL,
  label     TEXT NOT NULL,
  name      TEXT NOT NULL,
  taken_at  INTEGER NOT NULL,
  outcome   TEXT NOT NULL,
  sentence  TEXT NOT NULL,
  import_id INTEGER,
  read      INTEGER NOT NULL,
  added     INTEGER NOT NULL,
  duplicate INTEGER NOT NULL,
  rejected  INTEGER NOT NULL,
  set_aside INTEGER NOT NULL,
  finished  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (sha256, feed, label)
) WITHOUT ROWID;

-- Host names that resemble a brand; nobody has labelled them. log and entry name the newest certificate.
CREATE TABLE candidates (
  name         TEXT PRIMARY KEY,
  score        REAL NOT NULL,
  brand        TEXT NOT NULL,
  reason       TEXT NOT NULL,
  log          TEXT NOT NULL,
  entry        INTEGER NOT NULL,
  certificates INTEGER NOT NULL DEFAULT 1,
  first_at     INTEGER NOT NULL,
  last_at      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX candidates_by_time ON candidates (last_at);

-- On a collector: what it gathered and has not been told to forget, in order. One row in outbox_name switches it on; the name is
-- made up once, so that a collector set up anew is not taken for the old one.
CREATE TABLE outbox_name (
  name    TEXT PRIMARY KEY,
  made_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE outbox (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  sample_id INTEGER NOT NULL,
  feed_id   INTEGER NOT NULL,
  claim     INTEGER NOT NULL,
  seen_at   INTEGER NOT NULL
);
-- A batch is the rows of the outbox from first to last; its number and bounds are kept before it is sent for the first time.
CREATE TABLE outbox_batches (
  number   INTEGER PRIMARY KEY,
  first_id INTEGER NOT NULL,
  last_id  INTEGER NOT NULL,
  made_at  INTEGER NOT NULL,
  acked_at INTEGER
);

-- On the main machine: who hands over, and the last batch of each outbox, written in the transaction of its rows.
CREATE TABLE collectors (
  name     TEXT PRIMARY KEY,
  known_at INTEGER NOT NULL,
  heard_at INTEGER
) WITHOUT ROWID;
CREATE TABLE collector_outboxes (
  collector  TEXT NOT NULL REFERENCES collectors (name),
  outbox     TEXT NOT NULL,
  last_batch INTEGER NOT NULL,
  rows       INTEGER NOT NULL,
  added      INTEGER NOT NULL,
  rejected   INTEGER NOT NULL,
  rows_at    INTEGER,
  PRIMARY KEY (collector, outbox)
) WITHOUT ROWID;
