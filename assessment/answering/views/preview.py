"""A framework as its raters and participants would meet it, before any round uses it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment import access, languages
from assessment.answering.forms.closing import ClosingForm
from assessment.answering.forms.questions import SectionForm
from assessment.frameworks import questionnaire, selectors
from assessment.web.common import account

if TYPE_CHECKING:
    from assessment.frameworks.questionnaire import Questionnaire, Section


@require_safe
def overview(request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
    """The parts of the questionnaire, and what else the framework would look like."""
    framework = access.get_framework(account(request), framework_id)
    sheet = questionnaire.load(framework, languages.request_language(request))
    context = {
        "framework": framework,
        "sheet": sheet,
        "by_group": questionnaire.asked_by_group(sheet),
        "problems": selectors.problems(framework),
    }
    return render(request, "preview/overview.html", context)


@require_safe
def questions(request: HttpRequest, framework_id: uuid.UUID, dimension_key: str) -> HttpResponse:
    """One part as all raters together see it, or with `?as=peer` as a group; nothing is saved."""
    framework = access.get_framework(account(request), framework_id)
    group = request.GET.get("as", "")
    group = group if questionnaire.is_group(group) else ""
    sheet = questionnaire.load(framework, languages.request_language(request), group=group)
    section = sheet.section(dimension_key)
    if section is None:
        raise Http404
    for_self, name = group == "self", _("Sam Sample")
    context = {
        "framework": framework,
        "section": section,
        "form": SectionForm(section=section, for_self=for_self).to_preview(),
        "for_self": for_self,
        "seen_as": group,
        "name": name,
        "question": section.heading(name, for_self=for_self),
        **_places(sheet, section),
    }
    return render(request, "preview/questions.html", context)


@require_safe
def closing(request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
    """The last page, for a rater or with `?as=self` for the participant; nothing is saved."""
    framework = access.get_framework(account(request), framework_id)
    sheet = questionnaire.load(framework, languages.request_language(request))
    for_self, name = request.GET.get("as") == "self", _("Sam Sample")
    form = ClosingForm(sheet=sheet, name=name, for_self=for_self).to_preview()
    context = {"framework": framework, "form": form, "for_self": for_self, "name": name}
    return render(request, "preview/closing.html", context)


def _places(sheet: Questionnaire, section: Section) -> dict[str, object]:
    sections = list(sheet)
    place = sections.index(section)
    return {
        "place": place + 1,
        "places": len(sections),
        "previous": sections[place - 1] if place else None,
        "following": sheet.after(section),
    }
