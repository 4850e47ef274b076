"""What the clinic's system is told about a referral: what its own page shows."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from referrals.models import Question, Referral


class QuestionAnswer(serializers.Serializer[Any]):
    """Something that the unit needs to know [KOM]."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    reply_by = serializers.DateField()
    answered_at = serializers.DateTimeField(allow_null=True)


class MessageAnswer(serializers.Serializer[Any]):
    """A confirmation (MOT, BEK, VID, AVB, AVV) or an answer (DSV, PSV, SSV)."""

    type = serializers.CharField()
    sent_at = serializers.DateTimeField()
    text = serializers.CharField()


class VersionAnswer(serializers.Serializer[Any]):
    """One wording: new (NR), changed (AR) or passed on by the unit (VR)."""

    number = serializers.IntegerField()
    type = serializers.CharField(source="change")
    written_at = serializers.DateTimeField()


class FileAnswer(serializers.Serializer[Any]):
    """A file, and what the virus scanner has said of it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    state = serializers.CharField(
        source="shown_state",
        help_text="waiting, clean, quarantined or unread (take it away, send it anew)",
    )


class ReferralAnswer(serializers.Serializer[Any]):
    """Where a referral stands."""

    reference = serializers.CharField(help_text="4F7K-9Q2T, for people")
    request_id = serializers.CharField(help_text="the id that the sender gave")
    message_id = serializers.CharField(help_text="HSA-id of the sender # reference")
    status = serializers.CharField()
    version = serializers.IntegerField(help_text="the last one, to complete from")
    issued_on = serializers.DateField()
    received_at = serializers.DateTimeField(allow_null=True)
    questions = QuestionAnswer(many=True)
    messages = MessageAnswer(many=True)
    versions = VersionAnswer(many=True)
    attachments = FileAnswer(many=True)
    page = serializers.CharField(help_text="the same, for a person to read")


def answer(referral: Referral, *, at: datetime) -> dict[str, Any]:
    """The referral as the clinic may know it at this moment."""
    asked = referral.questions.filter(to=Question.To.REFERRER)
    replies = referral.replies.readable(at)
    sender = referral.sender_unit
    versions = list(referral.versions.told(at))
    return dict(
        ReferralAnswer(
            {
                "reference": referral.shown_reference,
                "request_id": referral.extra.get("request_id", ""),
                "message_id": f"{sender.hsa_id if sender else ''}#{referral.reference}",
                "status": referral.status_told(at).value,
                "version": max((one.number for one in versions), default=1),
                "issued_on": referral.issued_on,
                "received_at": referral.received_at,
                "questions": asked,
                "messages": [
                    {
                        "type": reply.code,
                        "sent_at": reply.readable_from,
                        "text": reply.text,
                    }
                    for reply in replies
                ],
                "versions": versions,
                "attachments": referral.attachments.all(),
                "page": reverse(
                    "referrals_public:clinic_detail", args=[referral.shown_reference]
                ),
            }
        ).data
    )
