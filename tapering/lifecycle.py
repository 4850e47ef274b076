"""The states of a plan version and the moves between them; words that rows choose."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.refusals import ImpossibleMove


class State(models.TextChoices):
    """Where one version of a plan stands."""

    DRAFT = "draft", _("Utkast")
    PROPOSED = "proposed", _("Förslag")
    RETURNED = "returned", _("Skickad tillbaka")
    DISCARDED = "discarded", _("Borttaget utkast")
    DECIDED = "decided", _("Beslutad")
    SUPERSEDED = "superseded", _("Ersatt")


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.PROPOSED, State.DECIDED, State.DISCARDED}),
    State.PROPOSED: frozenset({State.RETURNED, State.DECIDED, State.DISCARDED}),
    State.RETURNED: frozenset(),
    State.DISCARDED: frozenset(),
    State.DECIDED: frozenset({State.SUPERSEDED}),
    State.SUPERSEDED: frozenset(),
}

# What has been signed: never changed, by trigger.
SIGNED = frozenset({State.DECIDED, State.SUPERSEDED})
# What still waits for somebody; a plan has one of each at most.
WAITING = frozenset({State.DRAFT, State.PROPOSED})


def check_move(now: str, then: State) -> None:
    """Raise `ImpossibleMove` unless a version in state `now` may become `then`."""
    if then not in MOVES[State(now)]:
        raise ImpossibleMove(
            _("Versionen är redan %(now)s. Läs om sidan och se vad som gäller.")
            % {"now": State(now).label.lower()}
        )


class Daypart(models.TextChoices):
    """When on the day something is taken."""

    MORNING = "morning", _("Morgon")
    NOON = "noon", _("Middag")
    EVENING = "evening", _("Kväll")
    NIGHT = "night", _("Natt")


class Answer(models.TextChoices):
    """Answers to what must be known before anything is changed."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNKNOWN = "unknown", _("Vet inte")


class Gate(models.TextChoices):
    """What is asked once before start (clinical 2.7)."""

    HIGH_DOSE = "high_dose", _("Mer än 40 mg diazepamekvivalenter per dygn")
    EPILEPSY = "epilepsy", _("Epilepsi eller tidigare krampanfall")
    PREGNANCY = "pregnancy", _("Graviditet")
    OPIOID_AND_SEDATIVE = (
        "opioid_and_sedative",
        _("Opioid tillsammans med bensodiazepin, z-läkemedel eller gabapentinoid"),
    )
    OVERDOSE_RISK = (
        "overdose_risk",
        _("Ökad risk för överdos: sömnapné, KOL, lever, njurar, alkohol, över 65 år"),
    )
    OTHER_SUBSTANCE = "other_substance", _("Skadligt bruk av något annat just nu")
    LIVER = "liver", _("Svår leversjukdom")
    FRAIL = "frail", _("Skör eller risk för fall")
    SUICIDALITY = "suicidality", _("Tankar på att ta sitt liv")
    EARLIER_ATTEMPT = "earlier_attempt", _("Har försökt trappa ned tidigare")


# What a "yes" asks of the team (clinical 2.7).
ADVICE: dict[str, object] = {
    Gate.HIGH_DOSE: _("Läkare med särskild kunskap är med från början."),
    Gate.EPILEPSY: _(
        "Läkare med särskild kunskap. Är läkemedlet insatt mot epilepsi trappas det "
        "inte här."
    ),
    Gate.PREGNANCY: _("Specialist först. Inga tvära ändringar."),
    Gate.OPIOID_AND_SEDATIVE: _(
        "Erbjud naloxon. Gå igenom minst var tredje månad. Minska inte båda i samma "
        "steg."
    ),
    Gate.OVERDOSE_RISK: _("Samtal om överdos och naloxon."),
    Gate.OTHER_SUBSTANCE: _("Behandla samtidigt, tillsammans med beroendevården."),
    Gate.LIVER: _("Undvik diazepam, som kan lagras. Rådgör med leverspecialist."),
    Gate.FRAIL: _("Diazepam kan ge dåsighet nästa dag."),
    Gate.SUICIDALITY: _(
        "Bedöm före start. Ingen skattning förutsäger risk. Inga minskningar medan "
        "tankarna är nya."
    ),
    Gate.EARLIER_ATTEMPT: _("Skriv vad som hände. Det styr takten."),
}


class Driving(models.TextChoices):
    """What was judged about driving (rules DRV-01)."""

    FIT = "fit", _("Kan köra")
    NOT_FIT = "not_fit", _("Ska inte köra nu")
    DOES_NOT_DRIVE = "does_not_drive", _("Kör inte")


class WhoMay(models.TextChoices):
    """Whose word is enough; whoever stands further down the list may as well."""

    PATIENT = "patient", _("patienten själv")
    CARE = "care", _("alla i teamet")
    PRESCRIBER = "prescriber", _("läkare")
    NOBODY = "nobody", _("ingen")


class Standing(models.TextChoices):
    """Where a version of a rule, a table or a product stands."""

    DRAFT = "draft", _("Utkast")
    APPROVED = "approved", _("Godkänd")
    RETIRED = "retired", _("Används inte längre")
    DISCARDED = "discarded", _("Borttaget utkast")


STANDINGS: dict[Standing, frozenset[Standing]] = {
    Standing.DRAFT: frozenset({Standing.APPROVED, Standing.DISCARDED}),
    Standing.APPROVED: frozenset({Standing.RETIRED}),
    Standing.RETIRED: frozenset(),
    Standing.DISCARDED: frozenset(),
}


class Evidence(models.TextChoices):
    """How a fact came here. What is merely remembered is never kept."""

    READ = "read", _("läst i källan")
    SECOND_HAND = "second_hand", _("läst i andra hand")
    OWN = "own", _("enhetens egen")


class Unit(models.TextChoices):
    """What doses are counted in: a day's milligrams, or what a patch gives an hour."""

    MG = "mg", _("mg")
    UG_PER_H = "ug_per_h", _("µg/h")


class TableUse(models.TextChoices):
    """What a table of equivalents is made for."""

    SWITCH = "switch", _("byte av läkemedel")
    RISK = "risk", _("riskbedömning")


class Form(models.TextChoices):
    """What a product is."""

    TABLET = "tablet", _("tablett")
    LIQUID = "liquid", _("oral lösning")
    PATCH = "patch", _("plåster")


class Change(models.TextChoices):
    """What made a version."""

    PLAN = "plan", _("plan")
    HOLD = "hold", _("paus")
    SLOW_DOWN = "slow_down", _("långsammare takt")
    STEP_BACK = "step_back", _("upp ett steg")
    GOAL = "goal", _("annat mål")


class Duration(models.TextChoices):
    """How long a benzodiazepine has been taken (ASAM 2025)."""

    UNDER_A_MONTH = "under_a_month", _("mindre än 1 månad")
    ONE_TO_THREE = "one_to_three", _("1–3 månader")
    THREE_OR_MORE = "three_or_more", _("3 månader eller mer")


class DaysAWeek(models.TextChoices):
    """How many days a week (ASAM 2025)."""

    UP_TO_THREE = "up_to_three", _("högst 3 dagar i veckan")
    FOUR_OR_MORE = "four_or_more", _("minst 4 dagar i veckan")


class DoseBand(models.TextChoices):
    """ASAM's own bands of the daily dose."""

    LOW = "low", _("låg")
    MODERATE = "moderate", _("måttlig")
    HIGH = "high", _("hög")


class SentBy(models.TextChoices):
    """How a letter went to a prescriber."""

    RECORD = "record", _("i journalsystemet")
    POST = "post", _("med post")
    HAND = "hand", _("lämnat i handen")
    OTHER = "other", _("på annat sätt")
