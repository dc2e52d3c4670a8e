-- An immutable snapshot of rows; the rows themselves lie in datasets/<hash>.csv.gz beside the database.
CREATE TABLE datasets (
  hash        TEXT PRIMARY KEY,
  created_at  INTEGER NOT NULL,
  window_from INTEGER,
  window_to   INTEGER,
  rows        INTEGER NOT NULL,
  phishing    INTEGER NOT NULL,
  train       INTEGER NOT NULL,
  calibrate   INTEGER NOT NULL,
  test        INTEGER NOT NULL,
  file        TEXT NOT NULL
) WITHOUT ROWID;

-- What a model is never changes after it is registered; report, gates and gated_sha256 are written once, by its judgement.
CREATE TABLE models (
  version       TEXT PRIMARY KEY,
  channel       INTEGER NOT NULL DEFAULT 0,
  origin        TEXT NOT NULL,
  sha256        TEXT NOT NULL,
  file          TEXT NOT NULL,
  schema        TEXT NOT NULL,
  window_from   INTEGER,
  window_to     INTEGER,
  dataset_hash  TEXT,
  parameters    TEXT NOT NULL,
  parent        TEXT,
  created_at    INTEGER NOT NULL,
  report        TEXT,
  gates         TEXT,
  gates_passed  INTEGER,
  gated_sha256  TEXT
);

-- kind: registered, judged, promoted, rolled-back, refused. The champion is the row of `champions`, written in the same
-- transaction as its event.
CREATE TABLE model_events (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  at       INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  version  TEXT NOT NULL,
  previous TEXT,
  actor    TEXT NOT NULL,
  reason   TEXT NOT NULL
);

-- The stack of promoted models of a channel: the highest depth serves, a rollback takes it off.
CREATE TABLE champions (
  channel INTEGER NOT NULL,
  depth   INTEGER NOT NULL,
  version TEXT NOT NULL REFERENCES models (version),
  since   INTEGER NOT NULL,
  PRIMARY KEY (channel, depth)
) WITHOUT ROWID;

CREATE TABLE cycles (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  name         TEXT NOT NULL UNIQUE,
  stage        TEXT NOT NULL,
  started_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  finished_at  INTEGER,
  outcome      TEXT,
  reason       TEXT,
  dataset_hash TEXT,
  challenger   TEXT
);
