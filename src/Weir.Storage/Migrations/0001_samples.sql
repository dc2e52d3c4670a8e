-- Times are Unix seconds in UTC; 0 in observations.seen_at and NULL elsewhere mean "not known".
CREATE TABLE feeds (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  trust    REAL NOT NULL DEFAULT 1.0 CHECK (trust >= 0 AND trust <= 1),
  added_at INTEGER NOT NULL
);

CREATE TABLE imports (
  id          INTEGER PRIMARY KEY,
  file        TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  started_at  INTEGER NOT NULL,
  finished_at INTEGER,
  read        INTEGER NOT NULL DEFAULT 0,
  added       INTEGER NOT NULL DEFAULT 0,
  duplicate   INTEGER NOT NULL DEFAULT 0,
  rejected    INTEGER NOT NULL DEFAULT 0,
  set_aside   INTEGER NOT NULL DEFAULT 0,
  outcome     TEXT NOT NULL DEFAULT 'running'
);
CREATE INDEX imports_by_hash ON imports (sha256);

CREATE TABLE rejects (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  line      INTEGER NOT NULL,
  reason    TEXT NOT NULL,
  text      TEXT NOT NULL,
  PRIMARY KEY (import_id, line)
) WITHOUT ROWID;

-- channel: 0 url, 1 mail, 2 sms, 3 table. pending = 1 until the observations have been weighed into a label.
CREATE TABLE samples (
  id          INTEGER PRIMARY KEY,
  channel     INTEGER NOT NULL,
  canonical   TEXT NOT NULL,
  subject     TEXT NOT NULL,
  registrable TEXT NOT NULL,
  pending     INTEGER NOT NULL DEFAULT 1,
  added_at    INTEGER NOT NULL,
  UNIQUE (canonical, channel)
);
CREATE INDEX samples_pending ON samples (id) WHERE pending = 1;

-- claim: 0 benign, 1 phishing.
CREATE TABLE observations (
  sample_id INTEGER NOT NULL REFERENCES samples (id),
  feed_id   INTEGER NOT NULL REFERENCES feeds (id),
  claim     INTEGER NOT NULL CHECK (claim IN (0, 1)),
  seen_at   INTEGER NOT NULL DEFAULT 0,
  target    TEXT,
  import_id INTEGER,
  PRIMARY KEY (sample_id, feed_id, claim, seen_at)
) WITHOUT ROWID;

-- label: 0 benign, 1 phishing, 2 unknown. feed_id and seen_at name the earliest observation that supports it.
CREATE TABLE labels (
  sample_id  INTEGER PRIMARY KEY REFERENCES samples (id),
  label      INTEGER NOT NULL CHECK (label IN (0, 1, 2)),
  share      REAL NOT NULL,
  feeds      INTEGER NOT NULL,
  feed_id    INTEGER NOT NULL REFERENCES feeds (id),
  seen_at    INTEGER,
  decided_at INTEGER NOT NULL
);
