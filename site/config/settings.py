"""Settings of the project. Every environment variable is read here and nowhere else (docs/reference/environment.md)."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]


def env(name: str, default: str = "") -> str:
    """The variable NAME, or the content of the file that NAME_FILE points at (how containers hand over secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def env_bool(name: str, *, default: bool) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


# --- What kind of installation this is -------------------------------------------------------------------------
MODE = env("KLANKBORD_MODE") or ("test" if "PYTEST_VERSION" in os.environ else "production")
if MODE not in {"production", "demo", "development", "test"}:
    raise ImproperlyConfigured(f"KLANKBORD_MODE is {MODE!r}; use production, demo, development or test.")
PRODUCTION = MODE == "production"
DEMO = MODE in {"demo", "development"}
DEBUG = MODE == "development"
STYLEGUIDE = not PRODUCTION

VAR = Path(env("KLANKBORD_VAR", str(BASE_DIR / "var" / "data")))
BASE_URL = env("BASE_URL", f"http://localhost:{env('PORT', '8000')}").rstrip("/")
SITE_NAME = env("SITE_NAME", "Klankbord")
ORGANISATION_NAME = env("ORGANISATION_NAME", "Ingrado")
SECRET_KEY = env("SECRET_KEY")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("Set SECRET_KEY (or SECRET_KEY_FILE) to a long random text.")
    SECRET_KEY = "only-for-the-demo-and-the-tests-never-on-a-public-host"  # noqa: S105
ALLOWED_HOSTS = env_list(
    "ALLOWED_HOSTS",
    "localhost,127.0.0.1,[::1]" if not PRODUCTION else urlsplit(BASE_URL).hostname or "",
)
if MODE == "test":
    ALLOWED_HOSTS += ["testserver"]
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", BASE_URL)
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("TRUSTED_PROXY_COUNT", "0"))

# --- Applications: the floors of the house, top first -----------------------------------------------------------
INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "home",
    "consultation.reading",
    "consultation.publishing",
    "consultation.weighing",
    "consultation.accountability",
    "consultation.tryouts",
    "consultation.comments",
    "consultation.newsletter",
    "consultation.rounds",
    "consultation.meetings",
    "consultation.conference",
    "consultation.people",
    "consultation.delivery",
    "consultation.jobs",
    "handbook",
    "look",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "anymail",
    "wagtail.embeds",
    "wagtail.sites",
    "consultation.people.wagtail_users.UsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "consultation.people.middleware.StaffSecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "look.renderers.LookRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]

# --- Data --------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL", f"sqlite:///{VAR / 'klankbord.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE and WAL 40 to 95 % of concurrent writers fail; see docs/decisions.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;"
        "PRAGMA cache_size=-32000;",  # 32 MB: what one page reads of a full round
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=3000"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
DATABASE_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
CACHES = {
    "default": {
        "BACKEND": "config.cache.FallbackCache",
        "LOCATION": env("CACHE_URL", REDIS_URL),
    }
    if env("CACHE_URL", REDIS_URL)
    else DATABASE_CACHE,
    "database": DATABASE_CACHE,
}

STORAGES = {
    "default": {"BACKEND": "handbook.files.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(VAR / "media")))
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [path for path in [BASE_DIR / "site" / "static"] if path.is_dir()]
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024

# --- Work in the background ------------------------------------------------------------------------------------
# A Redis on a unix socket is unix://… to redis-py and redis+socket://… to kombu.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1) or "memory://"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 540
CELERY_TASK_SOFT_TIME_LIMIT = 500
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "health_check_interval": 25,
}
NUDGE_PAUSE = timedelta(seconds=30)

# --- Mail ----------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = env(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if PRODUCTION
    else "django.core.mail.backends.locmem.EmailBackend"
    if MODE == "test"
    else "django.core.mail.backends.dummy.EmailBackend",
)
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Klankbord <klankbord@ingrado.example>")
REPLY_TO_EMAIL = env("REPLY_TO_EMAIL", "redactie@ingrado.example")
ANYMAIL_WEBHOOK_SECRET = env("ANYMAIL_WEBHOOK_SECRET")
ANYMAIL = {**json.loads(env("ANYMAIL_OPTIONS") or "{}"), "WEBHOOK_SECRET": ANYMAIL_WEBHOOK_SECRET}
SECURITY_CONTACT = env("SECURITY_CONTACT", "mailto:security@ingrado.example")
SEND_DELAY = timedelta(seconds=int(env("SEND_DELAY_SECONDS", "600" if PRODUCTION else "10")))
"""How long the mails about a new version wait behind "Stop verzending"."""
SECOND_ROUND_SHARE = int(env("SECOND_ROUND_SHARE_PERCENT", "20")) / 100
"""From which share of changed words on a section is proposed for a second round that is limited to what changed."""
REDACTED_WORDS_KEPT = timedelta(days=int(env("REDACTED_WORDS_KEPT_DAYS", "14")))
"""How long editors can undo the blacking out of words; after that nothing tells what they were."""
CONTEST_DAYS = int(env("CONTEST_DAYS", "14"))
"""So many days after an answer its author may say, once, that it misses what she meant; the last one to its end."""
KEPT_DAYS = {
    "idle_accounts": int(env("KEEP_IDLE_ACCOUNTS_DAYS", "730")),
    "applications": int(env("KEEP_APPLICATIONS_DAYS", "90")),
    "invitations": int(env("KEEP_INVITATIONS_DAYS", "90")),
    "notices": int(env("KEEP_NOTICES_DAYS", "365")),
    "mail_texts": int(env("KEEP_MAIL_TEXTS_DAYS", "30")),
    "mails": int(env("KEEP_MAILS_DAYS", "90")),
    "delivery_events": int(env("KEEP_DELIVERY_EVENTS_DAYS", "90")),
    "conference": int(env("KEEP_CONFERENCE_DAYS", "30")),
    "meetings": int(env("KEEP_MEETINGS_DAYS", "90")),
    "walks": int(env("KEEP_WALKS_DAYS", "90")),
    "drafts": int(env("KEEP_DRAFTS_DAYS", "90")),
    "dossiers": int(env("KEEP_DOSSIERS_DAYS", "90")),
    "consents": int(env("KEEP_CONSENTS_DAYS", "1826")),
    "audit_trail": int(env("KEEP_AUDIT_TRAIL_DAYS", "1826")),
}
"""How long what is kept; the admin and the privacy statement show the same (consultation/people/retention.py)."""
if min(KEPT_DAYS.values()) < 1 or KEPT_DAYS["idle_accounts"] < 60 or KEPT_DAYS["delivery_events"] < 14:
    raise ImproperlyConfigured("A KEEP_…_DAYS is too short: 1 at least, 60 for idle accounts, 14 for delivery events.")

# --- People --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/mijn/"
LOGOUT_REDIRECT_URL = "/"
STAFF_SECOND_FACTOR = env_bool("STAFF_SECOND_FACTOR", default=PRODUCTION)
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "home.views.csrf_failure"

ACCOUNT_ADAPTER = "consultation.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {"add_email": "consultation.people.forms.account.NewAddressForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
# No page signs anybody up; allauth offers a password beside the code only where this list has one.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TRUST_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "consultation.people.adapters.user_display"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
MFA_FORMS = {"add_webauthn": "consultation.people.forms.account.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = SITE_NAME
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=30)
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "consultation.people.adapters.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_TENANT = env("OIDC_TENANT")
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "organisatie",
                    "name": env("OIDC_NAME", "Uw organisatie"),
                    "client_id": env("OIDC_CLIENT_ID"),
                    "secret": env("OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": env("OIDC_SERVER_URL"), "uid_field": env("OIDC_UID_FIELD", "sub")},
                }
            ],
        }
    }
    if env("OIDC_SERVER_URL")
    else {}
)

# --- Language and time -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# --- Wagtail -------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_MODERATION_ENABLED = True
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Safety --------------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION and urlsplit(BASE_URL).scheme == "https":
    SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
METRICS_TOKEN = env("METRICS_TOKEN")
CORPORA = env("KLANKBORD_CORPORA")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.MaskingFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
    "loggers": {"consultation": {"level": env("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")}},
}
