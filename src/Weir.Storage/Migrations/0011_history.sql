-- A request that names a key of its own is done once: what was answered is given again. status is NULL while the request runs, and
-- until then says how long its runner has it without a further word.
CREATE TABLE answers (
  tenant       TEXT NOT NULL,
  path         TEXT NOT NULL,
  key          TEXT NOT NULL,
  fingerprint  TEXT NOT NULL,
  runner       TEXT NOT NULL,
  begun_at     INTEGER NOT NULL,
  until        INTEGER NOT NULL,
  status       INTEGER,
  location     TEXT,
  etag         TEXT,
  content_type TEXT,
  body         BLOB,
  PRIMARY KEY (tenant, path, key)
) WITHOUT ROWID;
CREATE INDEX answers_by_time ON answers (begun_at);

-- A verdict's number is its time: milliseconds since 1970 times 2^21, then a count and chance. Older rows get one of their second.
ALTER TABLE verdicts ADD COLUMN tenant TEXT NOT NULL DEFAULT 'main';
ALTER TABLE verdicts ADD COLUMN asked_by TEXT;
ALTER TABLE verdicts ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
UPDATE watch_marks SET last = coalesce((SELECT at * 2097152000 FROM verdicts WHERE id <= watch_marks.last ORDER BY id DESC LIMIT 1), 0) + last WHERE name = 'verdicts';
UPDATE verdicts SET id = at * 2097152000 + id, day = at / 86400;
DROP INDEX verdicts_by_time;

-- What is asked for most. The last two begin with the day (days since 1970), so that rows that come now fall into a small part of
-- them that stays in memory; a look-up asks day by day. The first is partial, though every row is in it, so that only who says so goes
-- down it: without statistics SQLite takes it for as good as the others, and then reads every row of a tenant.
CREATE INDEX verdicts_by_tenant ON verdicts (tenant, id) WHERE day >= 0;
CREATE INDEX verdicts_by_decision ON verdicts (tenant, decision, id) WHERE decision <> 1;
CREATE INDEX verdicts_by_brand ON verdicts (tenant, brand, id) WHERE brand IS NOT NULL;
CREATE INDEX verdicts_by_list ON verdicts (tenant, list, id) WHERE list IS NOT NULL;
CREATE INDEX verdicts_by_subject ON verdicts (day, subject_key, id);
CREATE INDEX verdicts_by_domain ON verdicts (day, registrable, id);

-- How many of those that were kept have been forgotten since: the rest is there, without counting it.
ALTER TABLE verdict_totals ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
UPDATE verdict_totals SET forgotten = kept - (SELECT count(*) FROM verdicts);
