-- An entry of PostgreSQL's ordinary index holds at most 2704 bytes, and addresses are longer. Those are found by hash indexes, and kept
-- apart by exclusions, which compare the texts themselves: a digest would let who makes two addresses of one digest keep one of them out.
ALTER TABLE samples DROP CONSTRAINT samples_canonical_channel_key;
CREATE INDEX samples_by_canonical ON samples USING hash (canonical);
ALTER TABLE samples ADD CONSTRAINT samples_once EXCLUDE USING hash ((channel::text || ' ' || canonical) WITH =);

ALTER TABLE gold DROP CONSTRAINT gold_pkey;
ALTER TABLE gold ADD CONSTRAINT gold_once EXCLUDE USING hash (canonical WITH =);

ALTER TABLE access_entries DROP CONSTRAINT access_entries_tenant_kind_scope_value_key;
CREATE INDEX access_entries_by_value ON access_entries USING hash (value);
ALTER TABLE access_entries ADD CONSTRAINT access_entries_once EXCLUDE USING hash ((tenant || ' ' || kind::text || ' ' || scope::text || ' ' || value) WITH =);

DROP INDEX appeal_cases_active;
CREATE INDEX appeal_cases_by_canonical ON appeal_cases USING hash (canonical) WHERE state < 2;
ALTER TABLE appeal_cases ADD CONSTRAINT appeal_cases_active EXCLUDE USING hash ((tenant || ' ' || canonical) WITH =) WHERE (state < 2);
