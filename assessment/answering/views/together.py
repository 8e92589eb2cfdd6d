"""Several people of one round, question by question: the way through, and one part's page."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment import access, languages, visibility
from assessment.access import Visitor
from assessment.answering import together
from assessment.answering.forms.questions import ANSWERS_FORM
from assessment.answering.forms.together import TogetherForm
from assessment.answering.together import Company, PartTogether
from assessment.answering.views import questions as one_by_one
from assessment.answering.views import together_saving as saving
from assessment.answering.views import visits
from assessment.web import errors

if TYPE_CHECKING:
    from assessment.answering.selectors import AnsweringProgress
    from assessment.frameworks.questionnaire import Section
    from assessment.models import Invitation, Round

RoundView = Callable[..., HttpResponse]


@dataclass(frozen=True)
class RoundVisit:
    """A visitor, and the round in which several people wait for their answers."""

    visitor: Visitor
    round: Round
    language: str

    @property
    def link(self) -> Invitation | None:
        return self.visitor.invitation

    @cached_property
    def company(self) -> Company:
        """Who waits when a page asks first: a page that saves asks afterwards."""
        return self.look()

    def look(self) -> Company:
        raters = access.answerable_together(self.visitor, self.round.pk)
        return together.company(raters, self.round.framework, self.language)

    def people(self, scopes: set[str]) -> list[AnsweringProgress]:
        """Those who wait, and those whom somebody answered about on a page opened before."""
        raters = access.answerable_together(self.visitor, self.round.pk)
        found = together.everybody(raters, self.language)
        return [each for each in found if together.waits(each) or each.rater.pk.hex in scopes]


def _door(view: RoundView, *, draft: bool) -> RoundView:
    @login_not_required
    @functools.wraps(view)
    def page(request: HttpRequest, round_id: uuid.UUID, **rest: Any) -> HttpResponse:
        visitor = visits.visitor_of(request)
        if visitor is None:
            return visits.unknown_draft(request) if draft else visits.unknown(request)
        try:
            round = access.get_answerable_round(visitor, round_id)
        except Http404:
            if not together.scopes(request.POST):
                raise
            meet = visits.other_draft if draft else visits.other
            return meet(request, visitor)
        visit = RoundVisit(visitor, round, languages.request_language(request))
        if not round.accepts_answers_on(timezone.localdate()):
            return _closed(request, visit, draft=draft, **rest)
        return view(request, visit, **rest)

    return page


for_companies = functools.partial(_door, draft=False)
for_drafts = functools.partial(_door, draft=True)


def _closed(
    request: HttpRequest, visit: RoundVisit, *, draft: bool, dimension_key: str = ""
) -> HttpResponse:
    """The round has closed: what was just chosen and could not be saved."""
    if draft:
        return visits.closed_draft(request)
    section = together.whole_section(visit.round.framework, dimension_key, visit.language)
    if request.method != "POST" or section is None:
        return errors.gone(request, round=visit.round, council=visit.round.council)
    people = visit.people(together.scopes(request.POST))
    form = TogetherForm(together.asked_about(people, section.key), section, request.POST)
    return not_saved(request, visit, status=410, typed=form.typed, reasons=[])


def not_saved(
    request: HttpRequest, visit: RoundVisit, *, status: int, **words: Any
) -> HttpResponse:
    """Why something could not be saved, and what it was, to copy it."""
    return _render(request, visit, "not_saved", status=status, **words)


def _render(
    request: HttpRequest, visit: RoundVisit, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    shared = {
        "round": visit.round,
        "council": visit.round.council,
        "invitation": visit.visitor.invitation,
        "for_self": False,
    }
    path = f"answering/together/{template}.html"
    return render(request, path, {**shared, **context}, status=status)


@for_companies
@require_safe
def promise(request: HttpRequest, visit: RoundVisit) -> HttpResponse:
    """Who will see what, once for everybody in the round."""
    people = visit.company.people
    k = visit.round.min_group_size
    return _render(
        request,
        visit,
        "promise",
        people=people,
        minutes=visit.company.left.minutes,
        managed=languages.join_names(together.managers(people)),
        others=languages.join_names(together.others(people)),
        who_sees=visibility.who_sees(k=k, manager=not together.others(people)),
        limit=visibility.limit(k=k),
        asked_again=visibility.asked_again(),
    )


@for_companies
@require_safe
def overview(request: HttpRequest, visit: RoundVisit) -> HttpResponse:
    """Every part with how far it is, and each person to check and submit."""
    return _render(request, visit, "overview", company=visit.company)


@for_companies
@require_safe
def resume(request: HttpRequest, visit: RoundVisit) -> HttpResponse:
    """Lead to the first open answer; to the overview where there is none."""
    if (found := visit.company.first_open) is None:
        return redirect("answer_together", round_id=visit.round.pk)
    section, control = found
    page = reverse("answer_together_questions", args=[visit.round.pk, section.key])
    return redirect(f"{page}#{control}")


@for_companies
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, visit: RoundVisit, dimension_key: str) -> HttpResponse:
    """One part: a table for each statement, whose rows are people."""
    section = _section(visit, dimension_key)
    if request.method == "POST":
        return _save(request, visit, section)
    part = visit.company.part(dimension_key)
    if part is None:
        return redirect("answer_together", round_id=visit.round.pk)
    return _page(request, visit, part, TogetherForm(part.people, part.section))


def _section(visit: RoundVisit, key: str) -> Section:
    section = together.whole_section(visit.round.framework, key, visit.language)
    if section is None:
        raise Http404
    return section


def _save(request: HttpRequest, visit: RoundVisit, section: Section) -> HttpResponse:
    """Save whatever is valid and overwrites nothing newer; then go on, or stay and say why."""
    form = saving.bound(request, visit, section)
    saved = saving.save(visit, form, knows_submitted=None)
    if saved.failed:
        return not_saved(
            request, visit, status=409, typed=saved.not_saved, reasons=saved.failed.values()
        )
    then, now = request.POST.get("then", ""), visit.look()
    asks = bool(saved.refused) or form.has_errors
    if not asks and (leave := one_by_one.way_out(then)):
        return leave(request, visit)
    shown = now.part(section.key)
    waiting = {each.about.scope: each for each in shown.people} if shown else {}
    missing = form.missing(waiting) if then != "skip" else {}
    if not (asks or any(missing.values())):
        return _go_on(visit, now, section.key)
    form.ask(saved.refused, saving.stored_of(visit, form))
    form.require(missing)
    if shown is None:
        return redirect("answer_together", round_id=visit.round.pk)
    return _page(request, visit, shown, form, status=409 if form.asked else 200)


def _go_on(visit: RoundVisit, now: Company, key: str) -> HttpResponse:
    following = now.after(key)
    if following is None:
        return redirect("answer_together", round_id=visit.round.pk)
    return redirect(
        "answer_together_questions", round_id=visit.round.pk, dimension_key=following.key
    )


@for_drafts
@require_POST
def draft(request: HttpRequest, visit: RoundVisit, dimension_key: str) -> HttpResponse:
    """What the script sends: saved as far as it goes, and answered with what to tell."""
    return saving.draft(request, visit, _section(visit, dimension_key))


def _page(
    request: HttpRequest,
    visit: RoundVisit,
    part: PartTogether,
    form: TogetherForm,
    *,
    status: int = 200,
) -> HttpResponse:
    company = visit.company
    form.to_answer(
        draft_url=reverse("answer_together_draft", args=[visit.round.pk, part.section.key]),
        kept_until=visit.round.closes_on,
    )
    return _render(
        request,
        visit,
        "questions",
        status=status,
        section=part.section,
        question=part.section.heading(together.each_of_them(), for_self=False),
        place=company.place(part),
        places=len(company.parts),
        left=company.left,
        form=form,
        forms=form.forms,
        leaves_by=ANSWERS_FORM,
    )
