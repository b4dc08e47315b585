CREATE SCHEMA IF NOT EXISTS lagzero;

CREATE TABLE lagzero.format (
    version integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE lagzero.projection (
    name text PRIMARY KEY,
    fingerprint text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE lagzero.source (
    projection text NOT NULL,
    source text NOT NULL,
    target_schema text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (projection, source)
);
COMMENT ON TABLE lagzero.source IS 'Which schema the tables of a source go to, decided once.';

CREATE TABLE lagzero.watermark (
    projection text NOT NULL,
    source text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    claimed_epoch bigint NOT NULL,
    commit_at timestamptz,
    applied_at timestamptz,
    PRIMARY KEY (projection, source)
);
COMMENT ON TABLE lagzero.watermark IS 'The last source transaction that is visible, by source.';

CREATE TABLE lagzero.partition (
    projection text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    topic_id text NOT NULL,
    next_offset bigint NOT NULL,
    token bigint NOT NULL,
    PRIMARY KEY (projection, topic, partition)
);
COMMENT ON TABLE lagzero.partition IS 'Where to read on; the token fences workers that were replaced.';

CREATE TABLE lagzero.target_table (
    projection text NOT NULL,
    stage text NOT NULL,
    target_schema text NOT NULL,
    table_name text NOT NULL,
    source text NOT NULL,
    key_kind text NOT NULL,
    key_name text NOT NULL,
    definition text NOT NULL,
    PRIMARY KEY (projection, stage, target_schema, table_name)
);
COMMENT ON TABLE lagzero.target_table IS 'Tables the sink made: stage live is in place, stage load is being filled.';

CREATE TABLE lagzero.target_column (
    projection text NOT NULL,
    stage text NOT NULL,
    target_schema text NOT NULL,
    table_name text NOT NULL,
    ordinal integer NOT NULL,
    column_name text NOT NULL,
    declared_type text NOT NULL,
    type text NOT NULL,
    storage_column text NOT NULL,
    PRIMARY KEY (projection, stage, target_schema, table_name, column_name)
);
COMMENT ON COLUMN lagzero.target_column.type IS
    'bigint, double, numeric, text, bytea, boolean, date, timestamp<separator><digits of the fraction>, json, or mixed: text beside storage_column, which names the storage class of each value';

CREATE TABLE lagzero.constraint_state (
    projection text NOT NULL,
    target_schema text NOT NULL,
    table_name text NOT NULL,
    ordinal integer NOT NULL,
    kind text NOT NULL,
    columns text[] NOT NULL,
    parent_table text NOT NULL,
    parent_columns text[] NOT NULL,
    actions text[] NOT NULL,
    immediate boolean NOT NULL,
    definition text NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    reason text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (projection, target_schema, table_name, ordinal)
);
COMMENT ON TABLE lagzero.constraint_state IS
    'What a source declares: in force, waiting for a parent, or set aside because its own data contradicts it.';

CREATE TABLE lagzero.parked (
    projection text NOT NULL,
    stage text NOT NULL,
    source text NOT NULL,
    table_name text NOT NULL,
    key_digest text NOT NULL,
    key text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    ordinal bigint NOT NULL,
    action text NOT NULL,
    image text,
    reason text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (projection, stage, source, table_name, key_digest)
);
COMMENT ON TABLE lagzero.parked IS
    'Keys whose newest image is not shown, and why. Values are written as in the changes topic.';

CREATE TABLE lagzero.schema_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    projection text NOT NULL,
    source text NOT NULL,
    table_name text NOT NULL,
    column_name text NOT NULL,
    change text NOT NULL,
    old_value text NOT NULL,
    new_value text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE lagzero.head (
    source text PRIMARY KEY,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    published_epoch bigint NOT NULL,
    published_sequence bigint NOT NULL,
    current boolean NOT NULL,
    notice text NOT NULL,
    cause text NOT NULL,
    instance text NOT NULL,
    observed_at timestamptz NOT NULL
);

CREATE TABLE lagzero.load (
    projection text NOT NULL,
    source text NOT NULL,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    next_ordinal bigint NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (projection, source)
);
COMMENT ON TABLE lagzero.load IS 'A snapshot on its way in: parts below next_ordinal are in the tables of stage load.';

INSERT INTO lagzero.format (version) VALUES (2);
