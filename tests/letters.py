"""Reading the emails that arrived."""

from __future__ import annotations

import re
from email.message import EmailMessage


def parts(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML."""
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page is not None
    return plain.get_content(), page.get_content()


def token_in(message: EmailMessage) -> str:
    found = re.search(r"/link/([^/\s]+)/", parts(message)[0])
    assert found is not None
    return found[1]


def only(messages: list[EmailMessage]) -> EmailMessage:
    assert len(messages) == 1
    return messages[0]
