"""The plan of actions on a page of paper: who does what until when."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from assessment import languages
from assessment.access import Round
from assessment.council.actions.selectors.plan import lines_of_plan
from reports import pdf
from reports.services import Document, file_name


def plan_pdf(round: Round, *, day: datetime.date, language: str) -> Document:
    """The plan of a round as it stands on a day, as PDF/UA-1: a page of A4, or more if it is long.

    Nothing of a report is in it: HR's words, names and days alone.
    """
    with translation.override(languages.interface(language)):
        context = {
            "language": translation.get_language(),
            "title": _("Plan of actions: %(round)s") % {"round": round.name},
            "product_name": settings.PRODUCT_NAME,
            "council": round.council.name,
            "day": day,
            "lines": lines_of_plan(round, on=day),
        }
        html = render_to_string("reports/plans/pdf.html", context)
    return Document(file_name("actions", round.name, "pdf"), pdf.render(html, str(round.pk)))
