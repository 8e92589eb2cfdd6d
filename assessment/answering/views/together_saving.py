"""Saving answers about several people: each as on their own page, none waits for another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crispy_forms.utils import render_crispy_form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from assessment.answering import services as responses
from assessment.answering import together
from assessment.answering.forms.together import PersonFields, TogetherForm
from assessment.answering.posted import moments
from assessment.refused import Refused

if TYPE_CHECKING:
    from assessment.answering.together import AskedAbout
    from assessment.answering.views.together import RoundVisit
    from assessment.frameworks.questionnaire import Section


@dataclass
class SavedTogether:
    """What a save came to, by the person's scope."""

    refused: dict[str, set[str]] = field(default_factory=dict)
    """The fields of which something else was stored meanwhile."""
    failed: dict[str, str] = field(default_factory=dict)
    """Why nothing could be saved about somebody."""
    submitted: list[str] = field(default_factory=list)
    stored: dict[str, str] = field(default_factory=dict)
    not_saved: list[tuple[object, object]] = field(default_factory=list)


def bound(request: HttpRequest, visit: RoundVisit, section: Section) -> TogetherForm:
    """The form of everybody in the rows, and of whoever was in them when the page was opened."""
    people = visit.people(together.scopes(request.POST))
    form = TogetherForm(together.asked_about(people, section.key), section, request.POST)
    for each in form.forms:
        each.is_valid()
    return form


def save(
    visit: RoundVisit, form: TogetherForm, *, knows_submitted: set[str] | None
) -> SavedTogether:
    """Save what somebody touched; `knows_submitted` names whom the page knows as submitted."""
    told = SavedTogether()
    for each in form.people:
        if each.form.levels or each.form.new_comment:
            _save_one(visit, each, told, knows_submitted)
    return told


def _save_one(
    visit: RoundVisit, each: PersonFields, told: SavedTogether, knows_submitted: set[str] | None
) -> None:
    scope, form = each.scope, each.form
    try:
        saved = responses.save_page(
            rater=each.person.rater,
            link=visit.link,
            dimension=each.person.section.dimension,
            levels=form.levels,
            comment=form.new_comment,
            at=timezone.now(),
            draft=True,
            knows_submitted=knows_submitted is None or scope in knows_submitted,
        )
    except Refused as refusal:
        told.failed[scope] = f"{each.name}: {refusal}"
        told.not_saved += form.typed(form.touched)
        return
    if refused := form.names(saved.refused, comment=saved.comment_refused):
        told.refused[scope] = refused
    if saved.submitted:
        told.submitted.append(scope)
    told.stored |= form.saved(refused)


def stored_of(visit: RoundVisit, form: TogetherForm) -> Mapping[str, AskedAbout]:
    """What is stored now about everybody in the form."""
    found = visit.people({each.scope for each in form.people})
    return {each.about.scope: each for each in together.asked_about(found, form.section.key)}


def draft(request: HttpRequest, visit: RoundVisit, section: Section) -> HttpResponse:
    """As for one person; with `ask` nothing is saved: it is only said what else is stored."""
    form = bound(request, visit, section)
    if "ask" in request.POST:
        touched = {each.scope: set(each.form.touched) for each in form.people}
        form.ask(touched, stored_of(visit, form), moments(request.POST))
        return _told([], form, SavedTogether())
    known = set(request.POST.get("knows-submitted", "").split())
    saved = save(visit, form, knows_submitted=known)
    if saved.refused:
        form.ask(saved.refused, stored_of(visit, form))
    gone = together.scopes(request.POST) - {each.scope for each in form.people}
    problems = [*saved.failed.values(), *form.problems, *([_not_asked()] if gone else [])]
    return _told(problems, form, saved)


def _not_asked() -> str:
    return _("HR took somebody off the list, so those answers are not saved.")


def _told(problems: list[str], form: TogetherForm, saved: SavedTogether) -> HttpResponse:
    fine = not (problems or form.asked)
    told: dict[str, Any] = {
        "message": _sentence(problems, asked=bool(form.asked)),
        "stored": saved.stored,
        "asked": {each.name: render_crispy_form(each) for each in form.asked},
        "submitted": " ".join(saved.submitted),
    }
    return JsonResponse({**told, "saved": True} if fine else told)


def _sentence(problems: list[str], *, asked: bool) -> str:
    if not (problems or asked):
        return _("Saved at %(time)s") % {"time": time_format(timezone.localtime(), "H:i")}
    choose = _("Something else was stored elsewhere meanwhile: choose at the top which to keep.")
    return " ".join([_("Not everything is saved."), *problems, *([choose] if asked else [])])
