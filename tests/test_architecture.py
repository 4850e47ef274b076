"""House rules, read by the machine so that they cannot drift."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
ORDER = [
    "jurisdictions",
    "audit",
    "accounts",
    "offers",
    "patients",
    "messaging",
    "referrals",
    "tapering",
    "visits",
    "aftercare",
    "overview",
]
OURS = [app for app in ORDER if (ROOT / app).is_dir()]
# What answers to the outside world may ask what time it is.
CLOCKS = ("views", "tasks", "commands", "api", "middleware", "adapter")
WRITES = {
    "create", "bulk_create", "bulk_update", "update", "update_or_create",
    "get_or_create", "save", "delete",
}  # fmt: skip


def modules(*apps_: str) -> list[Path]:
    """Python files of the given apps, migrations left out."""
    return [
        path
        for app in apps_
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ORDER]


def relations() -> list[models.ForeignKey]:  # type: ignore[type-arg]
    return [
        field
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    ]


@pytest.mark.parametrize("path", modules(*OURS), ids=lambda p: str(p.relative_to(ROOT)))
def test_only_actions_write(path: Path) -> None:
    if "actions" in path.relative_to(ROOT).as_posix():
        return
    if path.name in {"models.py", "mfa.py"}:
        return

    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and "objects" in ast.unparse(node.func)
    ]

    assert [ast.unparse(call) for call in calls] == []


def test_every_foreign_key_protects_what_it_points_at() -> None:
    unprotected = [
        str(field)
        for field in relations()
        if field.remote_field.on_delete is not models.PROTECT
    ]

    assert unprotected == []


def test_foreign_keys_point_the_same_way_as_imports() -> None:
    upward = [
        str(field)
        for field in relations()
        if field.related_model._meta.app_label in ORDER
        and ORDER.index(field.related_model._meta.app_label)
        > ORDER.index(field.model._meta.app_label)
    ]

    assert upward == []


def test_no_model_overrides_save_or_delete() -> None:
    overriding = [
        model.__name__
        for model in our_models()
        if {"save", "delete"} & set(vars(model))
    ]

    assert overriding == []


@pytest.mark.parametrize("path", modules(*OURS), ids=lambda p: str(p.relative_to(ROOT)))
def test_only_views_tasks_and_commands_read_the_clock(path: Path) -> None:
    relative = path.relative_to(ROOT).as_posix()
    if any(part in relative for part in CLOCKS):
        return

    tree = ast.parse(path.read_text())
    asked = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in {"now", "today", "utcnow"}
    ]

    assert asked == []


def test_every_pair_of_moment_and_person_is_whole_or_absent() -> None:
    """`decided_at` beside `decided_by` needs a constraint that names both."""
    loose = []
    for model in our_models():
        names = {field.name: field for field in model._meta.get_fields()}
        for name in [n for n in names if n.endswith("_at")]:
            twin = name[:-3] + "_by"
            if twin not in names or not getattr(names[name], "null", False):
                continue
            text = " ".join(str(c.deconstruct()) for c in model._meta.constraints)
            if name not in text or twin not in text:
                loose.append(f"{model.__name__}.{name}")

    assert loose == []


@pytest.mark.parametrize("app", OURS)
def test_no_file_is_longer_than_one_can_hold_in_mind(app: str) -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in modules(app)
        if (lines := len(path.read_text().splitlines())) > 420
    ]

    assert long == []


def test_no_signals_and_no_generic_relations() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in modules(*OURS)
        if "GenericForeignKey" in path.read_text() or "post_save" in path.read_text()
    ]

    assert found == []
