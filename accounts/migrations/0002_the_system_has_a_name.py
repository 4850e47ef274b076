from datetime import UTC, datetime
from uuid import UUID

from django.db import migrations

SYSTEM_USER_ID = UUID("00000000-0000-4000-8000-000000000001")


def name_the_system(apps, schema_editor):
    apps.get_model("accounts", "User").objects.get_or_create(
        pk=SYSTEM_USER_ID,
        defaults={
            "username": "system",
            "password": "!cannot-sign-in",
            "name": "Systemet",
            "role": "system",
            "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        },
    )


def forget_the_name(apps, schema_editor):
    apps.get_model("accounts", "User").objects.filter(pk=SYSTEM_USER_ID).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users_units_and_municipalities")]
    operations = [migrations.RunPython(name_the_system, forget_the_name)]
