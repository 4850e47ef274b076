from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

# A decision of the conference is the team's: at least two professions, written down
# before the point is decided.
GUARD = """
CREATE FUNCTION referrals_guard_point() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decided_at IS NOT NULL AND (
            SELECT count(DISTINCT voice.role) FROM referrals_conferencevoice AS voice
            WHERE voice.point_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'conference_decision_is_made_by_two_professions'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.decided_at IS NOT NULL
       AND to_jsonb(NEW) - 'position' <> to_jsonb(OLD) - 'position' THEN
        RAISE EXCEPTION 'conference_decision_is_kept'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER conference_decision_is_made_by_two_professions
    BEFORE INSERT OR UPDATE ON referrals_conferencepoint
    FOR EACH ROW EXECUTE FUNCTION referrals_guard_point();
"""
UNGUARD = """
DROP TRIGGER conference_decision_is_made_by_two_professions
    ON referrals_conferencepoint;
DROP FUNCTION referrals_guard_point();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_somebody_asks_for_help"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="conferencevoice",
            name="said",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="decisionreason",
            name="shipped_as",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddConstraint(
            model_name="clockpause",
            constraint=models.CheckConstraint(
                condition=~Q(reason="declined")
                | Q(
                    informed_on__lte=F("offered_on"),
                    offered_on__lte=F("declined_on"),
                    declined_on__lte=F("first_on"),
                ),
                name="clock_pause_by_declining_is_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionreason",
            constraint=models.UniqueConstraint(
                fields=["shipped_as"],
                condition=~Q(shipped_as=""),
                name="decision_reason_is_shipped_once",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
