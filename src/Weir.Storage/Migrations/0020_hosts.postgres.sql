-- All addresses of a host stand together by their beginning, which no host is longer than.
CREATE INDEX samples_by_start ON samples (substr(canonical, 1, 300));
CREATE INDEX gold_by_start ON gold (substr(canonical, 1, 300));
