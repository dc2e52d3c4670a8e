-- The history of models says who served when: like the audit log it only grows.
CREATE TRIGGER model_events_no_update BEFORE UPDATE ON model_events BEGIN SELECT RAISE (ABORT, 'the history of models is append-only'); END;
CREATE TRIGGER model_events_no_delete BEFORE DELETE ON model_events BEGIN SELECT RAISE (ABORT, 'the history of models is append-only'); END;
CREATE INDEX model_events_by_time ON model_events (at, id);

-- Figures of later labels begin at the first sample of a time.
CREATE INDEX samples_by_added ON samples (added_at);

-- A version that runs beside the champion: mode shadow (scores the same traffic and answers nothing) or ab (answers a share of
-- the subjects). outcome: promoted, dropped, replaced; NULL while it runs. The counts are what the server saw.
CREATE TABLE deployments (
  id         INTEGER PRIMARY KEY,
  channel    INTEGER NOT NULL DEFAULT 0,
  version    TEXT NOT NULL REFERENCES models (version),
  champion   TEXT NOT NULL,
  mode       TEXT NOT NULL CHECK (mode IN ('shadow', 'ab')),
  share      REAL NOT NULL,
  started_at INTEGER NOT NULL,
  ends_at    INTEGER NOT NULL,
  actor      TEXT NOT NULL,
  ended_at   INTEGER,
  outcome    TEXT,
  reason     TEXT,
  seen       INTEGER NOT NULL DEFAULT 0,
  agreed     INTEGER NOT NULL DEFAULT 0,
  raised     INTEGER NOT NULL DEFAULT 0,
  cleared    INTEGER NOT NULL DEFAULT 0,
  faults     INTEGER NOT NULL DEFAULT 0,
  skipped    INTEGER NOT NULL DEFAULT 0,
  difference REAL NOT NULL DEFAULT 0,
  distance   REAL NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX deployments_one_runs ON deployments (channel) WHERE ended_at IS NULL;

-- What both models said about the same subject, for the day on which somebody labels it; decisions as in verdicts.
CREATE TABLE shadow_pairs (
  deployment_id       INTEGER NOT NULL REFERENCES deployments (id),
  subject_key         INTEGER NOT NULL,
  champion_score      REAL NOT NULL,
  challenger_score    REAL NOT NULL,
  champion_decision   INTEGER NOT NULL,
  challenger_decision INTEGER NOT NULL,
  PRIMARY KEY (deployment_id, subject_key)
) WITHOUT ROWID;

-- decision: 0 unknown, 1 benign, 2 suspicious, 3 phishing. subject_key is a stable hash of the canonical subject, subject its text
-- as it was given, cut.
CREATE TABLE verdicts (
  id          INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  channel     INTEGER NOT NULL,
  subject_key INTEGER NOT NULL,
  subject     TEXT NOT NULL,
  registrable TEXT,
  score       REAL,
  decision    INTEGER NOT NULL,
  category    TEXT NOT NULL,
  brand       TEXT,
  model       TEXT,
  list        TEXT
);
CREATE INDEX verdicts_by_time ON verdicts (at);

-- One row. accepted is what had been taken for keeping when the last batch was written: what a process took after that and did
-- not write is lost, and counted by the next start.
CREATE TABLE verdict_totals (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  seen     INTEGER NOT NULL,
  kept     INTEGER NOT NULL,
  dropped  INTEGER NOT NULL,
  lost     INTEGER NOT NULL,
  accepted INTEGER NOT NULL
);
INSERT INTO verdict_totals (id, seen, kept, dropped, lost, accepted) VALUES (1, 0, 0, 0, 0, 0);

-- How each version answered, in steps of ten minutes; micros is the time of the timed answers together.
CREATE TABLE served (
  version  TEXT NOT NULL,
  at       INTEGER NOT NULL,
  answers  INTEGER NOT NULL,
  phishing INTEGER NOT NULL,
  faults   INTEGER NOT NULL,
  timed    INTEGER NOT NULL,
  micros   INTEGER NOT NULL,
  PRIMARY KEY (version, at)
) WITHOUT ROWID;
