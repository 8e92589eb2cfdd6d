"""The words of every email, once: a text template, from which the HTML is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from assessment import languages
from assessment.models import Council, Person


@dataclass(frozen=True)
class Block:
    """A paragraph, a list or the link of an email."""

    kind: str
    lines: tuple[str, ...]


def compose(
    *,
    template: str,
    to: Person,
    council: Council,
    link: str,
    voices: Mapping[str, str] | None = None,
    **context: Any,
) -> EmailMultiAlternatives:
    """The email of templates/emails/<template>.txt in the person's language.

    The first line of the template is the subject, the rest the text; `link` is a path of this
    service. `voices` are texts of a framework in the context, with the language that each stands
    in. Replies go to the council.
    """
    address = settings.PUBLIC_URL + link
    values = {"to": one_line(to.name), "council": one_line(council.name), "link": address}
    interface = languages.interface(to.language)
    with translation.override(interface):
        written = render_to_string(f"emails/{template}.txt", {**context, **values})
        subject, _, body = written.strip().partition("\n")
        text = re.sub(r"\n{3,}", "\n\n", body).strip()
        page = render_to_string(
            "emails/layout.html",
            {
                "subject": subject,
                "blocks": list(blocks(text, link=address)),
                "colour": council.brand_colour,
                "language": interface,
                "terms": languages.Terms(voices or {}),
            },
        )
    message = EmailMultiAlternatives(
        subject=one_line(subject),
        body=text + "\n",
        from_email=sender(council),
        to=[to.email],
        reply_to=[council.contact_email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(page, "text/html")
    return message


def sender(council: Council) -> str:
    """The service's address under the council's name."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(council.name), address))


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
