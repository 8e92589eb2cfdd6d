"""How this service says its name to a mail server."""

from __future__ import annotations

import ipaddress
import smtplib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.backends import smtp


def host_name() -> str:
    """The host of PUBLIC_URL: a machine's own name means nothing outside, and strict relays
    refuse it."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return f"[{'IPv6:' * (address.version == 6)}{address}]"


class EmailBackend(smtp.EmailBackend):
    """Django's own, which greets with the public name."""

    @property
    def connection_class(self) -> Any:
        plain = smtplib.SMTP_SSL if self.use_ssl else smtplib.SMTP

        def connect(host: str, port: int, **options: Any) -> smtplib.SMTP:
            return plain(host, port, **{**options, "local_hostname": host_name()})

        return connect
