"""Every environment variable of the product, typed and read once.

A wrong value stops the start with a sentence that says what to mend.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ

from config.production import (
    DEVELOPMENT_SECRET,
    NotReady,
    configuration_problems,
    hosts,
    problem_of_address,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
LOCAL_URL = "http://127.0.0.1:8000"

_read = environ.Env()
_ENV_FILE = BASE_DIR / ".env"
if _ENV_FILE.exists():
    _read.read_env(_ENV_FILE)


@dataclass(frozen=True)
class Environment:
    """What the surroundings decide; everything else is in settings.py."""

    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    database: dict[str, Any]
    database_conn_max_age: int
    cache: dict[str, Any]
    public_url: str
    email_backend: str
    email_file_path: str
    email: dict[str, Any]
    default_from_email: str
    report_fonts: list[str]
    log_level: str
    behind_proxy: bool


def _email_backend(debug: bool) -> str:
    kinds = {
        "console": "django.core.mail.backends.console.EmailBackend",
        "file": "django.core.mail.backends.filebased.EmailBackend",
        "smtp": "assessment.rounds.mail_backend.EmailBackend",
    }
    kind = _read.str("EMAIL", default="file" if debug else "smtp")
    if kind not in kinds:
        raise NotReady([f"EMAIL is {kind!r}; use one of: {', '.join(kinds)}."])
    return kinds[kind]


def _require_real_values(debug: bool) -> None:
    """Raises NotReady with all that is missing at once."""
    values = _read.ENVIRON
    address = values.get("PUBLIC_URL") or LOCAL_URL
    wrong = [problem_of_address(address)] if debug else configuration_problems(values)
    if any(wrong):
        raise NotReady(wrong)


def read_environment() -> Environment:
    """Read the environment; raises ImproperlyConfigured with a mending hint."""
    debug = _read.bool("DEBUG", default=False)
    _require_real_values(debug)
    return Environment(
        debug=debug,
        secret_key=_read.str("SECRET_KEY", default=DEVELOPMENT_SECRET),
        allowed_hosts=hosts(_read.ENVIRON) or ["127.0.0.1", "localhost"],
        csrf_trusted_origins=_read.list("CSRF_TRUSTED_ORIGINS", default=[]),
        database=_read.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
        database_conn_max_age=_read.int("DATABASE_CONN_MAX_AGE", default=60),
        # Processes must count wrong passwords together, or each allows as many as the limit says.
        cache=_read.cache_url(
            "CACHE_URL", default="locmemcache://" if debug else "dbcache://service_cache"
        ),
        public_url=(_read.str("PUBLIC_URL", default="") or LOCAL_URL).rstrip("/"),
        email_backend=_email_backend(debug),
        email_file_path=_read.str("EMAIL_FILE_PATH", default=str(VAR_DIR / "mail")),
        email=_read.email_url("EMAIL_URL", default="smtp://127.0.0.1:25"),
        default_from_email=_read.str(
            "DEFAULT_FROM_EMAIL", default="Skills assessment <no-reply@example.gov.uk>"
        ),
        report_fonts=_read.list("REPORT_FONTS", default=[]),
        log_level=_read.str("LOG_LEVEL", default="INFO"),
        behind_proxy=_read.bool("BEHIND_PROXY", default=False),
    )


ENV = read_environment()
