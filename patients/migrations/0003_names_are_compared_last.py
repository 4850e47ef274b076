from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("patients", "0002_names_and_phones_can_be_searched")]

    operations = [
        migrations.RemoveIndex(
            model_name="patient",
            name="patient_by_name_alike",
        ),
    ]
