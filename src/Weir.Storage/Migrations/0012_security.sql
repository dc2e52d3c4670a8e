-- Who may ask: tenants, accounts with their sessions, keys of programs, and what each has used today. Secrets stand here only as hashes
-- (passwords: PBKDF2 with its parameters; tokens and keys: SHA-256 of what is random anyway) or encrypted (totp_secret).
CREATE TABLE tenants (
  name TEXT NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  subjects_a_day INTEGER,
  disabled_at INTEGER
);
INSERT INTO tenants (name, created_at, created_by) VALUES ('main', 0, 'weir');

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'analyst', 'admin')),
  tenant TEXT NOT NULL REFERENCES tenants (name),
  password TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  disabled_at INTEGER,
  login_at INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  failed_at INTEGER,
  totp_secret TEXT,
  totp_step INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX accounts_tenant ON accounts (tenant, name);

CREATE TABLE recovery_codes (
  account INTEGER NOT NULL REFERENCES accounts (id),
  hash TEXT NOT NULL,
  PRIMARY KEY (account, hash)
);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash TEXT NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES accounts (id),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_end ON sessions (ends_at);

CREATE TABLE setup_links (
  hash TEXT NOT NULL PRIMARY KEY,
  ends_at INTEGER NOT NULL
);

CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  hint TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('check', 'viewer', 'analyst', 'admin')),
  tenant TEXT NOT NULL REFERENCES tenants (name),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  used_at INTEGER,
  revoked_at INTEGER,
  revoked_by TEXT,
  requests_a_second REAL,
  subjects_a_day INTEGER
);
CREATE UNIQUE INDEX api_keys_name ON api_keys (tenant, name) WHERE revoked_at IS NULL;

-- Subjects judged a day (number of the day since 1970, UTC) for a key, a tenant or an address.
CREATE TABLE quota_use (
  who TEXT NOT NULL,
  day INTEGER NOT NULL,
  subjects INTEGER NOT NULL,
  PRIMARY KEY (who, day)
);
