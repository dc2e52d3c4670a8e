-- One row: the number and the hash of the newest audit entry, so that a log whose end was cut off is noticed.
CREATE TABLE audit_head (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  entry INTEGER NOT NULL,
  hash  TEXT NOT NULL
);
INSERT INTO audit_head (one, entry, hash) SELECT 1, id, hash FROM audit WHERE id = (SELECT max(id) FROM audit);
