-- labelled_at: when the label became what it is; decided_at also moves when it is only confirmed.
ALTER TABLE labels ADD COLUMN labelled_at INTEGER NOT NULL DEFAULT 0;
UPDATE labels SET labelled_at = decided_at;

-- reviewed = 1 when the review of feeds has counted what the import brought.
ALTER TABLE imports ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX imports_unreviewed ON imports (id) WHERE reviewed = 0;
CREATE INDEX observations_by_import ON observations (import_id);

-- agreement: share of a feed's claims that other feeds bear out, 0..1. While quarantined_at is set its claims since the import
-- suspect_import weigh nothing; what it said before counts on.
CREATE TABLE feed_standing (
  feed_id        INTEGER PRIMARY KEY REFERENCES feeds (id),
  confirmed      INTEGER NOT NULL DEFAULT 0,
  contradicted   INTEGER NOT NULL DEFAULT 0,
  agreement      REAL NOT NULL DEFAULT 1.0,
  quarantined_at INTEGER,
  suspect_import INTEGER NOT NULL DEFAULT 0,
  reason         TEXT,
  released_at    INTEGER
);

-- What one import brought of one feed, counted once. In hosts: popular = phishing claims on popular sites, against = claims that
-- other feeds or popularity contradict, cleared = benign claims on what the champion calls phishing, doubted = the other way round.
CREATE TABLE feed_batches (
  feed_id   INTEGER NOT NULL REFERENCES feeds (id),
  import_id INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  claims    INTEGER NOT NULL,
  phishing  INTEGER NOT NULL,
  popular   INTEGER NOT NULL,
  against   INTEGER NOT NULL,
  cleared   INTEGER NOT NULL,
  doubted   INTEGER NOT NULL,
  PRIMARY KEY (feed_id, import_id)
) WITHOUT ROWID;

-- Claims that weigh nothing until another feed or a person says the same. kind: popular, unusual, stale.
CREATE TABLE set_aside (
  sample_id INTEGER NOT NULL REFERENCES samples (id),
  feed_id   INTEGER NOT NULL REFERENCES feeds (id),
  claim     INTEGER NOT NULL CHECK (claim IN (0, 1)),
  kind      TEXT NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (sample_id, feed_id, claim)
) WITHOUT ROWID;

-- Settled appeals and subjects that a person has checked; label: 0 benign, 1 phishing. origin: hand, appeal.
CREATE TABLE gold (
  canonical TEXT PRIMARY KEY,
  subject   TEXT NOT NULL,
  label     INTEGER NOT NULL CHECK (label IN (0, 1)),
  origin    TEXT NOT NULL,
  added_by  TEXT NOT NULL,
  added_at  INTEGER NOT NULL
);

CREATE TABLE training_decisions (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  train         INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  reason        TEXT NOT NULL,
  preset        TEXT NOT NULL,
  new_samples   INTEGER NOT NULL,
  last_training INTEGER
);

-- Who wants a training, and why; answered by the first training that begins afterwards.
CREATE TABLE training_asks (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,
  actor  TEXT NOT NULL,
  reason TEXT NOT NULL
);

-- When a look over all labels was last taken.
CREATE TABLE label_reviews (
  name TEXT PRIMARY KEY,
  at   INTEGER NOT NULL
);
