"""What is signed stays as it was signed, and only an approved policy may be used."""

from django.db import migrations

GUARD = """
CREATE FUNCTION tapering_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A plan version is never removed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state IN ('decided', 'superseded') THEN
        IF OLD.state = 'decided' AND NEW.state = 'superseded'
           AND to_jsonb(NEW) - 'state' - 'superseded_at'
             = to_jsonb(OLD) - 'state' - 'superseded_at' THEN
            RETURN NEW;
        END IF;
        IF to_jsonb(NEW) = to_jsonb(OLD) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'A signed plan version is never changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM tapering_policy AS policy
                   WHERE policy.id = NEW.policy_id
                     AND policy.approved_on IS NOT NULL
                     AND policy.approved_by <> '') THEN
        RAISE EXCEPTION 'A policy that nobody has approved is not used.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_version_is_kept BEFORE INSERT OR UPDATE OR DELETE
    ON tapering_planversion
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_version();

CREATE FUNCTION tapering_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A signed step is never removed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM tapering_planversion AS version
                   WHERE version.id = NEW.version_id
                     AND version.state IN ('decided', 'superseded')) THEN
            RAISE EXCEPTION 'A signed plan version gets no more steps.'
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - 'confirmed_at' - 'confirmed_by_id' - 'taken_note'
       <> to_jsonb(OLD) - 'confirmed_at' - 'confirmed_by_id' - 'taken_note' THEN
        RAISE EXCEPTION 'A signed step is never changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.confirmed_at IS NOT NULL
       AND (NEW.confirmed_at, NEW.confirmed_by_id)
           IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id) THEN
        RAISE EXCEPTION 'A step is confirmed once.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER step_is_kept BEFORE INSERT OR UPDATE OR DELETE ON tapering_step
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_step();

CREATE FUNCTION tapering_guard_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A policy is never removed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.approved_on IS NOT NULL
       AND to_jsonb(NEW) - 'is_active' <> to_jsonb(OLD) - 'is_active' THEN
        RAISE EXCEPTION 'An approved policy is never changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policy_is_kept BEFORE UPDATE OR DELETE ON tapering_policy
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_policy();
"""
LET_GO = """
DROP TRIGGER plan_version_is_kept ON tapering_planversion;
DROP TRIGGER step_is_kept ON tapering_step;
DROP TRIGGER policy_is_kept ON tapering_policy;
DROP FUNCTION tapering_guard_version();
DROP FUNCTION tapering_guard_step();
DROP FUNCTION tapering_guard_policy();
"""


class Migration(migrations.Migration):
    dependencies = [("tapering", "0001_what_is_taken_and_what_is_planned")]
    operations = [migrations.RunSQL(GUARD, LET_GO)]
