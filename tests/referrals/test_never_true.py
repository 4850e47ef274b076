"""What must never be true is refused by the database itself, whoever writes it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from referrals.models import (
    Attachment,
    ClockPause,
    ConferencePoint,
    ImportBatch,
    Letter,
    NotSame,
    PartRequest,
    Question,
    Referral,
    ReferralVersion,
    Reply,
)
from tests.factories import referrals as make
from tests.referrals.test_wrong_people import things

pytestmark = pytest.mark.django_db
AT = make.AT
# A world with one of each kind.
__all__ = ["things"]

WHICH = {Reply: {"kind": "part"}, PartRequest: {"to": "clinic"}}

NEVER = [
    (Referral, {"joined_to": F("id")}, "joined_(to_itself|says)|not_joined_to_itself"),
    (Referral, {"status": "joined"}, "referral_(joined_says|waiting_for_answer)"),
    (Referral, {"joined_at": AT}, "referral_joined_says_to_what_by_whom"),
    (Referral, {"priority": 3}, "referral_priority_above_normal_has_a_reason"),
    (Referral, {"due_on": date(2020, 1, 1)}, "referral_clock_ends_after_it_starts"),
    (ClockPause, {"until_on": date(2020, 1, 1)}, "clock_pause_ends_after_it_begins"),
    (ClockPause, {"proof": ""}, "clock_pause_has_a_lawful_reason_and_proof"),
    (ClockPause, {"reason": "holiday"}, "clock_pause_has_a_lawful_reason_and_proof"),
    (ClockPause, {"reason": "declined"}, "clock_pause_by_declining_has_its_three"),
    (ClockPause, {"taken_back_at": AT}, "clock_pause_is_taken_back_by_somebody"),
    (Question, {"text": ""}, "question_is_asked_of_somebody_known"),
    (Question, {"to": "neighbour"}, "question_is_asked_of_somebody_known"),
    (Reply, {"confirms": "BEK"}, "reply_that_confirms_says_what"),
    (Reply, {"kind": "confirmation"}, "reply_that_confirms_says_what"),
    (Reply, {"withdrawn_at": AT}, "reply_is_taken_back_by_somebody"),
    (Letter, {"state": "sent"}, "letter_sent_is_whole"),
    (Letter, {"state": "lost"}, "letter_sent_is_whole"),
    (Letter, {"posted_at": AT}, "letter_is_posted_by_somebody_and_on_paper"),
    (Letter, {"channel": "forwarded"}, "letter_that_is_forwarded_keeps_no_address"),
    (Attachment, {"state": "waiting"}, "attachment_scan_is_whole"),
    (Attachment, {"scanned_at": None}, "attachment_scan_is_whole"),
    (Attachment, {"state": "quarantined"}, "attachment_scan_is_whole"),
    (Attachment, {"name": ""}, "attachment_has_a_name_and_a_size"),
    (PartRequest, {"clinic": None}, "part_request_knows_who_is_asked"),
    (PartRequest, {"code_hash": "a"}, "part_request_knows_who_is_asked"),
    (PartRequest, {"taken_back_at": AT}, "part_request_is_taken_back_by_somebody"),
    (NotSame, {"other": F("referral")}, "not_same_is_of_a_referral_and_one_other"),
    (NotSame, {"other": None}, "not_same_is_of_a_referral_and_one_other"),
    (NotSame, {"taken_back_at": AT}, "not_same_taking_back_is_whole"),
    (
        ConferencePoint,
        {"decided_at": AT},
        "conference_decision_is_(whole|made_by_two_professions)",
    ),
    (ImportBatch, {"state": "approved"}, "import_approval_is_whole"),
    (ImportBatch, {"state": "undone"}, "import_(approval|undoing)_is_whole"),
    (ReferralVersion, {"change": "AR"}, "referral_version_is_new_only_once"),
    (ReferralVersion, {"number": 2}, "referral_version_is_new_only_once"),
    (ReferralVersion, {"forwarded_to": "X"}, "referral_version_forwarded_says_where"),
]


@pytest.mark.parametrize(
    ("model", "change", "guarantee"),
    NEVER,
    ids=[f"{model.__name__}-{'-'.join(change)}" for model, change, _name in NEVER],
)
def test_what_must_never_be_true_cannot_be_stored(things, model, change, guarantee):
    one = model._base_manager.filter(**WHICH.get(model, {})).first()

    with pytest.raises(IntegrityError, match=guarantee), transaction.atomic():
        model._base_manager.filter(pk=one.pk).update(**change)
