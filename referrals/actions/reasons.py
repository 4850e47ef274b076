"""The words that explain a decision: added, changed and switched off."""

from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import ChangedMeanwhile, Refused
from audit import actions as audit
from referrals.models import DecisionReason, ReasonText
from referrals.shipped_reasons import TEXTS, Shipped, Words, shipped


@transaction.atomic
def load_reasons(*, by: User, at: datetime) -> None:
    """Give a site that has no reasons those that it is shipped with.

    A site that has them already gets the languages that they lack; what somebody has
    written is left as it is.
    """
    if not DecisionReason.objects.exists():
        DecisionReason.objects.bulk_create(
            DecisionReason(kind=one.kind, shipped_as=one.shipped_as, position=place)
            for place, one in enumerate(shipped().values(), start=1)
        )
    for reason in DecisionReason.objects.exclude(shipped_as=""):
        if one := shipped().get(reason.shipped_as):
            _translate(reason, one, by=by, at=at)


def _translate(reason: DecisionReason, one: Shipped, *, by: User, at: datetime) -> None:
    """In the languages in which nobody has written it yet."""
    known = set(reason.texts.values_list("language", flat=True))
    for language in one.words.keys() - known:
        # A title that the site uses for something else stays there.
        with suppress(Refused):
            _write(reason, language, one.words[language], by=by, at=at)


@transaction.atomic
def add_reason(
    *,
    kind: DecisionReason.Kind,
    language: str,
    words: Words,
    by: User,
    at: datetime,
    position: int = 0,
) -> DecisionReason:
    """Offer one more reason to those who assess, in one language to begin with."""
    reason = DecisionReason.objects.create(kind=kind, position=position)
    _write(reason, language, words, by=by, at=at)
    audit.record(kind="decision_reason.added", subject=reason, by=by, at=at)
    return reason


@transaction.atomic
def change_reason(
    reason: DecisionReason,
    *,
    kind: DecisionReason.Kind,
    position: int,
    language: str,
    words: Words,
    by: User,
    at: datetime,
    instead_of: ReasonText | None,
) -> DecisionReason:
    """Say it in other words from now on. What was sent keeps its own words."""
    reason = DecisionReason.objects.select_for_update().get(pk=reason.pk)
    now = reason.written.get(language)
    if now != instead_of:
        raise ChangedMeanwhile(
            _("Någon annan har ändrat texten sedan du öppnade sidan.")
        )
    before: dict[str, object] = {}
    for name, value in {"kind": kind, "position": position}.items():
        if getattr(reason, name) != value:
            before[name] = getattr(reason, name)
            setattr(reason, name, value)
    reason.save(update_fields=["kind", "position"])
    if now is None or _words_of(now) != words:
        before["text"] = str(now.pk) if now else ""
        _write(reason, language, words, instead_of=now, by=by, at=at)
    if before:
        audit.record(
            kind="decision_reason.changed",
            subject=reason,
            by=by,
            at=at,
            details={"language": language, "before": before},
        )
    return reason


def _words_of(text: ReasonText) -> Words:
    return Words(**{name: getattr(text, name) for name in TEXTS})


def _write(
    reason: DecisionReason,
    language: str,
    words: Words,
    *,
    by: User,
    at: datetime,
    instead_of: ReasonText | None = None,
) -> None:
    """A new wording is a new row; what stood before is kept."""
    if instead_of:
        instead_of.replaced_at, instead_of.replaced_by = at, by
        instead_of.save(update_fields=["replaced_at", "replaced_by"])
    said = asdict(words)
    try:
        with transaction.atomic():
            reason.texts.create(language=language, written_at=at, written_by=by, **said)
    except IntegrityError as clash:
        # The reason itself is held, so that only the title can be another's.
        raise Refused(
            _("Det finns redan ett skäl med den rubriken. Välj en annan.")
        ) from clash


@transaction.atomic
def switch_reason(
    reason: DecisionReason, *, is_active: bool, by: User, at: datetime
) -> DecisionReason:
    """Offer the reason, or no longer. A second press changes nothing."""
    reason = DecisionReason.objects.select_for_update().get(pk=reason.pk)
    if reason.is_active == is_active:
        return reason
    reason.is_active = is_active
    reason.save(update_fields=["is_active"])
    kind = (
        "decision_reason.switched_on" if is_active else "decision_reason.switched_off"
    )
    audit.record(kind=kind, subject=reason, by=by, at=at)
    return reason
