"""Blocks of letters: a new wording is a new row, the old one is kept."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.refusals import ChangedMeanwhile, Refused
from audit import actions as audit
from referrals import letters
from referrals.models import LetterBlock

CHANGED = gettext_lazy("Någon annan har ändrat texten sedan du öppnade sidan.")


@transaction.atomic
def write_block(
    *,
    kind: str,
    audience: str,
    language: str,
    part: str,
    text: str,
    by: User,
    at: datetime,
    instead_of: LetterBlock | None = None,
) -> LetterBlock:
    """Write a part of a letter. Words in braces that nothing fills are refused."""
    if unknown := letters.unknown_in(text):
        raise Refused(
            _("Det här kan brevet inte fylla i: %(names)s.")
            % {"names": letters.in_braces(unknown)}
        )
    here = LetterBlock.objects.select_for_update().in_use(kind, audience, language)
    now = here.filter(part=part).first()
    if now != instead_of:
        raise ChangedMeanwhile(CHANGED)
    if now and now.text == text:
        return now
    if now:
        now.replaced_at, now.replaced_by = at, by
        now.save(update_fields=["replaced_at", "replaced_by"])
    written = LetterBlock(
        kind=kind,
        audience=audience,
        language=language,
        part=part,
        text=text,
        written_at=at,
        written_by=by,
    )
    try:
        with transaction.atomic():
            written.save()
    except IntegrityError as clash:
        # The first wording of a part has no row to hold while it is written.
        raise ChangedMeanwhile(CHANGED) from clash
    audit.record(
        kind="letterblock.written",
        subject=written,
        by=by,
        at=at,
        details={"instead_of": str(now.pk) if now else ""},
    )
    return written


@transaction.atomic
def load_blocks(*, by: User, at: datetime) -> int:
    """Take in the shipped blocks that nobody has written yet; how many that were."""
    known = set(LetterBlock.objects.values_list("language", "kind", "audience", "part"))
    rows = [
        LetterBlock(
            kind=kind,
            audience=audience,
            language=language,
            part=part,
            text=text.strip(),
            written_at=at,
            written_by=by,
        )
        for language, kinds in letters.shipped().items()
        for kind, audiences in kinds.items()
        for audience, parts in audiences.items()
        for part, text in parts.items()
        if (language, kind, audience, part) not in known
    ]
    LetterBlock.objects.bulk_create(rows)
    return len(rows)
