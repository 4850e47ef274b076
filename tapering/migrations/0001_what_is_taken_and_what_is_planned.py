import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("patients", "0001_who_the_patient_is"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("name", models.CharField(max_length=120)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("atc_starts", models.CharField(blank=True, max_length=8)),
                ("rule", models.JSONField()),
                ("words", models.TextField()),
                ("sources", models.TextField()),
                ("approved_by", models.CharField(blank=True, max_length=200)),
                ("approved_on", models.DateField(null=True)),
                ("confirm_each_step", models.BooleanField(default=True)),
                (
                    "who_may_hold",
                    models.CharField(
                        choices=[("care", "alla i teamet"), ("prescriber", "läkare")],
                        default="care",
                        max_length=20,
                    ),
                ),
                ("max_gap_days", models.PositiveSmallIntegerField(default=14)),
                ("is_active", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["name", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "version"), name="policy_version_is_named_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_active", False),
                            models.Q(
                                ("approved_on__isnull", False),
                                models.Q(("approved_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="policy_in_use_is_approved_by_a_named_person",
                        violation_error_message="En regel används först när en namngiven person har godkänt den.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("sources", ""), _negated=True),
                        ),
                        name="policy_says_its_rule_and_its_sources",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("who_may_hold__in", ["care", "prescriber"])
                        ),
                        name="policy_says_who_may_hold",
                    ),
                ],
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
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="tapering.policy",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Product",
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
                ("brand", models.CharField(blank=True, max_length=60)),
                ("form", models.CharField(default="tablet", max_length=20)),
                ("strength_mg", models.DecimalField(decimal_places=4, max_digits=9)),
                ("parts", models.PositiveSmallIntegerField(default=1)),
                ("atc", models.CharField(max_length=8)),
                ("source", models.CharField(max_length=300)),
                ("verified_on", models.DateField()),
            ],
            options={
                "ordering": ["substance", "strength_mg", "brand"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("substance", "brand", "strength_mg"),
                        name="product_is_listed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("form", "tablet"),
                            ("parts__in", [1, 2, 4]),
                            ("strength_mg__gt", 0),
                        ),
                        name="product_is_a_tablet_in_known_parts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="product_has_a_source",
                    ),
                ],
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
                        choices=[
                            ("morning", "Morgon"),
                            ("noon", "Middag"),
                            ("evening", "Kväll"),
                            ("night", "Natt"),
                        ],
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
                ("total_mg", models.DecimalField(decimal_places=4, max_digits=9)),
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
                    ("held_from__isnull", False),
                    _connector="OR",
                ),
                name="decided_version_has_the_patients_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_days", None), ("held_from", None)),
                    models.Q(("held_days__gt", 0), ("held_from__isnull", False)),
                    _connector="OR",
                ),
                name="version_hold_is_whole",
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
                    ("daypart__in", ["morning", "noon", "evening", "night"])
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
                condition=models.Q(
                    ("total_mg__gte", 0),
                    ("total_mg__lte", 10000),
                    models.Q(("days", None), ("days__gt", 0), _connector="OR"),
                ),
                name="step_dose_is_possible",
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
    ]
