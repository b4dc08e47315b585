CREATE SCHEMA IF NOT EXISTS core;
CREATE SCHEMA IF NOT EXISTS audit;

CREATE TABLE core.identities (
    agent_id TEXT PRIMARY KEY,
    status TEXT,
    parent_agent_id TEXT,
    api_key_hash TEXT,
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ,
    metadata JSONB NOT NULL
);
-- No foreign key to identities: sessions of unknown agents are data.
CREATE TABLE core.sessions (
    session_key TEXT PRIMARY KEY,
    agent_id TEXT,
    api_key_hash TEXT,
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ,
    expires_at TIMESTAMPTZ,
    bind_count BIGINT,
    is_active BOOLEAN,
    metadata JSONB
);
-- One row for each change of a state; the position tells them apart, not the clock.
CREATE TABLE core.agent_state (
    source_name TEXT NOT NULL,
    source_epoch BIGINT NOT NULL,
    source_sequence BIGINT NOT NULL,
    source_ordinal BIGINT NOT NULL,
    agent_id TEXT NOT NULL,
    entropy DOUBLE PRECISION,
    integrity DOUBLE PRECISION,
    stability_index DOUBLE PRECISION,
    volatility DOUBLE PRECISION,
    coherence DOUBLE PRECISION,
    regime TEXT,
    update_count BIGINT,
    void_active BOOLEAN,
    created_at TIMESTAMPTZ,
    recorded_at TIMESTAMPTZ,
    state JSONB,
    metadata JSONB,
    PRIMARY KEY (source_name, source_epoch, source_sequence, source_ordinal, agent_id)
);
CREATE INDEX agent_state_agent ON core.agent_state (agent_id, recorded_at);
CREATE TABLE core.calibration (
    id BIGINT PRIMARY KEY,
    state JSONB,
    updated_at TIMESTAMPTZ,
    version TEXT,
    metadata JSONB
);
CREATE TABLE core.dialectic_sessions (
    session_id TEXT PRIMARY KEY,
    paused_agent_id TEXT,
    reviewer_agent_id TEXT,
    phase TEXT,
    status TEXT,
    reason TEXT,
    discovery_id TEXT,
    dispute_type TEXT,
    session_type TEXT,
    topic TEXT,
    max_synthesis_rounds BIGINT,
    synthesis_round BIGINT,
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ,
    paused_agent_state JSONB,
    resolution JSONB,
    metadata JSONB
);
CREATE TABLE core.dialectic_messages (
    id BIGINT NOT NULL,
    session_id TEXT NOT NULL,
    agent_id TEXT,
    message_type TEXT,
    timestamp TIMESTAMPTZ,
    root_cause TEXT,
    proposed_conditions JSONB,
    reasoning TEXT,
    observed_metrics JSONB,
    concerns JSONB,
    agrees BOOLEAN,
    signature TEXT,
    metadata JSONB,
    PRIMARY KEY (session_id, id)
);
CREATE TABLE audit.events (
    ts TIMESTAMPTZ NOT NULL,
    event_id TEXT NOT NULL,
    source_id BIGINT,
    agent_id TEXT,
    session_id TEXT,
    event_type TEXT,
    confidence DOUBLE PRECISION,
    payload JSONB,
    metadata JSONB,
    raw_hash TEXT,
    rest JSONB,
    PRIMARY KEY (ts, event_id)
) PARTITION BY RANGE (ts);
CREATE TABLE audit.tool_usage (
    ts TIMESTAMPTZ NOT NULL,
    usage_id TEXT NOT NULL,
    source_id BIGINT,
    agent_id TEXT,
    session_id TEXT,
    tool_name TEXT,
    latency_ms DOUBLE PRECISION,
    success BOOLEAN,
    error_type TEXT,
    payload JSONB,
    rest JSONB,
    PRIMARY KEY (ts, usage_id)
) PARTITION BY RANGE (ts);

CREATE TABLE audit.retention (parent TEXT PRIMARY KEY, keep INTERVAL NOT NULL);
INSERT INTO audit.retention VALUES ('events', '180 days'), ('tool_usage', '90 days');

-- The month that a moment lies in, in UTC whatever the session's time zone is.
CREATE FUNCTION audit.ensure_partition(parent TEXT, moment TIMESTAMPTZ) RETURNS void LANGUAGE plpgsql AS $part$
DECLARE
    first TIMESTAMP := date_trunc('month', moment AT TIME ZONE 'UTC');
    name TEXT := parent || to_char(first, '_YYYY_MM');
BEGIN
    IF to_regclass(format('audit.%I', name)) IS NULL THEN
        EXECUTE format('CREATE TABLE audit.%I PARTITION OF audit.%I FOR VALUES FROM (%L) TO (%L)',
            name, parent, first AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
    END IF;
END $part$;

-- Makes this month and the next three; lists what has expired, and drops it only when told so.
CREATE FUNCTION audit.partition_maintenance(drop_expired BOOLEAN DEFAULT false)
RETURNS TABLE (partition_name TEXT, action TEXT) LANGUAGE plpgsql AS $maintain$
DECLARE
    kept RECORD;
    child RECORD;
BEGIN
    FOR kept IN SELECT * FROM audit.retention LOOP
        FOR ahead IN 0..3 LOOP
            PERFORM audit.ensure_partition(kept.parent, now() + make_interval(months => ahead));
        END LOOP;
        FOR child IN
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = format('audit.%I', kept.parent)::regclass
              AND (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' < now() - kept.keep
        LOOP
            partition_name := child.relname;
            action := CASE WHEN drop_expired THEN 'dropped' ELSE 'would drop' END;
            IF drop_expired THEN
                EXECUTE format('DROP TABLE audit.%I', child.relname);
            END IF;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END $maintain$;
SELECT audit.partition_maintenance();
