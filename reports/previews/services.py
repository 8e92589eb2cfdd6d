"""The content and the files of previews."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessment import languages
from assessment.access import Framework
from assessment.closing_questions import ClosingQuestion
from assessment.frameworks import questionnaire
from assessment.rater_groups import RaterGroup, asked_groups
from assessment.release.selectors.results import ReleasedReport
from reports import pdf
from reports.content import ReportContent, build
from reports.previews.selectors import sample_report
from reports.services import Document

WHOSE = {"others", *RaterGroup.values}
"""The questionnaires on paper: of all raters together, and of each group."""
ENGLISH = settings.LANGUAGE_CODE
MANY_LEVELS = 5
"""With more levels than these the columns of the paper questionnaire hold numbers alone."""


def sample(
    framework: Framework, day: datetime.date, language: str = ENGLISH
) -> ReleasedReport | None:
    """A report of made-up ratings; None while the framework lacks what a report needs."""
    with translation.override(languages.interface(language)):
        return sample_report(framework, day=day, language=language)


def sample_content(made_up: ReleasedReport, language: str = ENGLISH) -> ReportContent:
    """The content of a sample report, in a language as far as there is a catalogue."""
    with translation.override(languages.interface(language)):
        return build(made_up)


def sample_pdf(made_up: ReleasedReport, language: str = ENGLISH) -> Document:
    """A sample report as PDF/UA-1, marked on every page as a sample."""
    content = sample_content(made_up, language)
    with translation.override(languages.interface(language)):
        terms = languages.ForeignTerms(made_up.framework.voices)
        context = {"content": content, "sample": True, "terms": terms}
        html = render_to_string("reports/pdf.html", context)
    return Document("sample-report.pdf", pdf.render(html, content.key))


def blank(
    framework: Framework, *, group: str = "", day: datetime.date, language: str = ENGLISH
) -> Document:
    """The questionnaire on paper as PDF/UA-1, of what is asked now of a group, or of all raters."""
    for_self = group == RaterGroup.SELF
    asked = [each for each in asked_groups() if group in ("", each)]
    with translation.override(languages.interface(language)):
        context = {
            "name": languages.TaggedText.of(framework, "name", language),
            "language": translation.get_language(),
            "product_name": settings.PRODUCT_NAME,
            "title": _("Questionnaire: {framework}").format(framework=framework),
            "sheet": questionnaire.load(framework, language, group=group),
            "for_self": for_self,
            "closing": [
                each.text(name=_("this person"), for_self=for_self) for each in ClosingQuestion
            ],
            "groups": [each.label for each in asked],
            "many_levels": framework.scale_top > MANY_LEVELS,
            "day": day.isoformat(),
        }
        html = render_to_string("reports/questionnaire.html", context)
    whose = "own-view" if for_self else group or "raters"
    name = f"questionnaire-{slugify(framework.name)[:60]}-{slugify(framework.version)}-{whose}.pdf"
    return Document(name, pdf.render(html))
