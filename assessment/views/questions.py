"""One dimension's page: saved by its button, and by the script while somebody is still on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment import languages
from assessment.forms.answering import SectionForm
from assessment.selectors import answering
from assessment.services import invitations, responses
from assessment.services.errors import Refused
from assessment.views import visits
from assessment.views.visits import Visit, for_drafts, for_raters

if TYPE_CHECKING:
    from assessment.models import Rater, Response
    from assessment.questionnaire import Question, Section
    from assessment.selectors.answering import Progress


@for_raters
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, visit: Visit, dimension_key: str) -> HttpResponse:
    """The levels of a dimension, its questions and a comment."""
    section = _section(request, visit.rater, dimension_key)
    if request.method == "POST":
        return _save(request, visit, section)
    if visit.rater.declined_on is not None:
        return redirect("answer_decline", rater_id=visit.rater.pk)
    progress = answering.progress(visit.rater, languages.spoken(request))
    form = SectionForm(
        section=section,
        for_self=progress.for_self,
        answers=progress.answers,
        comment=progress.comment(section),
    )
    return _page(request, visit, section, progress, form)


@for_drafts
@require_POST
def draft(request: HttpRequest, visit: Visit, dimension_key: str) -> HttpResponse:
    """What the script sends: saved as far as it goes, and answered with what to tell."""
    section = _section(request, visit.rater, dimension_key)
    form = _posted(request, visit.rater, section)
    try:
        _save_form(visit, section, form, draft=True)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    if form.errors:
        problems = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"message": _("Not everything is saved.") + f" {problems}"})
    now = time_format(timezone.localtime(), "H:i")
    return JsonResponse({"message": _("Saved at %(time)s") % {"time": now}, "saved": True})


def _section(request: HttpRequest, rater: Rater, key: str) -> Section:
    section = answering.sheet(rater, languages.spoken(request)).section(key)
    if section is None:
        raise Http404
    return section


def _posted(request: HttpRequest, rater: Rater, section: Section) -> SectionForm:
    form = SectionForm(request.POST, section=section, for_self=answering.is_self(rater))
    form.is_valid()
    return form


def _save(request: HttpRequest, visit: Visit, section: Section) -> HttpResponse:
    """Save whatever is valid; then go on, or stay and say what is missing."""
    form = _posted(request, visit.rater, section)
    missing = _missing(visit.rater, section, form)
    try:
        response = _save_form(visit, section, form, draft=bool(missing))
    except Refused as refusal:
        progress = answering.progress(visit.rater, languages.spoken(request))
        reason = str(refusal)
        return visits.not_saved(request, visit, progress, form, status=409, reason=reason)
    then = request.POST.get("then", "")
    if then == "later" and not form.errors:
        return finish_later(request, visit)
    if then != "skip":
        form.require(missing)
    if form.errors:
        return _page(
            request,
            visit,
            section,
            answering.progress(visit.rater, languages.spoken(request)),
            form.once_saved(),
        )
    return _go_on(request, visit.rater, section, response)


def _missing(rater: Rater, section: Section, form: SectionForm) -> list[Question]:
    """The questions that will have no answer when the form is saved."""
    given = {indicator.pk: level for indicator, level in form.ratings.items()}
    if not section.missing(given):
        return []
    return section.missing({**answering.progress(rater).answers, **given})


def _save_form(visit: Visit, section: Section, form: SectionForm, *, draft: bool) -> Response:
    return responses.save_page(
        rater=visit.rater,
        link=visit.link,
        dimension=section.dimension,
        ratings=form.ratings,
        comment=form.new_comment,
        at=timezone.now(),
        draft=draft,
    )


def _go_on(
    request: HttpRequest, rater: Rater, section: Section, response: Response
) -> HttpResponse:
    """Back to the check where somebody came from there or has submitted; else the next page."""
    if response.submitted_on is not None:
        messages.success(request, _("Your change is saved. It counts without submitting again."))
    following = answering.sheet(rater, languages.spoken(request)).after(section)
    to_check = request.GET.get("from") == "check" or response.submitted_on is not None
    if following is None or to_check:
        return redirect("answer_check", rater_id=rater.pk)
    return redirect("answer_questions", rater_id=rater.pk, dimension_key=following.key)


def finish_later(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A rater gets a new link by email and leaves this device; a participant signs in again."""
    invitation = visit.visitor.invitation
    if invitation is None:
        messages.success(request, _("Your answers are saved. Sign in again to go on."))
        return redirect("home")
    invitations.finish_later(invitation=invitation, at=timezone.now())
    visits.let_out(request)
    return redirect(f"{reverse('answer_left')}?emailed")


def _page(
    request: HttpRequest,
    visit: Visit,
    section: Section,
    progress: Progress,
    form: SectionForm,
) -> HttpResponse:
    sections = list(progress.sheet)
    return visits.render_visit(
        request,
        visit,
        "questions",
        section=section,
        place=sections.index(section) + 1,
        places=len(sections),
        progress=progress,
        form=form,
    )
