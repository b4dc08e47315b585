-- Who shows, however many hold a row.
CREATE INDEX IF NOT EXISTS owner_shown ON lagzero.owner (projection, id, rank DESC, held) WHERE shared;

INSERT INTO lagzero.format (version) VALUES (4);
