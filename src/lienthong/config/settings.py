"""Settings of the installation: everything that differs between two installations comes from the environment.

The launcher (`./lienthong`) writes that environment; see docs/operations.md for each variable.
"""

import gc
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

# Python looks for cycles each time 700 objects are more: while Django and we are loaded (200,000 stay to
# the end) and in each page of some thousand rows that took a sixth of the time and found next to nothing.
gc.set_threshold(20_000, 20, 20)

PACKAGE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("LIENTHONG_DATA", "var")).resolve()
MODE = os.environ.get("LIENTHONG_MODE", "real")  # "sample": the sample province and its keys
DEBUG = os.environ.get("LIENTHONG_DEBUG", "") == "1"
BASE_URL = os.environ.get("LIENTHONG_BASE_URL", "http://127.0.0.1:8000")
ASSETS = Path(os.environ.get("LIENTHONG_ASSETS", str(DATA / "assets")))
# Only the test run that proves the second wall sets this; it takes the application's filters away.
TEST_NO_FILTERS = os.environ.get("LIENTHONG_TEST_NO_FILTERS", "") == "1"


def _secret_key() -> str:
    given = os.environ.get("LIENTHONG_SECRET_KEY")
    if given:
        return given
    stored = DATA / "secret.key"
    if stored.exists():
        return stored.read_text().strip()
    if DEBUG or os.environ.get("LIENTHONG_BUILD") == "1":
        return "only-for-building-and-tests-never-for-serving"
    raise RuntimeError("LIENTHONG_SECRET_KEY is not set and the data folder holds no secret.key")


def _database(url: str) -> dict[str, Any]:
    """A Django database from a postgresql:// url; a socket folder stands in ?host=."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    rest = {key: value for key, value in query.items() if key not in ("host", "port")}  # sslmode …
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "lienthong",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": query.get("port", str(parts.port or "")),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **rest,
            "options": "-c TimeZone=UTC -c idle_in_transaction_session_timeout=120000",
        },
    }


# The role this process connects as: app (web), worker (jobs), owner (migrations only).
DB_ROLE = os.environ.get("LIENTHONG_DB_ROLE", "app")
DATABASES = {
    "default": _database(
        os.environ.get(f"LIENTHONG_DB_{DB_ROLE.upper()}", "postgresql:///lienthong")
    )
}
# Statements that PostgreSQL keeps planned on a connection (kernel/planned.py): off behind a pooler that
# gives each transaction another connection and does not carry them along.
KEEP_PLANS = os.environ.get("LIENTHONG_KEEP_PLANS", "1") != "0"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("LIENTHONG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = "lienthong.config.urls"
WSGI_APPLICATION = "lienthong.config.wsgi.application"
AUTH_USER_MODEL = "identity.Account"

INSTALLED_APPS = [
    "lienthong.config.apps.ConfigConfig",
    "lienthong.kernel.ui",
    "lienthong.kernel.access",
    "lienthong.kernel.facts",
    "lienthong.kernel.agencies",
    "lienthong.kernel.registers",
    "lienthong.kernel.worktime",
    "lienthong.kernel.files",
    "lienthong.axis.identity",
    "lienthong.axis.notify",
    "lienthong.axis.signing",
    "lienthong.axis.exchange",
    "lienthong.systems.documents",
    "lienthong.systems.tasks",
    "lienthong.desk",
    "django.contrib.postgres",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",  # its own would put Django's loader in place of ours
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lienthong.kernel.ui.pressing.TextGZipMiddleware",  # a page of 60 kB is 7 kB on a commune's line
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lienthong.config.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lienthong.kernel.access.middleware.GateMiddleware",  # before the one that runs the view
    "lienthong.kernel.access.middleware.OfficialMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lienthong.config.frame.frame",
            ],
            "loaders": [
                (
                    "lienthong.kernel.ui.folding.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]

# A component sees what it is given and the request, never the variables of the page around it.
COTTON_ISOLATE_BY_DEFAULT = True

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "lienthong.axis.identity.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "lienthong.axis.identity.adapter.OfficialAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the administrator, on official addresses
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
_FORMS = "lienthong.axis.identity.forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.OfficialLoginForm",
    "change_password": f"{_FORMS}.OfficialChangePasswordForm",
    "reauthenticate": f"{_FORMS}.OfficialReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.OfficialCodeForm",
    "reauthenticate": f"{_FORMS}.OfficialCodeAgainForm",
    "activate_totp": f"{_FORMS}.OfficialActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "lienthong.axis.identity.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator made the account on an official address
MFA_TOTP_ISSUER = "Liên Thông"
MFA_TOTP_TOLERANCE = 1  # a telephone half a minute off; RFC 6238 §5.2 allows one step
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "lienthong.kernel.access.visitors.address_of"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"

# How many minutes a second factor holds before a signature or a seal asks for it again (0: never
# asked, the sample province's own, where accounts have no telephone).
SIGN_AGAIN_MINUTES = int(
    os.environ.get("LIENTHONG_SIGN_AGAIN_MINUTES", "0" if MODE == "sample" else "10")
)

# Where the signing helper listens on the signer's own computer (./lienthong signing-helper --port).
HELPER_PORT = int(os.environ.get("LIENTHONG_HELPER_PORT", "24820"))

# Keys on tokens and HSMs: "name=/path/of/the/library.so", several with ";". Only this setting says
# which code is loaded; a page chooses among the names.
PKCS11_LIBRARIES = dict(
    pair.split("=", 1) for pair in os.environ.get("LIENTHONG_PKCS11", "").split(";") if "=" in pair
)

# Remote signing services: a JSON file {name: {url, client_id, client_secret_file, token_url?}}.
_CSC = os.environ.get("LIENTHONG_CSC", "")
CSC_SERVICES: dict[str, dict[str, str]] = (
    json.loads(Path(_CSC).read_text(encoding="utf-8")) if _CSC else {}
)

SESSION_ENGINE = "lienthong.axis.identity.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SECURE_SSL_REDIRECT = False  # the proxy before us does it
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lienthong.kernel.ui.errors.form_expired"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # The signing helper on the signer's own computer, on loopback alone.
        "connect-src": [SELF, f"http://127.0.0.1:{HELPER_PORT}"],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [SELF],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [
    (prefix, folder)
    for prefix, folder in (
        ("bootstrap", ASSETS / "node_modules" / "bootstrap" / "dist" / "css"),
        ("htmx", ASSETS / "node_modules" / "htmx.org" / "dist"),
        ("be-vietnam-pro", ASSETS / "node_modules" / "@fontsource" / "be-vietnam-pro"),
        ("tinos", ASSETS / "node_modules" / "@expo-google-fonts" / "tinos"),
        ("leaflet", ASSETS / "node_modules" / "leaflet" / "dist"),
    )
    if folder.is_dir()
]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA / "files")},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if os.environ.get("LIENTHONG_S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": os.environ["LIENTHONG_S3_BUCKET"],
            "endpoint_url": os.environ.get("LIENTHONG_S3_ENDPOINT") or None,
            "default_acl": "private",
        },
    }
# The RFC 3161 service; without one a real installation signs B-B and its papers wait for proof.
TIMESTAMPING = {
    "url": os.environ.get("LIENTHONG_TSA_URL", ""),
    "user": os.environ.get("LIENTHONG_TSA_USER", ""),
    "password_file": os.environ.get("LIENTHONG_TSA_PASSWORD_FILE", ""),
    "policy": os.environ.get("LIENTHONG_TSA_POLICY", ""),
    "seconds": os.environ.get("LIENTHONG_TSA_SECONDS", "8"),
}
# Hosts of OCSP and revocation lists that may stand on addresses of the state's own network.
REVOCATION_INSIDE = [
    host for host in os.environ.get("LIENTHONG_REVOCATION_INSIDE", "").split(",") if host
]
PROOF_RENEW_DAYS = int(os.environ.get("LIENTHONG_PROOF_RENEW_DAYS", "180"))
# How many codes of papers may be asked on the public page in these minutes: from one address, by all.
LOOKUP_LIMITS = {
    "minutes": 10,
    "address": int(os.environ.get("LIENTHONG_LOOKUPS_ADDRESS", "30")),
    "all": int(os.environ.get("LIENTHONG_LOOKUPS_ALL", "3000")),
}
# How many proxies of our own stand before the web; each adds one address to X-Forwarded-For.
PROXIES = int(os.environ.get("LIENTHONG_PROXIES", "0"))
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A file is looked at for a mark of secrecy before anything of it is written: up to the size that an
# office may send it stays in memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 51 * 1024 * 1024

# Certificates to trust for mailboxes inside the network, instead of the machine's own.
MAILBOX_TRUSTED = os.environ.get("LIENTHONG_MAILBOX_TRUSTED", "")
# Where scanners write: a folder for each agency that is watched, inside this one.
SCAN_FOLDERS = Path(os.environ.get("LIENTHONG_SCAN_FOLDERS") or DATA / "scans")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = os.environ.get(
    "LIENTHONG_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(DATA / "mail")
EMAIL_HOST = os.environ.get("LIENTHONG_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("LIENTHONG_SMTP_PORT", "25"))
DEFAULT_FROM_EMAIL = os.environ.get("LIENTHONG_MAIL_FROM", "lienthong@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # At every start of every command these tell what is registered; only trouble is of interest.
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("axes.apps", "procrastinate.periodic", "procrastinate.blueprints")
    },
}
# The address is unique whatever its case: a constraint on Lower("email") does it.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
