import uuid

from django.db import migrations, models

REFUSE = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An event is never changed or removed.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""
ALLOW = """
DROP TRIGGER audit_event_append_only ON audit_event;
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=60)),
                ("actor_id", models.UUIDField()),
                ("actor_name", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=30)),
                ("unit_id", models.UUIDField(null=True)),
                ("unit_name", models.CharField(blank=True, max_length=200)),
                ("subject_label", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=40)),
                ("patient_id", models.UUIDField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("details", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["patient_id", "-at"], name="event_of_patient"),
                    models.Index(fields=["actor_id", "-at"], name="event_of_actor"),
                    models.Index(
                        fields=["subject_label", "subject_id"], name="event_of_subject"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), _negated=True),
                            models.Q(("actor_name", ""), _negated=True),
                        ),
                        name="event_has_actor_and_kind",
                    )
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
