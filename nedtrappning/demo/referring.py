"""A health centre at work: something half written, something added, something asked."""

import uuid
from datetime import datetime, timedelta

from jurisdictions.identity import shown, synthetic_numbers
from nedtrappning.demo.region import Region
from referrals import actions
from referrals.models import ClinicConsent, Referral, Source

# Born in a year that no story of the demo uses for Nils's patients.
YEAR = 1996
KEY = uuid.UUID("6d4a5f0e-2f6b-4c1e-9a55-0c1d2e3f4a5b")


def refer(region: Region, *, now: datetime) -> None:
    """Leave Nils with a draft, a completed referral, and a question to answer."""
    _half_written(region, now)
    _completed(region, now)
    _asked(region, now)


def _half_written(region: Region, now: datetime) -> None:
    fields = {
        "form_key": str(KEY),
        "number": shown(next(synthetic_numbers(YEAR))),
        "name": "Vera Lindh",
        "phone": "070-174 06 47",
        "medicines-TOTAL_FORMS": "1",
        "medicines-INITIAL_FORMS": "0",
        "medicines-0-name": "zopiklon tablett 7,5 mg",
        "medicines-0-dose": "15",
        "goal": "Vill kunna sova utan tabletter. Har försökt själv två gånger.",
    }
    actions.keep_draft(
        KEY,
        written={name: [value] for name, value in fields.items()},
        seen="",
        by=region.people["nils"],
        at=now - timedelta(hours=2),
    )


def _completed(region: Region, now: datetime) -> None:
    nils = region.people["nils"]
    sent = Referral.objects.undecided().filter(sender_unit=nils.unit, joined_to=None)
    referral = sent.order_by("sent_at").first()
    if referral:
        actions.complete(
            referral,
            changes={
                "goal": f"{referral.goal} Patienten börjar ett nytt arbete snart."
            },
            by=nils,
            at=now - timedelta(hours=1),
        )


def _asked(region: Region, now: datetime) -> None:
    """One who asked for help, named Nils's health centre, and agrees."""
    nils, karin = region.people["nils"], region.people["karin"]
    waiting = Referral.objects.undecided().filter(
        source=Source.SELF, joined_to=None, health_centre=nils.unit
    )
    referral = waiting.exclude(clinic_consent=ClinicConsent.NO).first()
    if referral and nils.unit:
        at = now - timedelta(hours=3)
        referral = actions.note_consent(referral, by=karin, at=at)
        actions.ask_clinic(referral, clinic=nils.unit, by=karin, at=at)
