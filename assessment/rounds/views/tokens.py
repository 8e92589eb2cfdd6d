"""Addresses with a secret in them, as mail clients pass them on.

Brackets, quotes, dots and invisible characters of the text around a link end up in it, and servers
send no such character back in a header. So the secret is taken out by its own alphabet and length,
and what stood around it is dropped.
"""

from __future__ import annotations

import re

from assessment.rounds.services.links import TOKEN_LENGTH


class TokenConverter:
    """The token of a personal link; empty when there is none, which no link has."""

    regex = r"[\s\S]+"
    shape = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")

    def to_python(self, value: str) -> str:
        found = self.shape.search(value)
        return found[0] if found else ""

    def to_url(self, value: str) -> str:
        return f"{value}/"


class PasswordKeyConverter(TokenConverter):
    """The key of a link that sets a password, or the word that stands for it once it is used."""

    shape = re.compile(r"set-password|[0-9a-z]{1,13}-[0-9a-f]{32}")


class AccountConverter:
    """The account in a link that sets a password."""

    regex = "[0-9A-Za-z]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
