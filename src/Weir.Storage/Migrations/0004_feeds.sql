-- What fetches of feeds found, and where each feed stands.
-- configured_trust: the trust that the settings named last, so that a trust set by hand stays until the settings change.
ALTER TABLE feeds ADD COLUMN configured_trust REAL;

-- entry: the place of the raw entry in raw_blocks, NULL when it is the subject itself or not known. repeats and last_at: how often
-- and when last a feed said the same again (0: never).
ALTER TABLE observations ADD COLUMN entry INTEGER;
ALTER TABLE observations ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
ALTER TABLE observations ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;

-- Raw entries, packed many at once: entry numbers first..last of an import.
CREATE TABLE raw_blocks (
  import_id INTEGER NOT NULL REFERENCES imports (id),
  first     INTEGER NOT NULL,
  last      INTEGER NOT NULL,
  packed    BLOB NOT NULL,
  PRIMARY KEY (import_id, first)
);

-- cursor: what the fetcher left for its next time. failures: fetches in a row that brought nothing usable. new_at: when the feed
-- said something new last; newest_entry: the latest time that its entries carry.
CREATE TABLE feed_states (
  feed_id      INTEGER PRIMARY KEY REFERENCES feeds (id),
  cursor       TEXT,
  attempted_at INTEGER,
  succeeded_at INTEGER,
  due_at       INTEGER,
  failures     INTEGER NOT NULL DEFAULT 0,
  newest_entry INTEGER,
  new_at       INTEGER
);

-- outcome: running, done, unchanged, empty, format, failed, stopped, abandoned (the process died).
CREATE TABLE feed_fetches (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  feed_id      INTEGER NOT NULL REFERENCES feeds (id),
  import_id    INTEGER REFERENCES imports (id),
  started_at   INTEGER NOT NULL,
  finished_at  INTEGER,
  outcome      TEXT NOT NULL DEFAULT 'running',
  bytes        INTEGER NOT NULL DEFAULT 0,
  read         INTEGER NOT NULL DEFAULT 0,
  added        INTEGER NOT NULL DEFAULT 0,
  duplicate    INTEGER NOT NULL DEFAULT 0,
  rejected     INTEGER NOT NULL DEFAULT 0,
  set_aside    INTEGER NOT NULL DEFAULT 0,
  left_out     INTEGER NOT NULL DEFAULT 0,
  newest_entry INTEGER,
  sentence     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX feed_fetches_by_feed ON feed_fetches (feed_id, id);
