-- What drift is measured against: a fixed number of the rows that a model was trained and judged on, gzip. sha256 is that of the model.
CREATE TABLE model_references (
  sha256  TEXT PRIMARY KEY,
  made_at INTEGER NOT NULL,
  content BLOB NOT NULL
);

-- A fixed number of verdicts a day: those with the smallest hash of their number. day = days since 1970.
CREATE TABLE watched_verdicts (
  day      INTEGER NOT NULL,
  place    INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  subject  TEXT NOT NULL,
  PRIMARY KEY (day, place)
) WITHOUT ROWID;

-- All verdicts of an hour by decision. hour = hours since 1970.
CREATE TABLE verdict_hours (
  hour       INTEGER PRIMARY KEY,
  phishing   INTEGER NOT NULL,
  suspicious INTEGER NOT NULL,
  benign     INTEGER NOT NULL,
  undecided  INTEGER NOT NULL
);

-- How far a log has been read.
CREATE TABLE watch_marks (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) WITHOUT ROWID;

-- Drift reports: JSON, gzip.
CREATE TABLE drift_reports (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  model   TEXT NOT NULL,
  asks    INTEGER NOT NULL,
  content BLOB NOT NULL
);
CREATE INDEX drift_reports_by_time ON drift_reports (at);
