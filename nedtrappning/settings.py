"""One settings file; what differs between places comes from the environment.

MODE is `production`, `demo` (./run) or `test` (./test). Production has no defaults:
each missing value fails at start with a sentence that says what it is for.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from nedtrappning import environment, openid

BASE_DIR = Path(__file__).resolve().parent.parent

MODE = environment.text("MODE", "Say production, demo or test.")
if MODE not in {"production", "demo", "test"}:
    raise environment.MissingSetting("MODE must be production, demo or test.")
IS_PRODUCTION = MODE == "production"
SHORTEST_KEY = 50


def _local(value: str) -> str | None:
    """Return a default for the local modes; production has none."""
    return None if IS_PRODUCTION else value


SECRET_KEY = environment.text(
    "SECRET_KEY",
    "It signs sessions: at least 50 random characters, kept secret.",
    _local("local-only-key-that-production-never-sees-0123456789abcdef"),
)
if IS_PRODUCTION and len(SECRET_KEY) < SHORTEST_KEY:
    raise environment.MissingSetting("SECRET_KEY must be at least 50 characters long.")
ALLOWED_HOSTS = environment.listed(
    "ALLOWED_HOSTS",
    "List the host names that people use, separated by commas.",
    _local("127.0.0.1,localhost,testserver"),
)
SITE_URL = environment.text(
    "SITE_URL",
    "The address that messages and cookies use, like https://example.se.",
    _local("http://127.0.0.1:8000"),
)
DEBUG = False

DATABASES = {
    "default": environment.database(
        environment.text(
            "DATABASE_URL",
            "The app role's address of Postgres: postgres://user:word@host/name.",
            _local("postgres:///nedtrappning"),
        )
    )
}
# Of ./test: a database that has been migrated, of which each process takes a copy.
DATABASES["default"]["TEST"] = {"TEMPLATE": environment.optional("TEST_TEMPLATE")}
APP_ROLE = environment.text("APP_ROLE", "", "nedtrappning_app")
REDIS_URL = environment.text(
    "REDIS_URL",
    "The address of Redis: redis://:word@host:6379/0.",
    _local("redis://127.0.0.1:6379/0"),
)
CACHES = {
    "default": {
        "BACKEND": "nedtrappning.cache.MayBeAway",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        "KEY_PREFIX": "nedtrappning",
    }
}

_mail = environment.mail(
    environment.text(
        "SMTP_URL",
        "The mail server: smtp://user:word@host:587?tls=1.",
        _local("smtp://127.0.0.1:1025"),
    )
)
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_TIMEOUT = _mail["EMAIL_TIMEOUT"]
DEFAULT_FROM_EMAIL = environment.text(
    "MAIL_FROM", "A neutral sender.", _local("Vården <varden@example.se>")
)
SMS_GATEWAY_URL = environment.text(
    "SMS_GATEWAY_URL",
    "The address of the SMS gateway that takes a POST per message.",
    _local("http://127.0.0.1:1026/sms"),
)
SMS_GATEWAY_TOKEN = environment.text(
    "SMS_GATEWAY_TOKEN", "The gateway's secret.", _local("local")
)
SMS_SENDER = environment.text("SMS_SENDER", "A neutral name of 11 signs.", "Vården")
CLAMD_URL = environment.scanner(
    environment.text(
        "CLAMD_URL",
        "The virus scanner (clamd): tcp://host:3310 or unix:///path/to/clamd.sock.",
        _local("tcp://127.0.0.1:3310"),
    )
)
STATE_DIR = Path(environment.text("STATE_DIR", "", str(BASE_DIR / ".state")))

INSTALLED_APPS = [
    "nedtrappning.apps.ProjectConfig",
    "overview",
    "aftercare",
    "visits",
    "tapering",
    "referrals",
    "messaging",
    "patients",
    "offers",
    "accounts",
    "audit",
    "ui",
    "crispy_forms",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.humanize",  # the sign-in library's list of passkeys asks for it
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "nedtrappning.middleware.NothingIsLost",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nedtrappning.middleware.language_of_the_reader",
    "nedtrappning.middleware.nothing_personal_is_cached",
    "nedtrappning.middleware.ClosedByDefault",
    "nedtrappning.own_pages.HealthDataNeedsEid",
    "nedtrappning.own_pages.they_close_by_themselves",
    "nedtrappning.middleware.account_made_safe_first",
    "nedtrappning.middleware.RefusalsAreSentences",
    "nedtrappning.middleware.a_get_writes_nothing",
]

ROOT_URLCONF = "nedtrappning.urls"
WSGI_APPLICATION = "nedtrappning.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "ui.context.page",
                "overview.context.navigation",
                "overview.public.pages",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "gran"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("gran",)
CRISPY_FAIL_SILENTLY = False

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation"
        ".UserAttributeSimilarityValidator"
    },
]
if MODE == "test":
    # Hundreds of people are made in the tests; a slow hash protects nobody there.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:home"
LOGOUT_REDIRECT_URL = "overview_public:start"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAccounts"
ACCOUNT_FORMS = {"login": "accounts.login_form.SignIn"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Nedtrappning"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
# A person without a second factor reaches only the page where it is set up.
SECOND_FACTOR_REQUIRED = IS_PRODUCTION or (
    environment.text("SECOND_FACTOR", "", "off") == "required"
)

# E-ID for patients (OpenID Connect). Without an issuer no page offers it.
_eid = openid.client(secure=IS_PRODUCTION)
OIDC_ISSUER, OIDC_CLIENT_ID = _eid.issuer, _eid.name
# Either the secret, or the key and how assertions are signed with it.
OIDC_CLIENT_SECRET, OIDC_CLIENT_KEY = _eid.secret, _eid.key
OIDC_CLIENT_KEY_ID, OIDC_CLIENT_ALGORITHM = _eid.key_id, _eid.algorithm
OIDC_ASSERTION_AUDIENCE, OIDC_ASSERTION_SECONDS = _eid.audience, _eid.seconds
# The claim that holds the identity number, and the levels that are strong enough.
OIDC_NUMBER_CLAIM = environment.optional("OIDC_NUMBER_CLAIM", "personal_number")
OIDC_LEVELS = environment.optional("OIDC_LEVEL", "loa3").replace(",", " ").split()
OIDC_SCOPE = environment.optional("OIDC_SCOPE", "openid profile")
# A password alone opens a patient's own pages only where all patients are invented.
HEALTH_DATA_NEEDS_EID = IS_PRODUCTION or (
    environment.optional("HEALTH_DATA", "open") == "needs_eid"
)

SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "nedtrappning.errors.form_expired"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_PRODUCTION else []
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        # Logging out is a form, and it ends at the provider.
        "form-action": [SELF, *environment.origins(OIDC_ISSUER)],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# What people send about others is never written to a file on the way.
FILE_UPLOAD_HANDLERS = ["ui.uploads.InMemoryOnly"]

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("nb", _("Norska")), ("en", _("Engelska"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
_collected = environment.text("STATIC_ROOT", "", str(BASE_DIR / "staticfiles"))
STATIC_ROOT = BASE_DIR / "static" if MODE == "test" else Path(_collected)
STATICFILES_DIRS = [] if MODE == "test" else [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CELERY_BROKER_URL = (
    REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    # A request never waits for a broker that is away: the row is saved, beat finds it.
    "max_retries": 0,
}
CELERY_BEAT_SCHEDULE = {
    "send messages that are due": {
        "task": "messaging.tasks.send_what_is_due",
        "schedule": 10.0,
    },
    "find messages that nobody knows the fate of": {
        "task": "messaging.tasks.find_lost",
        "schedule": 60.0,
    },
    "remind of visits": {"task": "visits.tasks.remind_of_visits", "schedule": 300.0},
    "ask for logs of visits": {
        "task": "visits.tasks.ask_for_logs",
        "schedule": 600.0,
    },
    "watch clocks of referrals": {
        "task": "referrals.tasks.watch_clocks",
        "schedule": 600.0,
    },
    "find referrals that went stale": {
        "task": "referrals.tasks.find_stale",
        "schedule": 3600.0,
    },
    "count the clocks of referrals anew": {
        "task": "referrals.tasks.recount_clocks",
        "schedule": 21600.0,
    },
    "send codes that somebody waits for": {
        "task": "referrals.tasks.send_follow_codes",
        "schedule": 10.0,
    },
    "forget abandoned drafts": {
        "task": "referrals.tasks.forget_abandoned_drafts",
        "schedule": 600.0,
    },
    "look protection up again": {
        "task": "patients.tasks.watch_protection",
        "schedule": 3600.0,
    },
    "scan attachments that nobody has looked at": {
        "task": "referrals.tasks.scan_attachments",
        "schedule": 30.0,
    },
    "empty lists that were brought in or left lying": {
        "task": "referrals.tasks.empty_old_lists",
        "schedule": 3600.0,
    },
    "forget attachments of forms that were never sent": {
        "task": "referrals.tasks.forget_loose_attachments",
        "schedule": 3600.0,
    },
    "forget old drafts of clinics": {
        "task": "referrals.tasks.forget_old_clinic_drafts",
        "schedule": 3600.0,
    },
    "remind clinics of what has no answer": {
        "task": "referrals.tasks.remind_of_silence",
        "schedule": 3600.0,
    },
    "follow plans": {"task": "tapering.tasks.follow_plans", "schedule": 600.0},
    "watch plans": {"task": "tapering.tasks.watch_plans", "schedule": 1800.0},
    "notice that nobody has been in contact": {
        "task": "visits.tasks.watch_contact",
        "schedule": 1800.0,
    },
    "open aftercare and notice missed contact": {
        "task": "aftercare.tasks.watch",
        "schedule": 600.0,
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication"
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "nedtrappning.api.refusals_as_409",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Nedtrappning",
    "DESCRIPTION": "Referrals to the tapering unit, from a clinic's own system.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
}

# A copy of every message's words goes to the page "sent" in the demo only.
SHOWS_WHAT_WAS_SENT = MODE == "demo"
# Regions may promise more than the law, never less (Swedish law: 90 days).
REFERRAL_TARGET_DAYS = environment.whole_number(
    "REFERRAL_TARGET_DAYS",
    "Days from a referral's date to the first visit.",
    90,
    least=1,
    most=90,
)
# How long a clinic hears nothing before it is reminded, and how often after that.
SILENCE_REMINDER_DAYS = environment.whole_number(
    "SILENCE_REMINDER_DAYS",
    "Days without an answer before the referring clinic is reminded by e-mail.",
    30,
    least=1,
    most=365,
)
# Promises that the public pages make only when the unit has made them.
ANSWER_WITHIN_WORKING_DAYS = environment.whole_number(
    "ANSWER_WITHIN_WORKING_DAYS",
    "Working days until a self-referral is answered; 0 promises nothing.",
    0,
    least=0,
    most=90,
)
UNIT_PHONE_HOURS = environment.optional("UNIT_PHONE_HOURS", _local("8–16"))
# How many of our own machines stand between a visitor and this process.
PROXY_HOPS = environment.whole_number(
    "PROXY_HOPS", "Proxies in front of the web server.", 0, least=0, most=9
)
JURISDICTION = environment.text("JURISDICTION", "", "sweden_public")
# Norwegian test numbers belong to nobody: taken only where people practise.
ALLOW_SYNTHETIC_IDS = not IS_PRODUCTION
# Who answers for the system as its maker. Without a name the log-in page says that
# nobody does (docs/intended-use.md).
LEGAL_MANUFACTURER = environment.optional("LEGAL_MANUFACTURER")
# The bare address in a text message; a name that tells nothing may be given instead.
MESSAGE_ADDRESS = environment.optional(
    "MESSAGE_ADDRESS", SITE_URL.partition("//")[2].strip("/")
)
UNIT_PHONE = environment.text(
    "UNIT_PHONE", "The number that patients can call.", _local("031-390 06 12")
)
# What an envelope and the top of a letter show: a sender that says nothing of what care
# it is, and where the window of the envelope is.
LETTER_SENDER = environment.optional("LETTER_SENDER", "Vården")
LETTER_RETURN_ADDRESS = environment.optional("LETTER_RETURN_ADDRESS")
LETTER_WINDOW = environment.optional(
    "LETTER_WINDOW", "left" if JURISDICTION == "norway" else "right"
)
# The authority that forwards post to people with protected identity.
LETTER_FORWARDING = environment.optional(
    "LETTER_FORWARDING",
    "" if JURISDICTION == "norway" else "Skatteverket, Box 2820, 403 20 Göteborg",
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refusal is an answer, not a fault: no traceback for every 403.
    "loggers": {"django.request": {"level": "ERROR"}},
}
