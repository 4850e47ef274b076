"""What is signed or approved stays as it is; plans rest on approved things only."""

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
                     AND policy.approved_by_id IS NOT NULL) THEN
        RAISE EXCEPTION 'A policy that nobody has approved is not used.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.table_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM tapering_equivalencetable AS known
            WHERE known.id = NEW.table_id AND known.use = 'switch'
              AND known.approved_by_id IS NOT NULL) THEN
        RAISE EXCEPTION 'A switch rests on an approved table that is made for it.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_version_is_kept BEFORE INSERT OR UPDATE OR DELETE
    ON tapering_planversion
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_version();

CREATE FUNCTION tapering_is_signed(wanted uuid) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (SELECT 1 FROM tapering_planversion AS version
                   WHERE version.id = wanted
                     AND version.state IN ('decided', 'superseded'))
$$;

CREATE FUNCTION tapering_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A signed step is never removed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF tapering_is_signed(NEW.version_id) THEN
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

CREATE FUNCTION tapering_guard_prescribing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND tapering_is_signed(OLD.version_id))
       OR (TG_OP <> 'DELETE' AND tapering_is_signed(NEW.version_id)) THEN
        RAISE EXCEPTION 'Who prescribes is a part of what was signed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER prescribing_is_kept BEFORE INSERT OR UPDATE OR DELETE
    ON tapering_prescribing
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_prescribing();

CREATE FUNCTION tapering_guard_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A plan letter is never removed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF to_jsonb(NEW) - 'sent_at' - 'sent_by_id' - 'sent_how'
       <> to_jsonb(OLD) - 'sent_at' - 'sent_by_id' - 'sent_how'
       OR OLD.sent_at IS NOT NULL AND to_jsonb(NEW) <> to_jsonb(OLD) THEN
        RAISE EXCEPTION 'A plan letter is never changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_letter_is_kept BEFORE UPDATE OR DELETE ON tapering_planletter
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_letter();

CREATE FUNCTION tapering_guard_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'What plans rest on is never removed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.approved_at IS NOT NULL
       AND to_jsonb(NEW) - 'standing' - 'retired_at'
        <> to_jsonb(OLD) - 'standing' - 'retired_at' THEN
        RAISE EXCEPTION 'What has been approved is never changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policy_is_kept BEFORE UPDATE OR DELETE ON tapering_policy
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_kept();
CREATE TRIGGER product_is_kept BEFORE UPDATE OR DELETE ON tapering_product
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_kept();
CREATE TRIGGER table_is_kept BEFORE UPDATE OR DELETE ON tapering_equivalencetable
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_kept();

CREATE FUNCTION tapering_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.table_id ELSE NEW.table_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM tapering_equivalencetable AS known
               WHERE known.id = wanted AND known.approved_at IS NOT NULL) THEN
        RAISE EXCEPTION 'What has been approved is never changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER table_row_is_kept BEFORE INSERT OR UPDATE OR DELETE
    ON tapering_equivalencerow
    FOR EACH ROW EXECUTE FUNCTION tapering_guard_row();
"""
LET_GO = """
DROP TRIGGER plan_version_is_kept ON tapering_planversion;
DROP TRIGGER step_is_kept ON tapering_step;
DROP TRIGGER prescribing_is_kept ON tapering_prescribing;
DROP TRIGGER plan_letter_is_kept ON tapering_planletter;
DROP TRIGGER policy_is_kept ON tapering_policy;
DROP TRIGGER product_is_kept ON tapering_product;
DROP TRIGGER table_is_kept ON tapering_equivalencetable;
DROP TRIGGER table_row_is_kept ON tapering_equivalencerow;
DROP FUNCTION tapering_guard_version();
DROP FUNCTION tapering_guard_step();
DROP FUNCTION tapering_guard_prescribing();
DROP FUNCTION tapering_guard_letter();
DROP FUNCTION tapering_guard_kept();
DROP FUNCTION tapering_guard_row();
DROP FUNCTION tapering_is_signed(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("tapering", "0001_plans_and_what_they_rest_on")]
    operations = [migrations.RunSQL(GUARD, LET_GO)]
