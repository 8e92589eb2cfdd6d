"""The last page of a sheet: saved like the pages before it, and optional as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.answering.forms.closing import ClosingForm
from assessment.answering.forms.questions import ANSWERS_FORM
from assessment.answering.posted import moments
from assessment.answering.services.closing import SavedClosing, save_closing
from assessment.answering.views import questions, visits
from assessment.answering.views.visits import Visit, for_drafts, for_raters


@for_raters
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What to keep, what to do differently, and the skills that matter most."""
    if visit.one_page:
        return visits.to_the_page(visit)
    if request.method == "POST":
        return _save(request, visit)
    if visit.rater.declined_on is not None:
        return redirect("answer_decline", rater_id=visit.rater.pk)
    return _page(request, visit, visits.closing_form(visit, stored=True))


@for_drafts
@require_POST
def draft(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the script sends; with `ask` nothing is saved, as for the questions."""
    form = _posted(request, visit)
    if "ask" in request.POST:
        form.ask(form.touched, visit.progress.closing, written=moments(request.POST))
        return questions.asked(visit, form)
    saved = _save_form(visit, form, "knows-submitted" in request.POST)
    refused = form.names(saved.refused, marks=saved.marks_refused)
    stored = form.saved(refused)
    form.ask(refused, saved.closing)
    how_far = questions.how_far(form, submitted=saved.submitted)
    return questions.told(how_far, form, stored, submitted=saved.submitted)


def _posted(request: HttpRequest, visit: Visit) -> ClosingForm:
    form = visits.closing_form(visit, request.POST)
    form.is_valid()
    return form


def _save(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = _posted(request, visit)
    saved = _save_form(visit, form, knows_submitted=True)
    refused = form.names(saved.refused, marks=saved.marks_refused)
    if form.errors or refused:
        form.ask(refused, saved.closing)
        return _page(request, visit, form, status=409 if form.asked else 200)
    if leave := questions.way_out(request.POST.get("then", "")):
        return leave(request, visit)
    if saved.submitted:
        messages.success(request, _("Your change is saved. It counts without submitting again."))
    return redirect("answer_check", rater_id=visit.rater.pk)


def _save_form(visit: Visit, form: ClosingForm, knows_submitted: bool) -> SavedClosing:
    return save_closing(
        rater=visit.rater,
        link=visit.link,
        comments=form.new_comments,
        marks=form.new_marks,
        at=timezone.now(),
        knows_submitted=knows_submitted,
    )


def _page(
    request: HttpRequest, visit: Visit, form: ClosingForm, *, status: int = 200
) -> HttpResponse:
    form.to_answer(
        draft_url=reverse("answer_closing_draft", args=[visit.rater.pk]),
        submitted=visit.progress.submitted_on is not None,
        kept_until=visit.rater.participant.round.closes_on,
    )
    return visits.render_visit(
        request, visit, "closing", status=status, form=form, leaves_by=ANSWERS_FORM
    )
