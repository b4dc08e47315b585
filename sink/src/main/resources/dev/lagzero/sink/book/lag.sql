-- When a head was received here, and how it compares with when it was observed there: the clock of the source need not
-- agree with ours. The least of what heads took, in this minute and the one before, is taken for the difference.
ALTER TABLE lagzero.head
    ADD COLUMN IF NOT EXISTS received_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN IF NOT EXISTS moved_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN IF NOT EXISTS passage interval NOT NULL DEFAULT '0',
    ADD COLUMN IF NOT EXISTS passage_before interval,
    ADD COLUMN IF NOT EXISTS passage_since timestamptz NOT NULL DEFAULT now();

ALTER TABLE lagzero.load ADD COLUMN IF NOT EXISTS moved_at timestamptz NOT NULL DEFAULT now();

ALTER TABLE lagzero.partition ADD COLUMN IF NOT EXISTS blocked text;
COMMENT ON COLUMN lagzero.partition.blocked IS
    'What somebody must do before this database takes more, as the last worker said; gone with the next commit.';

CREATE OR REPLACE VIEW lagzero.lag AS
WITH seen AS (
    SELECT w.projection, w.source,
        w.epoch AS applied_epoch, w.sequence AS applied_sequence, w.commit_at,
        h.epoch AS head_epoch, h.sequence AS head_sequence, h.published_epoch, h.published_sequence,
        h.current, h.cause, h.observed_at,
        clock_timestamp() - h.observed_at - least(h.passage, h.passage_before) AS head_age,
        clock_timestamp() - greatest(w.applied_at, h.moved_at, l.moved_at) AS still,
        (w.epoch, w.sequence) = (h.epoch, h.sequence) AND h.current AND h.sequence > 0 AS equal,
        (SELECT count(*) FROM lagzero.parked p
            WHERE p.projection = w.projection AND p.source = w.source AND p.stage = 'live') AS parked,
        -- Which sources a partition holds is not known here: what blocks one is told of all that are behind.
        (SELECT min(p.blocked) FROM lagzero.partition p WHERE p.projection = w.projection) AS blocked
    FROM lagzero.watermark w
    LEFT JOIN lagzero.head h ON h.source = w.source
    LEFT JOIN lagzero.load l ON l.projection = w.projection AND l.source = w.source
), known AS (
    SELECT seen.*,
        CASE
            WHEN head_epoch IS NULL THEN 'capture has not said anything of this source'
            WHEN head_age > interval '2 s' THEN 'capture has not looked at the source for '
                || trunc(extract(epoch FROM head_age)) || ' s'
            WHEN cause <> '' THEN cause
            WHEN (applied_epoch, applied_sequence) > (head_epoch, head_sequence)
                THEN 'the target has applied what capture does not know'
        END AS unknown
    FROM seen
)
SELECT projection, source,
    CASE
        WHEN unknown IS NOT NULL THEN 'UNKNOWN'
        WHEN equal AND parked > 0 THEN 'PARKED'
        WHEN equal THEN 'CONSISTENT'
        WHEN blocked IS NOT NULL THEN 'BLOCKED'
        WHEN still > CASE WHEN head_sequence = 0 THEN interval '60 s' ELSE interval '10 s' END
            AND observed_at - coalesce(commit_at, observed_at - still) > interval '10 s' THEN 'STALLED'
        ELSE 'BEHIND'
    END AS state,
    coalesce(unknown, CASE WHEN NOT equal THEN blocked END) AS cause,
    applied_epoch || ':' || applied_sequence AS applied,
    head_epoch || ':' || head_sequence AS head,
    published_epoch || ':' || published_sequence AS published,
    CASE
        WHEN unknown IS NOT NULL THEN NULL
        WHEN equal THEN 0
        ELSE greatest(1, head_sequence - CASE WHEN applied_epoch = head_epoch THEN applied_sequence ELSE 0 END)
    END AS transactions,
    CASE
        WHEN unknown IS NOT NULL THEN NULL
        WHEN equal THEN 0
        -- Zero means equal, and unknown is no number.
        WHEN commit_at IS NOT NULL THEN greatest(0.001, extract(epoch FROM observed_at - commit_at))
    END::double precision AS seconds,
    parked,
    commit_at AS committed_at,
    observed_at AS as_of,
    head_age
FROM known;

COMMENT ON VIEW lagzero.lag IS
    'How far each source is applied, looked up when it is read. UNKNOWN, with its cause, when the newest head is older than 2 s; BLOCKED, with what somebody must do. seconds: how old what is shown is at most, by the clock of the source.';

CREATE OR REPLACE FUNCTION lagzero.wait_for(source text, wanted text, longest interval DEFAULT '10 s')
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wanted_epoch bigint;
    wanted_sequence bigint;
    until timestamptz := clock_timestamp() + longest;
    pause double precision := 0.002;
    known boolean;
    reached boolean;
BEGIN
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION 'wait_for cannot wait in a % transaction: it would never see anything new',
            current_setting('transaction_isolation')
            USING ERRCODE = 'invalid_transaction_state', HINT = 'Call it in READ COMMITTED, before the transaction begins.';
    END IF;
    IF wanted !~ '^[0-9]{1,18}:[0-9]{1,18}$' THEN
        RAISE EXCEPTION 'a position is written epoch:sequence, as 3:17; got "%"', wanted
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    wanted_epoch := split_part(wanted, ':', 1)::bigint;
    wanted_sequence := split_part(wanted, ':', 2)::bigint;
    LOOP
        SELECT count(*) > 0, coalesce(bool_and((w.epoch, w.sequence) >= (wanted_epoch, wanted_sequence)), false)
            INTO known, reached
            FROM lagzero.watermark w WHERE w.source = wait_for.source;
        IF reached THEN
            RETURN true;
        END IF;
        IF NOT known THEN
            RAISE EXCEPTION 'no source "%" is replicated into this database', wait_for.source
                USING ERRCODE = 'undefined_object', HINT = 'SELECT source FROM lagzero.lag names those there are.';
        END IF;
        IF clock_timestamp() >= until THEN
            RETURN false;
        END IF;
        PERFORM pg_sleep(least(pause, greatest(0, extract(epoch FROM until - clock_timestamp()))));
        pause := least(0.05, pause * 1.5);
    END LOOP;
END
$$;

COMMENT ON FUNCTION lagzero.wait_for(text, text, interval) IS
    'Waits until a transaction of a source is visible here: true, or false when time is up. Ask GET /v1/sources/NAME/position?fresh for the position after your own commit. Grant USAGE ON SCHEMA lagzero to those who may call it.';
