"""Which kind of medicine a name stands for, where the sender did not say the kind.

Only the substances that the unit meets every week; a name that is not here is found
by the kind that a person ticked, or by nothing. Nothing is decided by it.
"""

from referrals.models import MedicineKind

SUBSTANCES: dict[str, tuple[str, ...]] = {
    MedicineKind.CALMING: (
        *("alprazolam", "bromazepam", "diazepam", "klonazepam", "clonazepam"),
        *("lorazepam", "oxazepam", "pregabalin"),
    ),
    MedicineKind.SLEEP: (
        *("zopiklon", "zopiclone", "zolpidem", "zaleplon"),
        *("nitrazepam", "flunitrazepam", "triazolam"),
    ),
    MedicineKind.PAIN: (
        *("buprenorfin", "fentanyl", "hydromorfon", "ketobemidon", "kodein"),
        *("metadon", "morfin", "oxikodon", "oxycodone", "tapentadol", "tramadol"),
    ),
}
