-- Entries of the allow and block lists: those of the tenant main hold for every check, those of another tenant for its own. source says how
-- an entry came: hand, import, review, gold, appeal N (the case), or feed NAME. kind: 0 allow, 1 block; scope: 0 url, 1 prefix, 2 host, 3 domain.
CREATE TABLE access_entries (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant     TEXT NOT NULL,
  kind       INTEGER NOT NULL CHECK (kind IN (0, 1)),
  scope      INTEGER NOT NULL,
  value      TEXT NOT NULL,
  note       TEXT,
  expires    INTEGER,
  source     TEXT NOT NULL,
  added_by   TEXT NOT NULL,
  added_at   INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (tenant, kind, scope, value)
);
INSERT INTO access_entries (tenant, kind, scope, value, note, expires, source, added_by, added_at, changed_at)
SELECT 'main', kind, scope, value, note, expires, 'hand', added_by, added_at, added_at FROM list_entries ORDER BY id;
DROP TABLE list_entries;
CREATE INDEX access_entries_by_tenant ON access_entries (tenant, id);
CREATE INDEX access_entries_by_source ON access_entries (source);
CREATE INDEX access_entries_by_expiry ON access_entries (tenant, expires) WHERE expires IS NOT NULL;

-- What people object to, one case a subject while it is not closed. state: 0 open, 1 in review, 2 upheld, 3 overturned, 4 withdrawn, 5 expired.
-- wanted and label: 0 benign, 1 phishing. decision, score, model and list are those of the verdict when the case was opened.
CREATE TABLE appeal_cases (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant      TEXT NOT NULL,
  canonical   TEXT NOT NULL,
  subject     TEXT NOT NULL,
  registrable TEXT NOT NULL,
  state       INTEGER NOT NULL DEFAULT 0,
  wanted      INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  decision    INTEGER NOT NULL,
  score       REAL,
  model       TEXT,
  list        TEXT,
  objections  INTEGER NOT NULL DEFAULT 0,
  opened_at   INTEGER NOT NULL,
  deadline    INTEGER NOT NULL,
  taken_by    TEXT,
  taken_at    INTEGER,
  closed_by   TEXT,
  closed_at   INTEGER,
  label       INTEGER,
  reason      TEXT
);
CREATE UNIQUE INDEX appeal_cases_active ON appeal_cases (tenant, canonical) WHERE state < 2;
CREATE INDEX appeal_cases_queue ON appeal_cases (tenant, deadline, id) WHERE state < 2;
CREATE INDEX appeal_cases_by_tenant ON appeal_cases (tenant, deadline, id);
CREATE INDEX appeal_cases_closed ON appeal_cases (closed_at) WHERE closed_at IS NOT NULL;

-- One person's objection. Its id is the only key to its page and cannot be guessed. contact is erased some time after the case is closed.
CREATE TABLE appeals (
  id           TEXT PRIMARY KEY,
  case_id      INTEGER NOT NULL REFERENCES appeal_cases (id),
  wanted       INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  reason       TEXT NOT NULL,
  contact      TEXT,
  verdict      TEXT,
  filed_by     TEXT NOT NULL,
  filed_at     INTEGER NOT NULL,
  withdrawn_at INTEGER
);
CREATE INDEX appeals_by_case ON appeals (case_id, filed_at);

-- The case that settled a gold subject; NULL for what a person checked by hand.
ALTER TABLE gold ADD COLUMN case_id INTEGER;

-- Subjects that a person may judge, gathered from the history of verdicts. weight = times seen x how unsure the model is. state: 0 open,
-- 1 decided, 2 skipped. subject_key as in verdicts.
CREATE TABLE review_candidates (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant      TEXT NOT NULL,
  subject_key INTEGER NOT NULL,
  subject     TEXT NOT NULL,
  seen        INTEGER NOT NULL,
  first_at    INTEGER NOT NULL,
  last_at     INTEGER NOT NULL,
  decision    INTEGER NOT NULL,
  score       REAL NOT NULL,
  weight      REAL NOT NULL,
  state       INTEGER NOT NULL DEFAULT 0,
  label       INTEGER,
  decided_by  TEXT,
  decided_at  INTEGER,
  UNIQUE (tenant, subject_key)
);
CREATE INDEX review_candidates_queue ON review_candidates (tenant, weight, id) WHERE state = 0;
CREATE INDEX review_candidates_by_time ON review_candidates (last_at);
