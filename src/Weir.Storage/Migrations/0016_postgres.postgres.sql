-- An entry of PostgreSQL's ordinary index holds at most 2704 bytes, and addresses are longer: those are found and kept apart by hashes.
ALTER TABLE samples DROP CONSTRAINT samples_canonical_channel_key;
CREATE INDEX samples_by_canonical ON samples USING hash (canonical);
CREATE UNIQUE INDEX samples_once ON samples (md5(canonical), channel);
