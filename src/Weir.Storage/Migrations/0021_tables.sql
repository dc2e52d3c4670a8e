-- Tables of labelled rows. A load that is not done is being written or was cut off; its rows are not read, and it is taken back.
-- The first load of a table made it: taken back, it takes the table with it.
CREATE TABLE tables (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL UNIQUE,
  schema      TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL,
  actor       TEXT NOT NULL
);

CREATE TABLE table_loads (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  table_id   INTEGER NOT NULL REFERENCES tables (id),
  source     TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL,
  first      INTEGER NOT NULL DEFAULT 0 CHECK (first IN (0, 1)),
  done       INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
  read       INTEGER NOT NULL DEFAULT 0,
  added      INTEGER NOT NULL DEFAULT 0,
  phishing   INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  rejected   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX table_loads_by_table ON table_loads (table_id, id);

-- cells: a JSON array, one element a column of the schema in its order, then the target. hash: rows with the same values share it.
CREATE TABLE table_rows (
  id       INTEGER PRIMARY KEY,
  table_id INTEGER NOT NULL,
  load_id  INTEGER NOT NULL REFERENCES table_loads (id),
  line     INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  label    INTEGER NOT NULL CHECK (label IN (0, 1)),
  hash     INTEGER NOT NULL,
  cells    TEXT NOT NULL
);
CREATE INDEX table_rows_by_load ON table_rows (load_id, id);
CREATE INDEX table_rows_by_hash ON table_rows (table_id, hash, label);

CREATE TABLE table_rejects (
  load_id INTEGER NOT NULL REFERENCES table_loads (id),
  line    INTEGER NOT NULL,
  reason  TEXT NOT NULL,
  text    TEXT NOT NULL
);
CREATE INDEX table_rejects_by_load ON table_rejects (load_id, line);
