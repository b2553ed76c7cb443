"""One settings file for the demo, the tests and production; what differs comes from the environment."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlparse

from csp.constants import NONCE, NONE, SELF

from lintel.config import embedded_postgres

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lintel"
LINTEL_HOME = embedded_postgres.home()

# --- the machine -----------------------------------------------------------------------------------------------------

DEBUG = os.environ.get("LINTEL_DEBUG") == "1"
IS_PRODUCTION = os.environ.get("LINTEL_PRODUCTION") == "1"


def _secret_key() -> str:
    """From the environment; for the demo and the tests a random one that outlives a restart, kept in LINTEL_HOME."""
    if "LINTEL_SECRET_KEY" in os.environ:
        return os.environ["LINTEL_SECRET_KEY"]
    if IS_PRODUCTION:
        raise RuntimeError("Set LINTEL_SECRET_KEY to a long random text before starting in production.")
    LINTEL_HOME.mkdir(parents=True, exist_ok=True)
    kept = LINTEL_HOME / "secret_key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(50))
        kept.chmod(0o600)
    return kept.read_text()


def _database() -> dict[str, object]:
    """DATABASE_URL (postgres://user:password@host:port/name), or the embedded server when it is unset."""
    common: dict[str, object] = {
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": True,
        "TEST": {"NAME": os.environ.get("LINTEL_TEST_DATABASE", "test_lintel")},
    }
    url = os.environ.get("DATABASE_URL")
    if url:
        parts = urlparse(url)
        return common | {
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
        }
    server = embedded_postgres.ensure_running()
    return common | {"NAME": "postgres", "USER": "postgres", "HOST": str(server.socket_folder)}


SECRET_KEY = _secret_key()
DATABASES = {"default": _database()}
ALLOWED_HOSTS = os.environ.get("LINTEL_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")

# --- the applications, highest first ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "lintel.web.sign_in",
    "lintel.web.components",
    "lintel.oversight.reading",
    "lintel.oversight.voice",
    "lintel.oversight.supervision",
    "lintel.oversight.legacy",
    "lintel.oversight.fanlight",
    "lintel.oversight.meetings",
    "lintel.oversight.ledger",
    "lintel.oversight.drift",
    "lintel.oversight.moderation",
    "lintel.oversight.audits",
    "lintel.oversight.audit_cycles",
    "lintel.oversight.alike.reviews",
    "lintel.oversight.alike.examples",
    "lintel.oversight.alike.patterns",
    "lintel.oversight.alike.second_looks",
    "lintel.oversight.thresholds",
    "lintel.oversight.demand.manageable",
    "lintel.oversight.demand.next_weeks",
    "lintel.oversight.demand.watching",
    "lintel.oversight.demand.what_if",
    "lintel.oversight.demand.calibration",
    "lintel.oversight.performance",
    "lintel.journey.allocating",
    "lintel.journey.plans",
    "lintel.journey.overseeing",
    "lintel.journey.protecting",
    "lintel.journey.notifications",
    "lintel.journey.imports",
    "lintel.steps.visits",
    "lintel.steps.family_versions",
    "lintel.steps.plans",
    "lintel.steps.conferences",
    "lintel.steps.safety_plans",
    "lintel.steps.enquiry_work",
    "lintel.steps.enquiries",
    "lintel.steps.assessments",
    "lintel.steps.allocation",
    "lintel.steps.referrals",
    "lintel.steps.chronology_entries",
    "lintel.steps.reopening",
    "lintel.steps.early_help",
    "lintel.steps.promises",
    "lintel.steps.agency_checks",
    "lintel.steps.police_notifications",
    "lintel.steps.front_door.desk",
    "lintel.steps.front_door",
    "lintel.foundation.rates",
    "lintel.foundation.drafts",
    "lintel.foundation.documents",
    "lintel.foundation.notices",
    "lintel.foundation.agencies",
    "lintel.foundation.matching",
    "lintel.foundation.api_keys",
    "lintel.foundation.access",
    "lintel.foundation.people",
    "lintel.foundation.workforce",
    "lintel.foundation.provenance",
    "lintel.foundation.local_limits",
    "lintel.foundation.audit_log",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "lintel.web.components.proxies.only_trusted_proxies_are_believed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lintel.web.components.middleware.nothing_is_kept_behind",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "lintel.config.urls"
WSGI_APPLICATION = "lintel.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(str(folder) for folder in (PACKAGE / "web").glob("*/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "lintel.web.components.environment.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lintel.web.components.keeping.marked_forms",
            ],
        },
    },
    {
        # allauth looks for Django templates by name; ours (in web/sign_in) are Jinja, so this stays for its e-mails.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- time and language -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- sign-in ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "lintel.web.sign_in.adapter.SignIn"
ACCOUNT_FORMS = {
    "login": "lintel.web.sign_in.forms.SignIn",
    "change_password": "lintel.web.sign_in.forms.ChangePassword",
    "set_password": "lintel.web.sign_in.forms.FirstPassword",
    "reset_password": "lintel.web.sign_in.forms.ForgottenPassword",
    "reset_password_from_key": "lintel.web.sign_in.forms.NewPassword",
    "reauthenticate": "lintel.web.sign_in.forms.PasswordAgain",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A whole council comes from one network address, so what one address may do must not be what one person may.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",  # opening the page
    "wrong_password": "60/m/ip",
    "login_failed": "10/15m/key",  # wrong codes of the second step, for one account
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/?left"  # by which the page wipes what is kept on a telephone
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lintel"
MFA_ADAPTER = "lintel.web.sign_in.adapter.SecondStep"
# The administrator who opens an account vouches for its address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "lintel.web.sign_in.forms.Code",
    "reauthenticate": "lintel.web.sign_in.forms.CodeAgain",
    "activate_totp": "lintel.web.sign_in.forms.FirstCode",
}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "lintel.web.sign_in.lockout.address_typed"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie, and no words in one
CSRF_FAILURE_VIEW = "lintel.web.components.keeping.gone_stale"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION

# --- e-mail ----------------------------------------------------------------------------------------------------------

# Links to choose a new password or to join a discussion, a form that was begun, and what whoever told us is told.
# Without a mail server the demo writes the message where it was started.
EMAIL_HOST = os.environ.get("LINTEL_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("LINTEL_EMAIL_PORT", "25"))
# Whoever presses waits for it: a server that does not answer has not taken the letter.
EMAIL_TIMEOUT = 10
_WITHOUT_A_SERVER = "dummy" if IS_PRODUCTION else "console"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else _WITHOUT_A_SERVER}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("LINTEL_EMAIL_FROM", "lintel@localhost")

# --- the API ---------------------------------------------------------------------------------------------------------

# How often one key may ask. A whole morning's police notifications fit into one batch.
API_REQUESTS_PER_KEY = os.environ.get("LINTEL_API_REQUESTS_PER_KEY", "600/m")

# --- headers ---------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
# The servers in front of ours (addresses or networks) that are believed about whom they heard something from.
TRUSTED_PROXIES = [
    ip_network(each.strip()) for each in os.environ.get("LINTEL_TRUSTED_PROXIES", "").split(",") if each.strip()
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if IS_PRODUCTION else 0
SECURE_SSL_REDIRECT = IS_PRODUCTION

# --- files -----------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = LINTEL_HOME / "static"
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = Path(os.environ.get("LINTEL_FILES", LINTEL_HOME / "files"))
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A file of records larger than this is refused by its size alone.
LARGEST_FILE = int(os.environ.get("LINTEL_LARGEST_FILE_MB", "150")) * 1024 * 1024

# Documents about children: outside everything that is served, and handed out by one view that looks at who asks.
DOCUMENTS_ROOT = Path(os.environ.get("LINTEL_DOCUMENTS", LINTEL_HOME / "documents"))
LARGEST_DOCUMENT = int(os.environ.get("LINTEL_LARGEST_DOCUMENT_MB", "25")) * 1_000_000

# Computed readings are kept between requests; they are keyed by the state of the record, so they never go stale.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(LINTEL_HOME / "readings"),
        "TIMEOUT": 7 * 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    }
}

# --- what this installation is ---------------------------------------------------------------------------------------

# Who must be in a strategy discussion besides social care, police and health: "school,probation".
STRATEGY_QUORUM = [each.strip() for each in os.environ.get("LINTEL_STRATEGY_QUORUM", "").split(",") if each.strip()]
# A folder with the authority's own audit tools, beside those that come with Lintel.
AUDIT_TOOLS = os.environ.get("LINTEL_AUDIT_TOOLS", "")
COUNCIL_NAME = os.environ.get("LINTEL_COUNCIL", "Ravenshire")
# What the public forms tell people to ring. The numbers of the demo are kept free for fiction.
FRONT_DOOR_TELEPHONE = os.environ.get("LINTEL_FRONT_DOOR_TELEPHONE", "01632 960 500")
FRONT_DOOR_HOURS = os.environ.get("LINTEL_FRONT_DOOR_HOURS", "Monday to Friday, 8:30am to 5pm")
OUT_OF_HOURS_TELEPHONE = os.environ.get("LINTEL_OUT_OF_HOURS_TELEPHONE", "01632 960 599")
PEOPLE_ARE_INVENTED = not IS_PRODUCTION
# Somebody outside the council opens nothing without a second step; in the demo they are only told to set it up.
PARTNERS_NEED_A_SECOND_STEP = IS_PRODUCTION
# What every invented person signs in with; the sign-in page says so.
DEMO_PASSWORD = "seven-lintels-in-ravenshire" if PEOPLE_ARE_INVENTED else ""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
