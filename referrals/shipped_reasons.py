"""Reasons that a new site starts with. Its administrator changes them from then on."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """One reason: a name for the list, and the words of the letter."""

    shipped_as: str
    kind: str
    title: str
    for_referrer: str
    for_patient: str
    destination: str


# Proposed when a question was never answered.
NO_ANSWER = "no_answer"

REASONS: tuple[Shipped, ...] = (
    Shipped(
        shipped_as="addiction_clinic",
        kind="redirect",
        title="Beroendemottagning passar bättre",
        for_referrer=(
            "Patienten behöver först hjälp med alkohol eller andra substanser. Det kan "
            "beroendemottagningen bättre än vi. När det är stabilt går det bra att "
            "remittera hit igen."
        ),
        for_patient=(
            "Vi tror att beroendemottagningen kan hjälpa dig bättre just nu, därför "
            "att du också behöver stöd med annat än läkemedlen. Sluta inte tvärt med "
            "läkemedlen under tiden. Du kan höra av dig igen om något ändras."
        ),
        destination="Beroendemottagningen där patienten bor. Numret finns på 1177.se.",
    ),
    Shipped(
        shipped_as="end_of_life",
        kind="redirect",
        title="Livets slutskede",
        for_referrer=(
            "Läkemedlet ges för att lindra i livets slutskede. Då ska det inte trappas "
            "ned. Det palliativa teamet hjälper till med läkemedlen."
        ),
        for_patient=(
            "Läkemedlet hjälper dig att ha det så bra som möjligt nu. Därför ska du "
            "fortsätta med det. Det palliativa teamet kan svara på frågor om dina "
            "läkemedel."
        ),
        destination="Det palliativa teamet som patienten har kontakt med.",
    ),
    Shipped(
        shipped_as="under_age",
        kind="redirect",
        title="Under 18 år",
        for_referrer=(
            "Vi tar emot personer som har fyllt 18 år. Barn- och ungdomspsykiatrin "
            "eller barnmottagningen kan ge rätt stöd till den som är yngre."
        ),
        for_patient=(
            "Vi hjälper den som har fyllt 18 år. Det finns andra som är vana vid att "
            "hjälpa dig som är yngre. Sluta inte tvärt med läkemedlen under tiden."
        ),
        destination="Barn- och ungdomspsykiatrin. Numret finns på 1177.se.",
    ),
    Shipped(
        shipped_as="other_region",
        kind="redirect",
        title="Bor i en annan region",
        for_referrer=(
            "Patienten bor i en annan region, och vårt uppdrag gäller den som bor här. "
            "Hemregionen ansvarar för nedtrappningen."
        ),
        for_patient=(
            "Du bor i en annan region, och därför är det vården där som kan hjälpa "
            "dig. Sluta inte tvärt med läkemedlen under tiden. Flyttar du hit kan du "
            "höra av dig igen."
        ),
        destination="Vårdcentralen i hemregionen, eller 1177 där.",
    ),
    Shipped(
        shipped_as="pain_first",
        kind="redirect",
        title="Smärtan behöver utredas först",
        for_referrer=(
            "Smärtan är inte utredd, och dosen ändras fortfarande. Smärtmottagningen "
            "kan bedöma vad som kan ersätta läkemedlet. Sedan kan vi planera en "
            "nedtrappning."
        ),
        for_patient=(
            "Din smärta behöver undersökas innan du minskar på läkemedlet. Därför är "
            "smärtmottagningen rätt ställe just nu. Ta läkemedlet som vanligt tills "
            "du har träffat dem."
        ),
        destination="Smärtmottagningen vid sjukhuset där patienten bor.",
    ),
    Shipped(
        shipped_as="at_the_clinic",
        kind="redirect",
        title="Vårdcentralen kan trappa ned med vårt stöd",
        for_referrer=(
            "Dosen är låg och inget försök är gjort hos er. Vi föreslår att ni börjar "
            "nedtrappningen och ringer oss när ni vill ha råd. Går det inte, skicka "
            "en ny remiss, så tar vi vid."
        ),
        for_patient=(
            "Din vårdcentral kan hjälpa dig att minska, och vi stöttar dem. Då slipper "
            "du vänta. Går det inte bra är du välkommen till oss."
        ),
        destination="Patientens egen vårdcentral.",
    ),
    Shipped(
        shipped_as="duplicate",
        kind="reject",
        title="Dubblett",
        for_referrer=(
            "Vi har redan en remiss för patienten om samma sak och arbetar vidare med "
            "den. Ni behöver inte göra något mer."
        ),
        for_patient=(
            "Vi har redan fått en remiss för dig om samma sak. Den gäller fortfarande, "
            "så du behöver inte göra något mer."
        ),
        destination="Oss. Den första remissen gäller.",
    ),
    Shipped(
        shipped_as=NO_ANSWER,
        kind="reject",
        title="För lite uppgifter och inget svar",
        for_referrer=(
            "Vi behövde veta mer för att kunna bedöma remissen och har inte fått svar "
            "på vår fråga. Svara gärna med en ny remiss, så bedömer vi den direkt."
        ),
        for_patient=(
            "Vi behövde veta mer för att kunna hjälpa dig och har inte fått något "
            "svar. Du kan höra av dig när du vill. Sluta inte tvärt med läkemedlen "
            "under tiden."
        ),
        destination="Vårdcentralen, eller oss med en ny egenremiss.",
    ),
    Shipped(
        shipped_as="not_prescribed",
        kind="reject",
        title="Inte beroende av utskrivna läkemedel",
        for_referrer=(
            "Vårt uppdrag gäller beroende av läkemedel som är utskrivna. Remissen "
            "beskriver något annat."
        ),
        for_patient=(
            "Vi hjälper den som har blivit beroende av läkemedel som vården har "
            "skrivit ut. Det du berättar om kan andra hjälpa dig bättre med."
        ),
        destination="Vårdcentralen eller beroendemottagningen. Ring 1177 för råd.",
    ),
    Shipped(
        shipped_as="not_now",
        kind="reject",
        title="Patienten vill inte just nu",
        for_referrer=(
            "Vi har talat med patienten, som inte vill minska sina läkemedel just nu. "
            "Remittera gärna igen när patienten vill."
        ),
        for_patient=(
            "Du har sagt att du inte vill minska just nu. Det är ditt val. Du är "
            "välkommen att höra av dig när du vill."
        ),
        destination="Vårdcentralen, som fortsätter att förskriva.",
    ),
    Shipped(
        shipped_as="care_elsewhere",
        kind="reject",
        title="Får redan vård för samma sak",
        for_referrer=(
            "Patienten har redan en pågående nedtrappning på annat håll. Två planer "
            "samtidigt kan bli farligt. Den som har planen fortsätter."
        ),
        for_patient=(
            "Du har redan en plan för att minska läkemedlen. Två planer samtidigt kan "
            "bli farligt, så vi lämnar det till dem du redan träffar."
        ),
        destination="Den mottagning som patienten redan träffar.",
    ),
)
