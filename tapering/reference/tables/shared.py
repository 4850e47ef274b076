"""What the tables share: codes, and words that travel with each of them."""

CODES = {
    "diazepam": "N05BA01",
    "oxazepam": "N05BA04",
    "lorazepam": "N05BA06",
    "alprazolam": "N05BA12",
    "klonazepam": "N03AE01",
    "nitrazepam": "N05CD02",
    "flunitrazepam": "N05CD03",
    "triazolam": "N05CD05",
    "temazepam": "N05CD07",
    "bromazepam": "N05BA08",
    "klobazam": "N05BA09",
    "klordiazepoxid": "N05BA02",
    "lormetazepam": "N05CD06",
    "zopiklon": "N05CF01",
    "zolpidem": "N05CF02",
    "zaleplon": "N05CF03",
    "morfin": "N02AA01",
    "oxikodon": "N02AA05",
    "oxikodon/naloxon": "N02AA55",
    "hydromorfon": "N02AA03",
    "kodein": "R05DA04",
    "kodein/paracetamol": "N02AJ06",
    "tramadol": "N02AX02",
    "tapentadol": "N02AX06",
    "ketobemidon": "N02AB01",
    "fentanyl": "N02AB03",
    "buprenorfin": "N02AE01",
    "petidin": "N02AB02",
}
ALWAYS = (
    "Ingen tabell är exakt: ålder, lever och andra läkemedel gör att människor skiljer "
    "sig åt. Siffran är en startpunkt. Följ upp efter 5–7 dagar."
)
