-- When each station of the loop last ran to its end.
CREATE TABLE schedules (
  name    TEXT PRIMARY KEY,
  last_at INTEGER NOT NULL
);
