CREATE TABLE lagzero.owner (
    projection text NOT NULL,
    id uuid NOT NULL,
    holder uuid NOT NULL,
    source text NOT NULL,
    kind text NOT NULL,
    place text NOT NULL,
    key text NOT NULL,
    shared boolean NOT NULL,
    rank integer NOT NULL,
    image text,
    epoch bigint NOT NULL,
    sequence bigint NOT NULL,
    held bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (projection, id, holder)
);
COMMENT ON TABLE lagzero.owner IS
    'Who holds which row of a mapped projection. A shared row shows the image of its holder of the highest rank, among equals of the one that held it first.';

CREATE TABLE lagzero.waiting_edge (
    projection text NOT NULL,
    id uuid NOT NULL,
    label text NOT NULL,
    key text NOT NULL,
    properties text NOT NULL,
    start_id uuid NOT NULL,
    end_id uuid NOT NULL,
    PRIMARY KEY (projection, id)
);
CREATE INDEX ON lagzero.waiting_edge (start_id);
CREATE INDEX ON lagzero.waiting_edge (end_id);
COMMENT ON TABLE lagzero.waiting_edge IS 'Edges that lack an end: they are not in the graph until it is there.';

CREATE TABLE lagzero.graph_label (
    projection text NOT NULL,
    label text NOT NULL,
    key_name text NOT NULL,
    PRIMARY KEY (projection, label)
);
COMMENT ON TABLE lagzero.graph_label IS 'Labels made in Apache AGE, with the property that is a vertex''s key.';

CREATE TABLE lagzero.staged_part (
    projection text NOT NULL,
    source text NOT NULL,
    ordinal bigint NOT NULL,
    part bytea NOT NULL,
    PRIMARY KEY (projection, source, ordinal)
);
COMMENT ON TABLE lagzero.staged_part IS 'Parts of a large transaction of a mapped projection, until its end has come.';

INSERT INTO lagzero.format (version) VALUES (3);
