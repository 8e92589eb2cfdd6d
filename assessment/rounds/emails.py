"""The words of every email, once: a text template, from which the HTML is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from assessment import languages
from assessment.models import Council


class Addressee(Protocol):
    """Whom an email greets, where it goes and in which language."""

    name: Any
    email: Any
    language: Any


@dataclass
class Somebody:
    """An address without a row of its own; the name may be unknown."""

    name: str
    email: str
    language: str


@dataclass(frozen=True)
class Block:
    """A paragraph, a list or the link of an email."""

    kind: str
    lines: tuple[str, ...]


def compose(
    *,
    template: str,
    to: Addressee,
    council: Council | None,
    link: str,
    message_id: str,
    voices: Mapping[str, str] | None = None,
    **context: Any,
) -> EmailMultiAlternatives:
    """The email of templates/emails/<template>.txt in the person's language.

    The first line of the template is the subject, the rest the text; `link` is a path of this
    service. `voices` are texts of a framework in the context, with the language that each stands
    in. Replies go to the council; without one the email is the service's own. `message_id` is
    the same whenever the same email is tried again, so that a copy can be told.
    """
    address = settings.PUBLIC_URL + link
    interface = languages.interface(to.language)
    with translation.override(interface):
        ours = council.name if council else str(settings.PRODUCT_NAME)
        values = {"to": one_line(to.name), "council": one_line(ours), "link": address}
        written = render_to_string(f"emails/{template}.txt", {**context, **values})
        subject, _, body = written.strip().partition("\n")
        text = re.sub(r"\n{3,}", "\n\n", body).strip()
        page = render_to_string(
            "emails/layout.html",
            {
                "subject": subject,
                "blocks": list(blocks(text, link=address)),
                "colour": (council or Council()).brand_colour,
                "language": interface,
                "terms": languages.ForeignTerms(voices or {}),
            },
        )
    message = EmailMultiAlternatives(
        subject=one_line(subject),
        body=text + "\n",
        from_email=sender(council) if council else settings.DEFAULT_FROM_EMAIL,
        to=[to.email],
        reply_to=[council.contact_email] if council else [],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<{message_id}@{_domain()}>",
        },
    )
    message.attach_alternative(page, "text/html")
    return message


def sender(council: Council) -> str:
    """The service's address under the council's name."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(council.name), address))


def _domain() -> str:
    """The sender's, never the name of the machine."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def one_line(text: str) -> str:
    """Without line breaks, so that a name can neither add a header nor a paragraph."""
    return " ".join(text.split())


def blocks(text: str, *, link: str) -> Iterator[Block]:
    """The parts of a text: paragraphs, lists of lines that start with a dash, and the link."""
    for part in text.split("\n\n"):
        lines = tuple(line.strip() for line in part.splitlines())
        if lines == (link,):
            yield Block("link", lines)
        elif all(line.startswith("- ") for line in lines):
            yield Block("list", tuple(line[2:] for line in lines))
        else:
            yield Block("paragraph", lines)
