"""The letter to the sponsor as PDF/UA-1, from what may be told of a council."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from assessment import languages
from assessment.access import Round, User
from assessment.council.told.selectors.told import CouncilTold, council_told_of, told_limits
from assessment.council.told.services.told import record_letter
from assessment.council.told.words import told_words
from reports import pdf
from reports.services import Document, file_name

ENGLISH = settings.LANGUAGE_CODE


def hand_out_letter(
    *, round: Round, by: User, at: datetime.datetime, language: str = ENGLISH
) -> Document | None:
    """The letter for somebody who may have it, or None before HR has made it."""
    told = council_told_of(round, language)
    if told.letter_on is None:
        return None
    document = letter_pdf(told, language)
    record_letter(round=round, by=by, at=at)
    return document


def letter_pdf(told: CouncilTold, language: str = ENGLISH) -> Document:
    """The same words and product version give the same bytes."""
    html = letter_html(told, language)
    name = file_name("letter", told.round.name, "pdf")
    return Document(name, pdf.render(html, str(told.round.pk)))


def letter_html(told: CouncilTold, language: str = ENGLISH) -> str:
    """What the PDF is made of."""
    with translation.override(languages.interface(language)):
        context = {
            "told": told,
            "round": told.round,
            "council": told.round.council,
            "limits": told_limits(),
            "words": told_words(told.conditions, told.framework),
            "terms": languages.ForeignTerms(told.framework.voices),
            "language": translation.get_language(),
            "product_name": settings.PRODUCT_NAME,
        }
        return render_to_string("reports/letter.html", context)
