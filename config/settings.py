"""Settings. What differs between machines comes from config/env.py."""

import tomllib
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.env import BASE_DIR, ENV, VAR_DIR

VAR_DIR.mkdir(exist_ok=True, mode=0o700)

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.csrf_trusted_origins
PUBLIC_URL = ENV.public_url
PRODUCT_NAME = _("Skills assessment")
_PROJECT = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PRODUCT_VERSION: str = _PROJECT["version"]

INSTALLED_APPS = [
    "assessment.apps.AssessmentConfig",
    "reports.apps.ReportsConfig",
    "assessment.apps.AssessmentAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "csp",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "assessment.web.middleware.keep_no_copies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "assessment.web.middleware.prolong_sessions",
    "django.middleware.common.CommonMiddleware",
    "assessment.web.middleware.TakeWhatIsSentAgain",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # After those by which it knows who came; Django's own looks at the browser alone.
    "assessment.web.middleware.speak",
    "assessment.web.middleware.bound_bodies",
    "assessment.web.middleware.RequireSignIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Last, so that its page knows who came.
    "assessment.web.middleware.refuse_nul",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

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
                "assessment.site.context.product",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk", "admin_forms"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False


def _database(url: dict[str, Any]) -> dict[str, Any]:
    if url["ENGINE"].endswith("sqlite3"):
        # Immediate transactions: two writers queue at the start instead of failing at the end.
        return {
            **url,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; "
                    # Whoever reads “Saved” has it on the disk; NORMAL syncs minutes later.
                    "PRAGMA synchronous=FULL; "
                    # What retention deletes must not stay readable in the file.
                    "PRAGMA secure_delete=ON;"
                ),
            },
        }
    return {**url, "CONN_MAX_AGE": ENV.database_conn_max_age, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": _database(ENV.database)}


def _cache(url: dict[str, Any]) -> dict[str, Any]:
    """Room enough that nobody pushes out the count of their own wrong passwords."""
    own = url["BACKEND"].endswith(("DatabaseCache", "LocMemCache"))
    return {**url, "OPTIONS": {"MAX_ENTRIES": 20_000}} if own else url


CACHES = {"default": _cache(ENV.cache)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "assessment.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "assessment.site.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "assessment.site.forms.SignInForm",
    "reauthenticate": "assessment.site.forms.ReauthenticateForm",
    "reset_password": "assessment.site.forms.ResetPasswordForm",
    "reset_password_from_key": "assessment.site.forms.ResetPasswordKeyForm",
    "change_password": "assessment.site.forms.ChangePasswordForm",
    "set_password": "assessment.site.forms.SetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "assessment.rounds.services.passwords.PasswordLinks"  # noqa: S105
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "signed_out"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEBUG else "https"

SESSION_ENGINE = "assessment.web.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 8  # from the last use; whatever pages say of it follows this
SESSION_WARNED_BEFORE = 60 * 10  # so long before its end a page asks whether somebody is there
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "assessment.web.errors.csrf_failure"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_THOUSAND_SEPARATOR = True  # a template that writes a number for a machine says unlocalize
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
        # Sent to every visitor anyway; all other files are their owner's alone.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
REPORT_FONTS = ENV.report_fonts  # folders
# A page of answers with the longest comment, each letter of it as twelve bytes, is half of this.
BODY_MAX_BYTES_OF_STRANGERS = 256 * 1024
# Forms of accounts: the texts of a whole framework on one page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A spreadsheet of 5 MB, and the form around it; in memory, so that none lies on the disk.
BODY_MAX_BYTES_OF_UPLOADS = 5 * 1024 * 1024 + 64 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_MAX_BYTES_OF_UPLOADS

# Long work (emails of a round, all its PDFs) is done by `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = ENV.email_backend
EMAIL_FILE_PATH = ENV.email_file_path
EMAIL_HOST = ENV.email["EMAIL_HOST"]
EMAIL_PORT = ENV.email["EMAIL_PORT"] or 25
EMAIL_HOST_USER = ENV.email["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = ENV.email["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = ENV.email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = ENV.email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 120  # seconds for each answer; a page never waits for one
DEFAULT_FROM_EMAIL = ENV.default_from_email
SERVER_EMAIL = DEFAULT_FROM_EMAIL

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if not DEBUG:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if ENV.behind_proxy:
    # Else all visitors share the proxy's address, and its limit on wrong passwords.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV.log_level},
    # Thirty lines for each PDF, and four for its fonts
    "loggers": {
        "weasyprint.progress": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
