-- Decimals have no scale: one would round. Lower case is made by the mapping, not checked here: locales differ in it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TYPE task_type AS ENUM ('spec', 'test', 'impl', 'review', 'heal');
CREATE TYPE task_status AS ENUM ('pending', 'running', 'completed', 'failed', 'needs_decision');

CREATE TABLE projects (
    ecosystem VARCHAR(200) NOT NULL,
    name VARCHAR(510) NOT NULL,
    original_ecosystem TEXT NOT NULL,
    original_name TEXT NOT NULL,
    placeholder BOOLEAN NOT NULL DEFAULT false,
    id TEXT,
    version TEXT,
    description TEXT,
    homepage_url TEXT,
    repository_url TEXT,
    dependency_count BIGINT,
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ,
    PRIMARY KEY (ecosystem, name)
);
CREATE INDEX projects_name_trgm ON projects USING gin (name gin_trgm_ops);
CREATE INDEX projects_description_trgm ON projects USING gin (lower(description) gin_trgm_ops);
CREATE TABLE project_dependencies (
    from_ecosystem VARCHAR(200) NOT NULL,
    from_name VARCHAR(510) NOT NULL,
    to_ecosystem VARCHAR(200) NOT NULL,
    to_name VARCHAR(510) NOT NULL,
    original JSONB,
    PRIMARY KEY (from_ecosystem, from_name, to_ecosystem, to_name),
    FOREIGN KEY (from_ecosystem, from_name) REFERENCES projects ON DELETE CASCADE,
    FOREIGN KEY (to_ecosystem, to_name) REFERENCES projects ON DELETE CASCADE
);
CREATE TABLE contributors (
    id UUID PRIMARY KEY,
    type TEXT,
    name VARCHAR(255) NOT NULL,
    email TEXT,
    github_username TEXT,
    wallet_address TEXT,
    hourly_rate NUMERIC,
    metadata JSONB,
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ
);
CREATE TABLE assets (
    id UUID PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    description TEXT,
    asset_type VARCHAR(50),
    total_cost NUMERIC NOT NULL DEFAULT 0,
    metadata JSONB,
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ
);
CREATE TABLE contributions (
    id UUID PRIMARY KEY,
    contributor_id UUID NOT NULL REFERENCES contributors,
    asset_id UUID NOT NULL REFERENCES assets,
    cost_amount NUMERIC NOT NULL CHECK (cost_amount >= 0),
    coherence_score NUMERIC CHECK (coherence_score BETWEEN 0 AND 1),
    metadata JSONB,
    timestamp TIMESTAMPTZ
);
CREATE INDEX contributions_contributor ON contributions (contributor_id);
CREATE INDEX contributions_asset ON contributions (asset_id);
CREATE TABLE agent_tasks (
    id TEXT PRIMARY KEY,
    direction TEXT NOT NULL,
    task_type task_type NOT NULL,
    status task_status NOT NULL,
    model VARCHAR(100),
    command TEXT,
    output TEXT,
    context JSONB,
    progress_pct BIGINT CHECK (progress_pct BETWEEN 0 AND 100),
    current_step TEXT,
    decision_prompt TEXT,
    decision TEXT,
    tier TEXT,
    started_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ
);
CREATE INDEX agent_tasks_status ON agent_tasks (status, created_at);

-- The application's own writes after the cut-over; replicated rows carry these values already.
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $touch$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END $touch$;
CREATE FUNCTION add_cost() RETURNS trigger LANGUAGE plpgsql AS $cost$
BEGIN
    UPDATE assets SET total_cost = total_cost + NEW.cost_amount WHERE id = NEW.asset_id;
    RETURN NULL;
END $cost$;
CREATE TRIGGER touched BEFORE UPDATE ON projects FOR EACH ROW
    WHEN (current_setting('lagzero.applying', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION touch();
CREATE TRIGGER touched BEFORE UPDATE ON contributors FOR EACH ROW
    WHEN (current_setting('lagzero.applying', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION touch();
CREATE TRIGGER touched BEFORE UPDATE ON assets FOR EACH ROW
    WHEN (current_setting('lagzero.applying', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION touch();
CREATE TRIGGER touched BEFORE UPDATE ON agent_tasks FOR EACH ROW
    WHEN (current_setting('lagzero.applying', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION touch();
CREATE TRIGGER costed AFTER INSERT ON contributions FOR EACH ROW
    WHEN (current_setting('lagzero.applying', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION add_cost();
