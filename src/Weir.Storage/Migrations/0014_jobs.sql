-- Batch jobs: a file of subjects that is judged in chunks. state: uploading, ready, queued, running, paused, cancelled, done, failed (with a
-- sentence). The files lie in jobs/ID of the data directory; text_at, line and row_count say where the next chunk begins, result_bytes and
-- error_bytes how much of what was written counts. attempt grows when the failed rows are judged again. changed: Unix milliseconds.
CREATE TABLE jobs (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant       TEXT NOT NULL,
  owner        TEXT NOT NULL,
  name         TEXT NOT NULL,
  media_type   TEXT NOT NULL,
  state        TEXT NOT NULL,
  sentence     TEXT,
  shape        TEXT NOT NULL DEFAULT '',
  bytes        INTEGER NOT NULL DEFAULT 0,
  attempt      INTEGER NOT NULL DEFAULT 0,
  created_at   INTEGER NOT NULL,
  started_at   INTEGER,
  ended_at     INTEGER,
  total_bytes  INTEGER NOT NULL DEFAULT 0,
  read_bytes   INTEGER NOT NULL DEFAULT 0,
  text_at      INTEGER NOT NULL DEFAULT 0,
  line         INTEGER NOT NULL DEFAULT 1,
  row_count    INTEGER NOT NULL DEFAULT 0,
  failed_rows  INTEGER NOT NULL DEFAULT 0,
  result_bytes INTEGER NOT NULL DEFAULT 0,
  error_bytes  INTEGER NOT NULL DEFAULT 0,
  run_ms       INTEGER NOT NULL DEFAULT 0,
  rate         REAL NOT NULL DEFAULT 0,
  summary      TEXT NOT NULL DEFAULT '',
  claimed_by   TEXT,
  claimed_on   TEXT,
  lease_until  INTEGER NOT NULL DEFAULT 0,
  changed      INTEGER NOT NULL
);
CREATE INDEX jobs_by_tenant ON jobs (tenant, id);
CREATE INDEX jobs_to_run ON jobs (id) WHERE state = 'queued' OR state = 'running';
CREATE INDEX jobs_by_change ON jobs (changed);
