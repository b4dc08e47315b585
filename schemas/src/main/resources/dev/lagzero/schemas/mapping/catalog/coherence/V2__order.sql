-- Which row of its table a row was, in the order they were made: times tie. Rows of a snapshot have none.
ALTER TABLE projects ADD COLUMN ordinal BIGINT;
ALTER TABLE contributors ADD COLUMN ordinal BIGINT;
ALTER TABLE assets ADD COLUMN ordinal BIGINT;
ALTER TABLE contributions ADD COLUMN ordinal BIGINT;
ALTER TABLE agent_tasks ADD COLUMN ordinal BIGINT;

-- Rows of one transaction may come in any order.
ALTER TABLE project_dependencies
    ALTER CONSTRAINT project_dependencies_from_ecosystem_from_name_fkey DEFERRABLE INITIALLY DEFERRED,
    ALTER CONSTRAINT project_dependencies_to_ecosystem_to_name_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE contributions
    ALTER CONSTRAINT contributions_contributor_id_fkey DEFERRABLE INITIALLY DEFERRED,
    ALTER CONSTRAINT contributions_asset_id_fkey DEFERRABLE INITIALLY DEFERRED;
