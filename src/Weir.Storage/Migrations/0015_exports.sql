-- What is to be kept out now, or was: made from labels, the gold set and the block lists. What was taken off keeps its row, so that
-- whoever copies the list can be told. tenant '' = from labels and the gold set; else whose block list says it. Both '' and main hold for everybody.
-- scope as in access_entries: 0 url, 1 path and below, 2 host, 3 registrable domain. origin: label, gold, list. confidence 0..1.
-- added, changed: microseconds since 1970; no two rows or masks share a value of changed, so it is a cursor.
CREATE TABLE threats (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant      TEXT NOT NULL,
  scope       INTEGER NOT NULL,
  value       TEXT NOT NULL,
  url         TEXT NOT NULL,
  host        TEXT NOT NULL,
  registrable TEXT NOT NULL,
  origin      TEXT NOT NULL,
  confidence  REAL NOT NULL,
  seen_at     INTEGER,
  expires     INTEGER,
  added       INTEGER NOT NULL,
  changed     INTEGER NOT NULL,
  removed     INTEGER NOT NULL DEFAULT 0,
  UNIQUE (tenant, scope, value)
);
CREATE INDEX threats_by_change ON threats (changed);
CREATE INDEX threats_by_host ON threats (host, scope);
CREATE INDEX threats_by_registrable ON threats (registrable);

-- Threats from labels that the allow list of a tenant covers, for itself, or for everybody when it is main; active = 0 when it no longer does.
CREATE TABLE threat_masks (
  tenant    TEXT NOT NULL,
  threat_id INTEGER NOT NULL REFERENCES threats (id),
  changed   INTEGER NOT NULL,
  active    INTEGER NOT NULL,
  PRIMARY KEY (tenant, threat_id)
) WITHOUT ROWID;
CREATE INDEX threat_masks_by_change ON threat_masks (tenant, changed);
CREATE INDEX threat_masks_by_threat ON threat_masks (threat_id);

-- How far something has been read: labels (Unix seconds), and what was told to a log server (numbers of rows).
CREATE TABLE export_marks (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX labels_by_change ON labels (labelled_at, sample_id);
