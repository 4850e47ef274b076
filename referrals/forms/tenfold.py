"""Usual doses per day, only to ask "did you mean?" when a comma may have slipped."""

from decimal import Decimal

from jurisdictions import doses

# Middle of what is commonly prescribed, in mg a day. Never used to judge a dose.
USUAL = {
    "alprazolam": "1",
    "buprenorfin": "8",
    "diazepam": "10",
    "flunitrazepam": "1",
    "gabapentin": "1800",
    "klonazepam": "2",
    "kodein": "120",
    "lorazepam": "2.5",
    "metadon": "40",
    "morfin": "80",
    "nitrazepam": "5",
    "oxazepam": "30",
    "oxikodon": "50",
    "pregabalin": "300",
    "tapentadol": "200",
    "tramadol": "250",
    "zolpidem": "10",
    "zopiklon": "7.5",
}
TEN = Decimal(10)


def meant(medicine: str, dose: Decimal) -> Decimal | None:
    """The dose that was perhaps meant; None when the written one is not strange."""
    name = medicine.lower()
    found = next((usual for key, usual in USUAL.items() if key in name), None)
    if found is None or not doses.looks_tenfold(dose, usual := Decimal(found)):
        return None
    return dose / TEN if dose > usual else dose * TEN
