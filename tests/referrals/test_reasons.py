"""Reasons for decisions: shipped once, changed by an administrator, kept as sent."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import system_user
from accounts.refusals import ChangedMeanwhile, Refused
from audit.models import Event
from referrals import actions, wording
from referrals.models import DecisionReason, ReasonText
from referrals.pages import turning
from referrals.shipped_reasons import Words, shipped
from tests.factories import referrals as make
from ui.reading import instead_in

pytestmark = pytest.mark.django_db
WORDS = {
    "kind": "redirect",
    "title": "Sömnmottagningen",
    "for_referrer": "Sömnen behöver utredas först.",
    "for_patient": "Vi tror att sömnmottagningen kan hjälpa dig bättre.",
    "destination": "Sömnmottagningen",
    "position": "3",
}


LANGUAGES = ("sv", "nb", "en")
TEXTS = ("title", "for_referrer", "for_patient", "destination")
SHIPPED = [
    pytest.param(one.words[language], language, id=f"{one.shipped_as}-{language}")
    for one in shipped().values()
    for language in LANGUAGES
]


def words(**fields):
    said = {**WORDS, **fields}
    return Words(**{name: said[name] for name in TEXTS})


def add(by, **fields):
    return actions.add_reason(
        kind=DecisionReason.Kind.REDIRECT,
        language="sv",
        words=words(**fields),
        by=by,
        at=make.AT,
    )


def change(reason, by, *, language="sv", instead_of=None, **fields):
    return actions.change_reason(
        reason,
        kind=reason.kind,
        position=reason.position,
        language=language,
        words=words(**fields),
        instead_of=instead_of,
        by=by,
        at=timezone.now(),
    )


def address(reason, language="sv"):
    return reverse("referrals:reason", args=[reason.pk]) + f"?language={language}"


def posted(reason, language="sv", **fields):
    now = reason.written.get(language)
    replaces = str(now.pk) if now else ""
    return {**WORDS, "replaces": replaces, **fields}


@pytest.fixture
def keeper(signed_in, administrator):
    return signed_in(administrator)


def test_a_new_site_has_the_shipped_reasons_once_in_every_language():
    for _time in range(2):
        actions.load_reasons(by=system_user(), at=make.AT)

    texts = ReasonText.objects.values_list("reason__shipped_as", "language")
    assert DecisionReason.objects.count() == len(shipped())
    assert sorted(texts) == sorted(
        (name, language) for name in shipped() for language in LANGUAGES
    )


def test_a_site_with_words_of_its_own_gets_no_others(administrator):
    add(administrator)

    actions.load_reasons(by=system_user(), at=make.AT)

    assert ReasonText.objects.get().title == "Sömnmottagningen"


def test_a_site_gets_the_languages_that_its_shipped_reasons_lack(administrator):
    actions.load_reasons(by=system_user(), at=make.AT)
    pain = DecisionReason.objects.get(shipped_as="pain_first")
    change(pain, administrator, instead_of=pain.written["sv"], title="Vår rubrik")
    ReasonText.objects.exclude(language="sv").delete()

    actions.load_reasons(by=system_user(), at=make.AT)

    pain = DecisionReason.objects.get(shipped_as="pain_first")
    assert sorted(pain.written) == ["en", "nb", "sv"]
    assert pain.written["sv"].title == "Vår rubrik"


def test_a_title_that_the_site_uses_itself_stays_there(administrator):
    actions.load_reasons(by=system_user(), at=make.AT)
    ReasonText.objects.exclude(language="sv").delete()
    own = add(administrator, title="Egen")
    change(own, administrator, language="en", title="Duplicate")

    actions.load_reasons(by=system_user(), at=make.AT)

    duplicate = DecisionReason.objects.get(shipped_as="duplicate")
    assert sorted(duplicate.written) == ["nb", "sv"]
    assert own.texts.get(language="en").title == "Duplicate"


@pytest.mark.parametrize(("said", "language"), SHIPPED)
def test_a_shipped_reason_says_where_to_turn_in_words_that_blame_nobody(said, language):
    assert said.destination
    assert said.for_referrer != said.for_patient
    texts = (said.for_referrer, said.for_patient, said.destination)
    assert wording.hints(*texts) == []
    assert not instead_in("\n".join(texts), language)
    assert "!" not in "".join(texts)
    longest = max(len(part.split()) for part in said.for_patient.split("."))
    assert longest <= 20


def test_an_administrator_adds_a_reason(keeper):
    keeper.post(reverse("referrals:reason_new"), WORDS)

    text = DecisionReason.objects.get().written["sv"]
    page = keeper.get(reverse("referrals:reasons")).content.decode()
    assert text.for_patient == WORDS["for_patient"]
    assert "Sömnmottagningen" in page
    assert Event.objects.filter(kind="decision_reason.added").count() == 1


def test_two_reasons_do_not_share_a_title(keeper, administrator):
    add(administrator)

    page = keeper.post(reverse("referrals:reason_new"), WORDS)

    assert "redan ett skäl med den rubriken" in page.content.decode()
    assert DecisionReason.objects.count() == 1


def test_a_reason_changed_later_leaves_what_was_sent(keeper, administrator, nurse):
    reason = add(administrator)
    before = reason.written["sv"]
    referral = actions.redirect(
        make.from_clinic(),
        reason=before.for_referrer,
        for_patient=before.for_patient,
        destination=before.destination,
        chosen=reason,
        by=nurse,
        at=make.AT,
    )

    keeper.post(
        address(reason),
        posted(reason, for_patient="Andra ord.", for_referrer="Andra ord till er."),
    )

    referral.refresh_from_db()
    before.refresh_from_db()
    event = Event.objects.get(kind="decision_reason.changed")
    assert reason.texts.get(replaced_at=None).for_patient == "Andra ord."
    assert before.replaced_by == administrator
    assert referral.decision_for_patient == WORDS["for_patient"]
    assert WORDS["for_referrer"] in referral.replies.answers().get().text
    assert event.details["before"]["text"] == str(before.pk)


def test_saving_the_same_words_is_no_event(keeper, administrator):
    reason = add(administrator)

    keeper.post(address(reason), posted(reason, position=str(reason.position)))

    assert reason.texts.count() == 1
    assert not Event.objects.filter(kind="decision_reason.changed").exists()


def test_a_reason_switched_off_is_not_offered(keeper, administrator, nurse, signed_in):
    reason = add(administrator)
    referral = make.from_clinic()
    page = reverse("referrals:redirect", args=[referral.shown_reference])
    before = signed_in(nurse).get(page).content.decode()

    address = reverse("referrals:reason_switch", args=[reason.pk])
    for _press in range(2):
        keeper.post(address, {"is_active": "no"})

    after = signed_in(nurse).get(page).content.decode()
    assert "Sömnmottagningen" in before
    assert "Sömnmottagningen" not in after
    assert Event.objects.filter(kind="decision_reason.switched_off").count() == 1
    keeper.post(address, {"is_active": "yes"})
    assert "Sömnmottagningen" in signed_in(nurse).get(page).content.decode()


def test_a_listed_word_is_a_hint_and_no_stop(keeper):
    answer = keeper.post(
        reverse("referrals:reason_new"),
        {**WORDS, "for_patient": "Du misslyckades med nedtrappningen."},
        follow=True,
    )

    assert "skriv hellre paus" in answer.content.decode()
    assert DecisionReason.objects.exists()


@pytest.mark.parametrize("who", ["nurse", "manager", "referrer"])
def test_only_an_administrator_keeps_the_reasons(signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))

    for name in ("reasons", "reason_new"):
        assert client.get(reverse(f"referrals:{name}")).status_code == 403


def test_the_action_refuses_a_taken_title(administrator):
    first, second = add(administrator), add(administrator, title="En annan")

    with pytest.raises(Refused):
        change(
            second,
            administrator,
            instead_of=second.written["sv"],
            title=first.written["sv"].title,
        )


def test_a_reason_is_written_in_one_language_at_a_time(keeper, administrator):
    reason = add(administrator)
    english = "We think that the sleep clinic can help you better."

    before = keeper.get(address(reason, "en")).content.decode()
    keeper.post(address(reason, "en"), posted(reason, "en", for_patient=english))

    written = DecisionReason.objects.get().written
    assert WORDS["for_patient"] in before
    assert written["en"].for_patient == english
    assert written["sv"].for_patient == WORDS["for_patient"]
    assert english in keeper.get(address(reason, "en")).content.decode()


def test_two_who_write_the_same_text_are_told(administrator):
    reason = add(administrator)
    shown = reason.written["sv"]
    change(reason, administrator, instead_of=shown, for_patient="Först.")

    with pytest.raises(ChangedMeanwhile):
        change(reason, administrator, instead_of=shown, for_patient="Sedan.")
    with pytest.raises(ChangedMeanwhile):
        change(reason, administrator, for_patient="Utan att se.")

    assert DecisionReason.objects.get().written["sv"].for_patient == "Först."


@pytest.mark.parametrize(
    ("speaks", "read"),
    [("sv", "minska"), ("nb", "redusere"), ("en", "reduce"), ("xx", "minska")],
)
def test_each_reads_the_reason_in_their_own_language(speaks, read):
    actions.load_reasons(by=system_user(), at=make.AT)
    referral = make.self_referral(language=speaks)
    reason = DecisionReason.objects.get(shipped_as="not_now")

    ready = turning.ready(reason, referral)

    assert read in ready.for_patient
    assert ready.reason == shipped()["not_now"].words["sv"].for_referrer
    said = {"nb": "norska", "en": "engelska"}.get(speaks, "")
    assert turning.other_language(referral) == said


def test_a_norwegian_clinic_reads_bokmal(settings):
    actions.load_reasons(by=system_user(), at=make.AT)
    reason, referral = (
        DecisionReason.objects.get(shipped_as="not_now"),
        make.from_clinic(),
    )
    settings.JURISDICTION = "norway"

    ready = turning.ready(reason, referral)

    assert ready.reason == shipped()["not_now"].words["nb"].for_referrer


def test_a_reason_without_the_readers_language_is_read_in_swedish(administrator):
    reason = add(administrator)

    ready = turning.ready(reason, make.self_referral(language="en"))

    assert ready.for_patient == WORDS["for_patient"]


def test_whoever_decides_is_told_which_language_the_patient_reads(signed_in, nurse):
    actions.load_reasons(by=system_user(), at=make.AT)
    referral = make.self_referral(language="en")

    page = signed_in(nurse).get(
        reverse("referrals:reject", args=[referral.shown_reference])
    )

    html = page.content.decode()
    assert "Patienten läser engelska." in html
    assert "You have said that you do not want to reduce just now." in html


def test_colleagues_choose_by_titles_in_their_own_language(signed_in, nurse):
    actions.load_reasons(by=system_user(), at=make.AT)
    nurse.language = "en"
    nurse.save()
    referral = make.from_clinic()

    page = signed_in(nurse).get(
        reverse("referrals:reject", args=[referral.shown_reference])
    )

    assert "Already has care for the same thing" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("En tablettmissbrukare.", ["tablettmissbrukare"]),
        ("Alkoholmissbruket är känt.", ["Alkoholmissbruket"]),
        ("Hen uteblev utan giltigt skäl.", ["uteblev"]),
        ("Abstinens vid avgiftning", ["Abstinens", "avgiftning"]),
        ("Bakslag och återfall.", ["Bakslag", "återfall"]),
        ("Drogen heter så, preparatet också.", ["Drogen", "preparatet"]),
        ("Personen har blivit beroende och vill trappa ned.", []),
        ("Ett nytt läkemedel hjälpte, dragspel också.", []),
    ],
)
def test_words_that_may_hurt_are_found(text, found):
    assert sorted(hint.found for hint in wording.hints(text)) == sorted(found)
