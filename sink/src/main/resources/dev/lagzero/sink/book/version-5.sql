ALTER TABLE lagzero.partition ADD COLUMN IF NOT EXISTS commits bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN lagzero.partition.commits IS
    'Transactions that workers have committed. A worker that finds fewer than its own knows that this database lost some.';

INSERT INTO lagzero.format (version) VALUES (5);
