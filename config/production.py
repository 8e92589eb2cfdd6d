"""What production refuses to start without: a real value for each of these variables.

A default that serves a development machine would pass every check and then send links that name
127.0.0.1, from an address that nobody has, into a folder that nobody reads.
"""

import ipaddress
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

Values = Mapping[str, str]

DEVELOPMENT_SECRET = "development-only-never-for-a-real-council"  # noqa: S105
SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 10  # a random one of fifty characters, even in hexadecimal, has more
MAKE_A_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"  # noqa: S105


class NotReady(ImproperlyConfigured):
    """The service must not start; the message says what to mend, a line for each thing."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(["The service cannot start:", *(f"- {s}" for s in sentences)]))


def configuration_problems(values: Values) -> list[str]:
    """A sentence for each variable that has no real value; `values` as the environment has them."""
    return [sentence for check in REQUIRED.values() if (sentence := check(values))]


def hosts(values: Values) -> list[str]:
    """The names in ALLOWED_HOSTS."""
    return [name.strip() for name in values.get("ALLOWED_HOSTS", "").split(",") if name.strip()]


def problem_of_address(url: str) -> str:
    """What is wrong with how PUBLIC_URL is written, on any machine; empty where nothing is."""
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and parts.scheme in {"http", "https"}
        _port = parts.port
    except ValueError:
        whole = False
    if not whole:
        return f"PUBLIC_URL is {url!r}; it needs a whole address: https://skills.anytown.gov.uk"
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        return (
            f"PUBLIC_URL is {url!r}; the service needs a host name of its own and does not work "
            "below a path, so let it end after the host, as https://skills.anytown.gov.uk does."
        )
    return ""


def _secret_key(values: Values) -> str:
    key = values.get("SECRET_KEY", "")
    if not key:
        return f"SECRET_KEY is not set; give it the random value that this prints: {MAKE_A_SECRET}"
    if _can_be_guessed(key):
        return (
            f"SECRET_KEY can be guessed; it needs {SHORTEST_SECRET} random characters or more, "
            f"as this prints: {MAKE_A_SECRET}"
        )
    return ""


def _can_be_guessed(key: str) -> bool:
    repeats_itself = key in (key + key)[1:-1]
    written_by_hand = key.startswith("django-insecure-") or DEVELOPMENT_SECRET in key
    short = len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_CHARACTERS
    return short or written_by_hand or repeats_itself


def _allowed_hosts(values: Values) -> str:
    names = hosts(values)
    if not names:
        return "ALLOWED_HOSTS is not set; name the host of the service: skills.anytown.gov.uk"
    if "*" in names:
        return (
            "ALLOWED_HOSTS admits every name, so that links could be made to name any; "
            "write the host of the service instead of *."
        )
    return ""


def _public_url(values: Values) -> str:
    url = values.get("PUBLIC_URL", "")
    if not url:
        return (
            "PUBLIC_URL is not set; write how the links in emails begin: "
            "https://skills.anytown.gov.uk"
        )
    if wrong := problem_of_address(url):
        return wrong
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https":
        return f"PUBLIC_URL is {url!r}; links carry secrets, so it must begin with https://"
    if _is_this_machine(host):
        return f"PUBLIC_URL is {url!r}; name the host under which people reach the service."
    names = hosts(values)
    if names and not validate_host(host, names):
        return f"PUBLIC_URL names {host}, which ALLOWED_HOSTS does not admit; make them agree."
    return ""


def _is_this_machine(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _email_url(values: Values) -> str:
    url = values.get("EMAIL_URL", "")
    if not url and values.get("EMAIL", "smtp") != "smtp":
        return ""
    example = "smtp+tls://mail.anytown.gov.uk:587"
    if not url:
        return (
            f"EMAIL_URL is not set; name the mail server: {example}, or smtp://127.0.0.1:25 for "
            "one on this machine."
        )
    # The value holds a password, so it is not repeated.
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls", "smtp+ssl"} or not parts.hostname:
        return f"EMAIL_URL does not name a mail server; write it as in {example}"
    return ""


def _default_from_email(values: Values) -> str:
    sender = values.get("DEFAULT_FROM_EMAIL", "")
    if not sender:
        return (
            "DEFAULT_FROM_EMAIL is not set; write the sender of all emails: "
            "Skills assessment <skills@anytown.gov.uk>"
        )
    local, _at, domain = parseaddr(sender)[1].rpartition("@")
    if not local or not _is_real(domain):
        return (
            f"DEFAULT_FROM_EMAIL is {sender!r}; write an address whose mailbox exists: "
            "Skills assessment <skills@anytown.gov.uk>"
        )
    return ""


def _is_real(domain: str) -> bool:
    """False for names that are set aside for examples and tests, and for those of one machine."""
    labels = domain.lower().split(".")
    set_aside = {"invalid", "localhost", "local", "test"}
    return (
        len(labels) > 1 and all(labels) and "example" not in labels and labels[-1] not in set_aside
    )


REQUIRED: dict[str, Callable[[Values], str]] = {
    "SECRET_KEY": _secret_key,
    "ALLOWED_HOSTS": _allowed_hosts,
    "PUBLIC_URL": _public_url,
    "EMAIL_URL": _email_url,
    "DEFAULT_FROM_EMAIL": _default_from_email,
}
