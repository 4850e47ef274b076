"""Plans, versions, steps, and the approved things that they rest on."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import tapering.models.prescribing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_the_system_has_a_name"),
        ("patients", "0001_who_the_patient_is"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Assessment",
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
                ("goal", models.TextField(blank=True)),
                ("driving_informed_on", models.DateField(null=True)),
                (
                    "driving",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fit", "Kan köra"),
                            ("not_fit", "Ska inte köra nu"),
                            ("does_not_drive", "Kör inte"),
                        ],
                        max_length=20,
                    ),
                ),
                ("driving_note", models.CharField(blank=True, max_length=1000)),
                (
                    "children",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("no", "Nej"), ("unknown", "Vet inte")],
                        max_length=10,
                    ),
                ),
                (
                    "children_born",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        size=None,
                    ),
                ),
                ("children_note", models.CharField(blank=True, max_length=1000)),
                (
                    "asam_duration",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_a_month", "mindre än 1 månad"),
                            ("one_to_three", "1–3 månader"),
                            ("three_or_more", "3 månader eller mer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "asam_days",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("up_to_three", "högst 3 dagar i veckan"),
                            ("four_or_more", "minst 4 dagar i veckan"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "asam_dose",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "låg"),
                            ("moderate", "måttlig"),
                            ("high", "hög"),
                        ],
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "form_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="patients.case",
                    ),
                ),
            ],
            options={
                "ordering": ["-answered_at"],
            },
        ),
        migrations.CreateModel(
            name="CalculatorApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("approver", models.CharField(max_length=200)),
                ("intended_use", models.CharField(max_length=40)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("on_at", models.DateTimeField()),
                ("off_at", models.DateTimeField(null=True)),
                (
                    "off_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-on_at"],
            },
        ),
        migrations.CreateModel(
            name="EquivalenceTable",
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
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("approved", "Godkänd"),
                            ("retired", "Används inte längre"),
                            ("discarded", "Borttaget utkast"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("source", models.TextField(blank=True)),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("read", "läst i källan"),
                            ("second_hand", "läst i andra hand"),
                            ("own", "enhetens egen"),
                        ],
                        default="own",
                        max_length=12,
                    ),
                ),
                ("jurisdiction", models.CharField(blank=True, max_length=10)),
                ("written_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=120)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("switch", "byte av läkemedel"),
                            ("risk", "riskbedömning"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reference", models.CharField(max_length=60)),
                ("words", models.TextField(blank=True)),
                ("disagrees", models.TextField(blank=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="tapering.equivalencetable",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["reference", "name", "version"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EquivalenceRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("substance", models.CharField(max_length=60)),
                ("atc", models.CharField(max_length=8)),
                (
                    "unit",
                    models.CharField(
                        choices=[("mg", "mg"), ("ug_per_h", "µg/h")],
                        default="mg",
                        max_length=10,
                    ),
                ),
                ("amount_low", models.DecimalField(decimal_places=4, max_digits=9)),
                ("amount_high", models.DecimalField(decimal_places=4, max_digits=9)),
                ("equals_low", models.DecimalField(decimal_places=4, max_digits=9)),
                ("equals_high", models.DecimalField(decimal_places=4, max_digits=9)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="tapering.equivalencetable",
                    ),
                ),
            ],
            options={
                "ordering": ["substance", "unit"],
            },
        ),
        migrations.CreateModel(
            name="EvenOut",
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
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("set_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="even_outs",
                        to="patients.case",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-set_at"],
            },
        ),
        migrations.CreateModel(
            name="GateAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "gate",
                    models.CharField(
                        choices=[
                            ("high_dose", "Mer än 40 mg diazepamekvivalenter per dygn"),
                            ("epilepsy", "Epilepsi eller tidigare krampanfall"),
                            ("pregnancy", "Graviditet"),
                            (
                                "opioid_and_sedative",
                                "Opioid tillsammans med bensodiazepin, z-läkemedel eller gabapentinoid",
                            ),
                            (
                                "overdose_risk",
                                "Ökad risk för överdos: sömnapné, KOL, lever, njurar, alkohol, över 65 år",
                            ),
                            ("other_substance", "Skadligt bruk av något annat just nu"),
                            ("liver", "Svår leversjukdom"),
                            ("frail", "Skör eller risk för fall"),
                            ("suicidality", "Tankar på att ta sitt liv"),
                            ("earlier_attempt", "Har försökt trappa ned tidigare"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Ja"), ("no", "Nej"), ("unknown", "Vet inte")],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gates",
                        to="tapering.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Plan",
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
                ("substance", models.CharField(max_length=60)),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_because", models.CharField(blank=True, max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="patients.case",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["opened_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanMedicine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("substance", models.CharField(max_length=60)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="patients.case",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="medicines",
                        to="tapering.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("proposed", "Förslag"),
                            ("returned", "Skickad tillbaka"),
                            ("discarded", "Borttaget utkast"),
                            ("decided", "Beslutad"),
                            ("superseded", "Ersatt"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("plan", "plan"),
                            ("hold", "paus"),
                            ("slow_down", "långsammare takt"),
                            ("step_back", "upp ett steg"),
                            ("goal", "annat mål"),
                        ],
                        default="plan",
                        max_length=20,
                    ),
                ),
                (
                    "substances",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("mg", "mg"), ("ug_per_h", "µg/h")],
                        default="mg",
                        max_length=10,
                    ),
                ),
                ("conversion", models.JSONField(null=True)),
                ("request", models.JSONField()),
                ("answer", models.JSONField()),
                ("counts_from", models.DateField()),
                ("reasons", models.JSONField(default=dict)),
                ("what_changed", models.CharField(blank=True, max_length=500)),
                ("patient_agrees", models.BooleanField(default=False)),
                ("held_from", models.DateField(null=True)),
                ("held_days", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("proposed_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("returned_because", models.CharField(blank=True, max_length=1000)),
                ("decided_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "form_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("edition", models.PositiveIntegerField(default=0)),
                ("edited_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="tapering.plan",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="tapering.planversion",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="tapering.equivalencetable",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="PlanLetter",
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
                ("to_name", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("sent_how", models.CharField(blank=True, max_length=200)),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.careunit",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="tapering.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "to_name"],
            },
        ),
        migrations.CreateModel(
            name="Policy",
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
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("approved", "Godkänd"),
                            ("retired", "Används inte längre"),
                            ("discarded", "Borttaget utkast"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("source", models.TextField(blank=True)),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("read", "läst i källan"),
                            ("second_hand", "läst i andra hand"),
                            ("own", "enhetens egen"),
                        ],
                        default="own",
                        max_length=12,
                    ),
                ),
                ("jurisdiction", models.CharField(blank=True, max_length=10)),
                ("written_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=120)),
                (
                    "atc",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("rule", models.JSONField()),
                ("words", models.TextField()),
                ("disagrees", models.TextField(blank=True)),
                ("confirm_each_step", models.BooleanField(default=True)),
                (
                    "who_may_hold",
                    models.CharField(
                        choices=[
                            ("patient", "patienten själv"),
                            ("care", "alla i teamet"),
                            ("prescriber", "läkare"),
                            ("nobody", "ingen"),
                        ],
                        default="care",
                        max_length=20,
                    ),
                ),
                (
                    "who_may_slow_down",
                    models.CharField(
                        choices=[
                            ("patient", "patienten själv"),
                            ("care", "alla i teamet"),
                            ("prescriber", "läkare"),
                            ("nobody", "ingen"),
                        ],
                        default="prescriber",
                        max_length=20,
                    ),
                ),
                (
                    "who_may_step_back",
                    models.CharField(
                        choices=[
                            ("patient", "patienten själv"),
                            ("care", "alla i teamet"),
                            ("prescriber", "läkare"),
                            ("nobody", "ingen"),
                        ],
                        default="prescriber",
                        max_length=20,
                    ),
                ),
                (
                    "who_may_confirm",
                    models.CharField(
                        choices=[
                            ("patient", "patienten själv"),
                            ("care", "alla i teamet"),
                            ("prescriber", "läkare"),
                            ("nobody", "ingen"),
                        ],
                        default="care",
                        max_length=20,
                    ),
                ),
                ("hold_days", models.PositiveSmallIntegerField(null=True)),
                ("longest_hold_days", models.PositiveSmallIntegerField(null=True)),
                ("holds_before_goal", models.PositiveSmallIntegerField(null=True)),
                ("max_gap_days", models.PositiveSmallIntegerField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="tapering.policy",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "version"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="planversion",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="tapering.policy",
            ),
        ),
        migrations.CreateModel(
            name="Prescribing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                (
                    "care_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.careunit",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prescribing",
                        to="tapering.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "from_on"],
            },
        ),
        migrations.CreateModel(
            name="Product",
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
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("approved", "Godkänd"),
                            ("retired", "Används inte längre"),
                            ("discarded", "Borttaget utkast"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("source", models.TextField(blank=True)),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("read", "läst i källan"),
                            ("second_hand", "läst i andra hand"),
                            ("own", "enhetens egen"),
                        ],
                        default="own",
                        max_length=12,
                    ),
                ),
                ("jurisdiction", models.CharField(blank=True, max_length=10)),
                ("written_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("edition", models.PositiveIntegerField(default=0)),
                ("substance", models.CharField(max_length=60)),
                ("brand", models.CharField(blank=True, max_length=60)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("tablet", "tablett"),
                            ("liquid", "oral lösning"),
                            ("patch", "plåster"),
                        ],
                        default="tablet",
                        max_length=20,
                    ),
                ),
                (
                    "strength_mg",
                    models.DecimalField(decimal_places=4, max_digits=9, null=True),
                ),
                ("parts", models.PositiveSmallIntegerField(null=True)),
                (
                    "mg_per_ml",
                    models.DecimalField(decimal_places=4, max_digits=9, null=True),
                ),
                (
                    "smallest_ml",
                    models.DecimalField(decimal_places=4, max_digits=9, null=True),
                ),
                (
                    "ug_per_h",
                    models.DecimalField(decimal_places=4, max_digits=9, null=True),
                ),
                ("worn_days", models.PositiveSmallIntegerField(null=True)),
                ("atc", models.CharField(max_length=8)),
                ("register_id", models.CharField(blank=True, max_length=40)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="tapering.product",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": [
                    "substance",
                    "form",
                    "strength_mg",
                    "mg_per_ml",
                    "ug_per_h",
                    "brand",
                ],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RegimenRow",
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
                ("substance", models.CharField(max_length=60)),
                ("product", models.CharField(blank=True, max_length=100)),
                (
                    "strength_mg",
                    models.DecimalField(decimal_places=4, max_digits=9, null=True),
                ),
                (
                    "daypart",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("morning", "Morgon"),
                            ("noon", "Middag"),
                            ("evening", "Kväll"),
                            ("night", "Natt"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("mg", "mg"), ("ug_per_h", "µg/h")],
                        default="mg",
                        max_length=10,
                    ),
                ),
                ("mg", models.DecimalField(decimal_places=4, max_digits=9)),
                ("as_needed", models.BooleanField(default=False)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("since", models.CharField(blank=True, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regimen",
                        to="patients.case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["substance", "recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Step",
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
                ("n", models.PositiveSmallIntegerField()),
                ("from_on", models.DateField()),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("doses", models.JSONField()),
                ("totals", models.JSONField()),
                (
                    "target_mg",
                    models.DecimalField(decimal_places=6, max_digits=12, null=True),
                ),
                ("cut", models.JSONField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("taken_note", models.CharField(blank=True, max_length=1000)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="tapering.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "n"],
            },
        ),
        migrations.CreateModel(
            name="Supply",
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
                ("from_on", models.DateField()),
                ("amounts", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("written_at", models.DateTimeField()),
                (
                    "form_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplies",
                        to="tapering.plan",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "supplies",
                "ordering": ["plan", "from_on", "written_at"],
            },
        ),
        migrations.CreateModel(
            name="Symptom",
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
                ("on", models.DateField()),
                ("score", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("written_at", models.DateTimeField()),
                (
                    "form_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="symptoms",
                        to="patients.case",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["on", "written_at"],
            },
        ),
        migrations.CreateModel(
            name="Taken",
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
                ("substance", models.CharField(max_length=60)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=4, max_digits=9)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("written_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "form_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="tapering.plan",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "taken",
                "ordering": ["plan", "from_on"],
            },
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("case",),
                name="case_has_one_current_assessment",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("driving", ""),
                    ("driving__in", ["fit", "not_fit", "does_not_drive"]),
                    _connector="OR",
                ),
                name="assessment_driving_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("children", ""),
                    ("children__in", ["yes", "no", "unknown"]),
                    _connector="OR",
                ),
                name="assessment_children_answer_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "asam_duration__in",
                        ["", "under_a_month", "one_to_three", "three_or_more"],
                    ),
                    ("asam_days__in", ["", "up_to_three", "four_or_more"]),
                    ("asam_dose__in", ["", "low", "moderate", "high"]),
                ),
                name="assessment_asam_answers_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="calculatorapproval",
            constraint=models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(("off_at", None)),
                name="calculator_is_approved_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="calculatorapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approver", ""), _negated=True),
                    models.Q(("intended_use", ""), _negated=True),
                ),
                name="calculator_approver_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="calculatorapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("off_at", None), ("off_by", None)),
                    models.Q(("off_at__isnull", False), ("off_by__isnull", False)),
                    _connector="OR",
                ),
                name="calculator_is_switched_off_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("standing__in", ["draft", "approved", "retired", "discarded"])
                ),
                name="equivalencetable_standing_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence__in", ["read", "second_hand", "own"])),
                name="equivalencetable_evidence_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing", "approved"), _negated=True),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        models.Q(("source", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="equivalencetable_in_use_has_an_approver_and_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="equivalencetable_approval_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="equivalencetable_is_approved_by_another_than_its_writer",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("retired_at__isnull", False),
                        ("standing__in", ["retired", "discarded"]),
                    ),
                    models.Q(
                        ("retired_at", None), ("standing__in", ["draft", "approved"])
                    ),
                    _connector="OR",
                ),
                name="equivalencetable_retired_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.UniqueConstraint(
                fields=("name", "version"), name="table_version_is_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", "approved")),
                fields=("name",),
                name="table_has_one_version_in_use",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.CheckConstraint(
                condition=models.Q(("use__in", ["switch", "risk"])),
                name="table_states_its_use",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencetable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("reference", ""), _negated=True),
                ),
                name="table_has_a_name_and_a_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencerow",
            constraint=models.UniqueConstraint(
                fields=("table", "substance", "unit"),
                name="substance_stands_once_in_a_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencerow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_high__gte", models.F("amount_low")),
                    ("amount_low__gt", 0),
                    ("equals_high__gte", models.F("equals_low")),
                    ("equals_low__gt", 0),
                ),
                name="equivalence_is_a_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencerow",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__in", ["mg", "ug_per_h"])),
                name="equivalence_is_in_mg_or_micrograms_an_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="equivalencerow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("substance__in", ["metadon", "methadone"]), _negated=True
                    ),
                    models.Q(("atc", "N07BC02"), _negated=True),
                ),
                name="methadone_is_never_converted_by_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="evenout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("case",),
                name="case_has_one_current_even_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="evenout",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))),
                name="even_out_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="gateanswer",
            constraint=models.UniqueConstraint(
                fields=("assessment", "gate"), name="gate_is_answered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="gateanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer__in", ["yes", "no", "unknown"]),
                    (
                        "gate__in",
                        [
                            "high_dose",
                            "epilepsy",
                            "pregnancy",
                            "opioid_and_sedative",
                            "overdose_risk",
                            "other_substance",
                            "liver",
                            "frail",
                            "suicidality",
                            "earlier_attempt",
                        ],
                    ),
                ),
                name="gate_and_answer_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("case", "substance"),
                name="case_has_one_active_plan_per_medicine",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="plan_end_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="planmedicine",
            constraint=models.UniqueConstraint(
                fields=("plan", "substance"), name="plan_moves_a_medicine_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="planmedicine",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True)),
                fields=("case", "substance"),
                name="medicine_is_moved_by_one_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="planletter",
            constraint=models.UniqueConstraint(
                fields=("version", "to_name"),
                name="prescriber_gets_one_letter_per_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="planletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at", None), ("sent_by", None)),
                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                    _connector="OR",
                ),
                name="letter_is_sent_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("standing__in", ["draft", "approved", "retired", "discarded"])
                ),
                name="policy_standing_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence__in", ["read", "second_hand", "own"])),
                name="policy_evidence_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing", "approved"), _negated=True),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        models.Q(("source", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="policy_in_use_has_an_approver_and_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="policy_approval_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="policy_is_approved_by_another_than_its_writer",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("retired_at__isnull", False),
                        ("standing__in", ["retired", "discarded"]),
                    ),
                    models.Q(
                        ("retired_at", None), ("standing__in", ["draft", "approved"])
                    ),
                    _connector="OR",
                ),
                name="policy_retired_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(
                fields=("name", "version"), name="policy_version_is_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", "approved")),
                fields=("name",),
                name="policy_has_one_version_in_use",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("words", ""), _negated=True),
                ),
                name="policy_says_its_name_and_its_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("who_may_confirm__in", ["patient", "care", "prescriber"]),
                    ("who_may_hold__in", ["patient", "care", "prescriber", "nobody"]),
                    (
                        "who_may_slow_down__in",
                        ["patient", "care", "prescriber", "nobody"],
                    ),
                    (
                        "who_may_step_back__in",
                        ["patient", "care", "prescriber", "nobody"],
                    ),
                    models.Q(("who_may_hold", "nobody"), _negated=True),
                ),
                name="policy_says_who_may",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                fields=("plan", "number"), name="plan_version_is_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "decided")),
                fields=("plan",),
                name="plan_has_one_decided_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("plan",),
                name="plan_has_one_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("plan",),
                name="plan_has_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "proposed",
                            "returned",
                            "discarded",
                            "decided",
                            "superseded",
                        ],
                    )
                ),
                name="version_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["decided", "superseded"]),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["decided", "superseded"]), _negated=True
                        ),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="version_decision_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("state__in", ["returned"]),
                            ("returned_at__isnull", False),
                            ("returned_by__isnull", False),
                        ),
                        models.Q(
                            models.Q(("state__in", ["returned"]), _negated=True),
                            ("returned_at__isnull", True),
                            ("returned_by__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("state", "returned"), _negated=True),
                        models.Q(("returned_because", ""), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="version_return_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("proposed_at", None), ("proposed_by", None)),
                        models.Q(
                            ("proposed_at__isnull", False),
                            ("proposed_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ["proposed", "returned"]), _negated=True
                        ),
                        ("proposed_at__isnull", False),
                        _connector="OR",
                    ),
                ),
                name="version_proposal_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "superseded"), ("superseded_at__isnull", False)),
                    models.Q(
                        models.Q(("state", "superseded"), _negated=True),
                        ("superseded_at", None),
                    ),
                    _connector="OR",
                ),
                name="version_superseded_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["decided", "superseded"]), _negated=True),
                    ("patient_agrees", True),
                    ("change", "hold"),
                    _connector="OR",
                ),
                name="decided_version_has_the_patients_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("held_days", None), ("held_from", None)),
                        models.Q(("held_days__gt", 0), ("held_from__isnull", False)),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("change", "hold"), _negated=True),
                        ("held_from__isnull", False),
                        _connector="OR",
                    ),
                ),
                name="version_hold_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("change__in", ["plan", "hold", "slow_down", "step_back", "goal"])
                ),
                name="version_change_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("conversion", None), ("table", None)),
                    models.Q(("conversion__isnull", False), ("table__isnull", False)),
                    _connector="OR",
                ),
                name="version_switches_by_a_table_and_a_choice",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("substances__len__gte", 1)),
                name="version_moves_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edited_at", None), ("edited_by", None)),
                    models.Q(
                        ("edited_at__isnull", False), ("edited_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="version_edit_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__in", ["mg", "ug_per_h"])),
                name="version_unit_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="prescribing",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="prescriber_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="prescribing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on", None),
                    ("until_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="prescribing_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="prescribing",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("version", "="),
                    (
                        tapering.models.prescribing.DateRange(
                            "from_on", "until_on", models.Value("[]")
                        ),
                        "&&",
                    ),
                ],
                name="one_prescriber_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("standing__in", ["draft", "approved", "retired", "discarded"])
                ),
                name="product_standing_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence__in", ["read", "second_hand", "own"])),
                name="product_evidence_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing", "approved"), _negated=True),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        models.Q(("source", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="product_in_use_has_an_approver_and_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="product_approval_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="product_is_approved_by_another_than_its_writer",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("retired_at__isnull", False),
                        ("standing__in", ["retired", "discarded"]),
                    ),
                    models.Q(
                        ("retired_at", None), ("standing__in", ["draft", "approved"])
                    ),
                    _connector="OR",
                ),
                name="product_retired_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", "approved")),
                fields=(
                    "substance",
                    "brand",
                    "form",
                    "strength_mg",
                    "mg_per_ml",
                    "ug_per_h",
                ),
                name="product_in_use_is_listed_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("form", "tablet"),
                        ("mg_per_ml", None),
                        ("parts__in", [1, 2, 4]),
                        ("smallest_ml", None),
                        ("strength_mg__gt", 0),
                        ("ug_per_h", None),
                        ("worn_days", None),
                    ),
                    models.Q(
                        ("form", "liquid"),
                        ("mg_per_ml__gt", 0),
                        ("parts", None),
                        ("smallest_ml__gt", 0),
                        ("strength_mg", None),
                        ("ug_per_h", None),
                        ("worn_days", None),
                    ),
                    models.Q(
                        ("form", "patch"),
                        ("mg_per_ml", None),
                        ("parts", None),
                        ("smallest_ml", None),
                        ("strength_mg", None),
                        ("ug_per_h__gt", 0),
                        ("worn_days__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="product_is_measured_as_its_form_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("substance", ""), _negated=True),
                    models.Q(("atc", ""), _negated=True),
                ),
                name="product_has_a_substance_and_a_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="regimenrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("case", "substance", "daypart"),
                name="medicine_is_mapped_once_per_daypart",
            ),
        ),
        migrations.AddConstraint(
            model_name="regimenrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mg__gt", 0),
                    ("mg__lte", 10000),
                    models.Q(
                        ("strength_mg", None), ("strength_mg__gt", 0), _connector="OR"
                    ),
                ),
                name="mapped_dose_is_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="regimenrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("daypart__in", ["morning", "noon", "evening", "night"]),
                        ("unit", "mg"),
                    ),
                    models.Q(("daypart", ""), ("unit", "ug_per_h")),
                    _connector="OR",
                ),
                name="mapped_daypart_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="regimenrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("substance", ""), _negated=True),
                name="mapped_substance_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                fields=("version", "n"), name="step_is_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("days", None), ("days__gt", 0), _connector="OR"),
                name="step_lasts",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(
                        ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="step_confirmation_is_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="symptom",
            index=models.Index(fields=["case", "on"], name="symptom_of_case_by_day"),
        ),
        migrations.AddConstraint(
            model_name="symptom",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__lte", 10)), name="symptom_is_from_0_to_10"
            ),
        ),
        migrations.AddConstraint(
            model_name="taken",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0), ("amount__lte", 10000)),
                name="taken_dose_is_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="taken",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("from_on"))),
                name="taken_days_follow_each_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="taken",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[
                    ("plan", "="),
                    ("substance", "="),
                    (
                        tapering.models.prescribing.DateRange(
                            "from_on", "until_on", models.Value("[]")
                        ),
                        "&&",
                    ),
                ],
                name="one_word_on_what_was_taken_a_day",
            ),
        ),
    ]
