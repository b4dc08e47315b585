-- An application's update says when it was. A replicated row keeps the time that its source has.
CREATE FUNCTION core.touch() RETURNS trigger LANGUAGE plpgsql AS $touch$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END $touch$;

CREATE TRIGGER touch BEFORE UPDATE ON core.identities FOR EACH ROW
    WHEN (current_setting('lagzero.applying', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION core.touch();
CREATE TRIGGER touch BEFORE UPDATE ON core.sessions FOR EACH ROW
    WHEN (current_setting('lagzero.applying', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION core.touch();
CREATE TRIGGER touch BEFORE UPDATE ON core.calibration FOR EACH ROW
    WHEN (current_setting('lagzero.applying', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION core.touch();
CREATE TRIGGER touch BEFORE UPDATE ON core.dialectic_sessions FOR EACH ROW
    WHEN (current_setting('lagzero.applying', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION core.touch();
