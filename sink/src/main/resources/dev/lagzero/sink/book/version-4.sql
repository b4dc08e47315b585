-- Who shows, however many hold a row.
CREATE INDEX IF NOT EXISTS owner_shown ON lagzero.owner (projection, id, rank DESC, held) WHERE shared;

ALTER TABLE lagzero.owner ADD COLUMN IF NOT EXISTS origin text NOT NULL DEFAULT '';
COMMENT ON COLUMN lagzero.owner.origin IS 'The source''s table: what it holds goes with it.';

-- Where a mapped projection puts its rows, so that it can be opened without its settings; NULL when it copies tables.
ALTER TABLE lagzero.projection
    ADD COLUMN IF NOT EXISTS tables_schema text,
    ADD COLUMN IF NOT EXISTS graph text,
    ADD COLUMN IF NOT EXISTS age_graph text,
    ADD COLUMN IF NOT EXISTS graph_schema text;

CREATE TABLE IF NOT EXISTS lagzero.filled_table (
    relation text PRIMARY KEY,
    projection text NOT NULL
);
COMMENT ON TABLE lagzero.filled_table IS 'Tables that a mapping fills: one projection each.';

INSERT INTO lagzero.format (version) VALUES (4);
