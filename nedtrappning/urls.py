"""Every address. Public, patient and referrer paths speak the reader's language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from accounts import urls as accounts
from aftercare import urls as aftercare
from messaging import urls as messaging
from nedtrappning import api, errors, health
from overview import urls as overview
from referrals import urls as referrals
from tapering import urls as tapering
from ui import urls as ui
from visits import urls as visits

handler400 = errors.too_much
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed

STAFF = (overview, referrals, tapering, visits, aftercare, messaging, accounts, ui)
API = tapering.api_urlpatterns + messaging.api_urlpatterns + referrals.api_urlpatterns
PUBLIC = (overview, referrals, tapering, visits, aftercare, messaging)

# Doors of the sign-in library that stay shut: accounts, addresses and new passwords
# are an administrator's (docs/decisions.md, 13).
SHUT = ("signup", "email", "confirm-email", "password/reset", "password/set")

urlpatterns = [
    path("health/", health.health),
    *[re_path(f"^account/{door}/", errors.no_such_door) for door in SHUT],
    path("account/", include(overview.account_urlpatterns)),
    path("account/", include("allauth.urls")),
    path("api/schema", api.schema, name="api_schema"),
    path("api/", include((API, "api"))),
    *[path("app/", include((app.urlpatterns, app.app_name))) for app in STAFF],
    *i18n_patterns(
        *[
            path("", include((app.public_urlpatterns, f"{app.app_name}_public")))
            for app in PUBLIC
        ],
        prefix_default_language=False,
    ),
]
