-- Figures of the history of verdicts, added up while they are kept, so that no page counts rows. step is the length of a step in
-- seconds (3600 or 86400), at its beginning. kind: 1 category, 2 risk level, 3 twentieth of the score, 4 brand, 5 top-level domain;
-- brands and domains are those of suspicious and phishing verdicts, and beyond a bound they are counted under the empty name.
CREATE TABLE figure_steps (
  tenant     TEXT NOT NULL,
  step       INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  undecided  INTEGER NOT NULL,
  benign     INTEGER NOT NULL,
  suspicious INTEGER NOT NULL,
  phishing   INTEGER NOT NULL,
  scored     INTEGER NOT NULL,
  confidence REAL NOT NULL,
  PRIMARY KEY (tenant, step, at)
) WITHOUT ROWID;

CREATE TABLE figures (
  tenant TEXT NOT NULL,
  step   INTEGER NOT NULL,
  kind   INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  name   TEXT NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (tenant, step, kind, at, name)
) WITHOUT ROWID;

-- What was called phishing lately, one row a registrable domain (or a subject, where there is none): the newest of its subjects.
CREATE TABLE figure_threats (
  tenant   TEXT NOT NULL,
  name     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  brand    TEXT,
  category TEXT NOT NULL,
  score    REAL,
  first_at INTEGER NOT NULL,
  last_at  INTEGER NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (tenant, name)
) WITHOUT ROWID;
CREATE INDEX figure_threats_by_time ON figure_threats (tenant, last_at);

-- What was kept before there were figures.
INSERT INTO figure_steps (tenant, step, at, undecided, benign, suspicious, phishing, scored, confidence)
SELECT tenant, 86400, at / 86400 * 86400, sum(CASE WHEN decision = 0 THEN 1 ELSE 0 END), sum(CASE WHEN decision = 1 THEN 1 ELSE 0 END),
  sum(CASE WHEN decision = 2 THEN 1 ELSE 0 END), sum(CASE WHEN decision = 3 THEN 1 ELSE 0 END), count(score),
  coalesce(sum(CASE WHEN score < 0.5 THEN 1 - score ELSE score END), 0)
FROM verdicts GROUP BY tenant, at / 86400 * 86400;
