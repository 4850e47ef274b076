from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("referrals", "0008_letters_are_found_fast")]

    operations = [
        migrations.RemoveIndex(
            model_name="referral",
            name="referral_by_name_alike",
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                models.F("birth_year"),
                Upper("health_centre_text"),
                condition=models.Q(("health_centre_text", ""), _negated=True),
                name="referral_by_centre_in_words",
            ),
        ),
    ]
