"""The content and the files of previews."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessment.access import Framework
from assessment.selectors.preview import sample_report, sheet_of
from reports import pdf
from reports.content import Content, build
from reports.services import Document

MANY_LEVELS = 5
"""With more levels than these the columns of the paper questionnaire hold numbers alone."""


def sample(framework: Framework, day: datetime.date) -> Content | None:
    """A report of made-up ratings; None while the framework lacks what a report needs."""
    with translation.override(settings.LANGUAGE_CODE):
        made_up = sample_report(framework, day=day)
        return None if made_up is None else build(made_up)


def sample_pdf(content: Content) -> Document:
    """A sample report as PDF/UA-1, marked on every page as a sample."""
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string("reports/pdf.html", {"content": content, "sample": True})
    return Document("sample-report.pdf", pdf.render(html, content.key))


def blank(framework: Framework, *, for_self: bool, day: datetime.date) -> Document:
    """The questionnaire on paper as PDF/UA-1, of what is asked now."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "framework": framework,
            "product_name": settings.PRODUCT_NAME,
            "title": _("Questionnaire: {framework}").format(framework=framework),
            "sheet": sheet_of(framework),
            "for_self": for_self,
            "many_levels": framework.scale_top > MANY_LEVELS,
            "day": day.isoformat(),
        }
        html = render_to_string("reports/questionnaire.html", context)
    whose = "own-view" if for_self else "raters"
    name = f"questionnaire-{slugify(framework.name)[:60]}-{slugify(framework.version)}-{whose}.pdf"
    return Document(name, pdf.render(html))
