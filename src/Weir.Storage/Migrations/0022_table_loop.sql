-- The loop of tables. channel as in models: 0 is addresses, 100 + tables.id a table. deploys = 0: the challenger is registered and
-- judged, and not put to work.
ALTER TABLE cycles ADD COLUMN channel INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cycles ADD COLUMN deploys INTEGER NOT NULL DEFAULT 1;
ALTER TABLE training_decisions ADD COLUMN channel INTEGER NOT NULL DEFAULT 0;
ALTER TABLE training_asks ADD COLUMN channel INTEGER NOT NULL DEFAULT 0;

-- Whether the loop trains a table by itself.
ALTER TABLE tables ADD COLUMN trains INTEGER NOT NULL DEFAULT 1;

-- The table of a judged row (channel 3); of it the history keeps a share.
ALTER TABLE verdicts ADD COLUMN table_name TEXT;
CREATE INDEX verdicts_by_table ON verdicts (tenant, table_name, id) WHERE table_name IS NOT NULL;
