"""The way through answering, around the questions: whom to rate, promise, tasks, check, submit."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment import access, languages, visibility
from assessment.answering import selectors as answering
from assessment.answering import services as responses
from assessment.answering.forms.questions import DeclineForm, field_name
from assessment.answering.views import questions, visits
from assessment.answering.views.visits import Visit, for_raters, render_visit

NUDGED = "nudged"
"""Where a session keeps whose sheets somebody was asked about; never with the answers."""


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody whom the visitor is asked to rate."""
    visitor = visits.visitor_of(request)
    if visitor is None:
        return visits.ask_who(request)
    tasks = answering.tasks(access.answerable(visitor), on=timezone.localdate())
    council = tasks[0].rater.participant.round.council if tasks else None
    context = {
        "tasks": tasks,
        "together": answering.side_by_side(tasks),
        "council": council,
        "invitation": visitor.invitation,
    }
    return render(request, "answering/list.html", context)


@for_raters
@require_safe
def promise(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Who will see what, before the first question."""
    if visit.rater.declined_on is not None:
        return redirect("answer_decline", rater_id=visit.rater.pk)
    roles = languages.join_tagged_names(answering.roles(visit.rater, visit.language))
    return render_visit(
        request,
        visit,
        "check_in_promise" if visit.one_page else "promise",
        roles=roles,
        minutes=visit.sheet.minutes,
        who_sees=answering.who_sees_of(visit.rater),
        limit=answering.limit_for(visit.rater),
        asked_again=visibility.asked_again(),
        who_sees_check_in=answering.who_sees_check_in(visit.rater) if visit.one_page else (),
    )


@for_raters
@require_safe
def tasks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every dimension, and how far the rater is with it."""
    if visit.rater.declined_on is not None:
        return redirect("answer_decline", rater_id=visit.rater.pk)
    if visit.one_page:
        return visits.to_the_page(visit)
    others = access.answerable_together(visit.visitor, visit.rater.participant.round_id)
    return render_visit(
        request,
        visit,
        "tasks",
        progress=visit.progress,
        has_others=not visit.progress.for_self and answering.has_others(others, visit.rater),
    )


@for_raters
@require_safe
def resume(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lead to the first open question, or to what else comes next."""
    missing = visit.progress.missing
    if visit.rater.declined_on is not None or not visit.progress.answered:
        return redirect("answer_promise", rater_id=visit.rater.pk)
    if not missing or visit.one_page:
        return redirect("answer_check", rater_id=visit.rater.pk)
    section, question = missing[0]
    page = reverse("answer_questions", args=[visit.rater.pk, section.key])
    return redirect(f"{page}#id_{field_name(question)}")


@for_raters
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All answers on one page, to change or to submit."""
    if request.method == "POST":
        return _submit(request, visit)
    if visit.rater.declined_on is not None:
        return redirect("answer_decline", rater_id=visit.rater.pk)
    if visit.one_page:
        return visits.to_the_page(visit)
    asked = "incomplete" in request.GET and bool(visit.progress.missing)
    return render_visit(
        request,
        visit,
        "check",
        progress=visit.progress,
        show_missing=asked,
        nudge=_nudge_once(request, visit),
    )


def _nudge_once(request: HttpRequest, visit: Visit) -> str:
    """What to ask kindly about the sheet; nothing once it was asked, until the session ends."""
    nudged, key = request.session.get(NUDGED, []), visit.rater.pk.hex
    if visit.progress.nudge is None or key in nudged:
        return ""
    request.session[NUDGED] = [*nudged, key]
    return visit.progress.nudge


def _submit(request: HttpRequest, visit: Visit) -> HttpResponse:
    try:
        responses.submit(rater=visit.rater, at=timezone.now(), link=visit.link)
    except responses.AnswersIncomplete:
        # A page of its own, so that the browser can come back to it from a question.
        return redirect(f"{reverse('answer_check', args=[visit.rater.pk])}?incomplete")
    return redirect("answer_submitted", rater_id=visit.rater.pk)


@for_raters
@require_safe
def submitted(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What happens next, and who else is still waiting."""
    if visit.progress.submitted_on is None:
        return redirect("answer_check", rater_id=visit.rater.pk)
    tasks = answering.tasks(access.answerable(visit.visitor), on=timezone.localdate())
    waiting = [task for task in tasks if task.state in answering.TO_DO]
    return render_visit(request, visit, "submitted", progress=visit.progress, waiting=waiting)


@for_raters
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say why one will not rate this person, or take that back."""
    back = reverse("answer_promise", args=[visit.rater.pk])
    form = DeclineForm(visits.declining_data(request), back=back, reason=not visit.one_page)
    if "take-back" in request.POST:
        responses.take_back_decline(rater=visit.rater, at=timezone.now(), link=visit.link)
        return redirect("answer_promise", rater_id=visit.rater.pk)
    if form.is_valid():
        reason, at = form.cleaned_data.get("reason", ""), timezone.now()
        responses.decline(rater=visit.rater, reason=reason, at=at, link=visit.link)
        messages.success(request, form.done)
        return redirect("answer_decline", rater_id=visit.rater.pk)
    return render_visit(request, visit, "decline", form=form)


@for_raters
@require_POST
def later(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Stop here for today; everything is saved already."""
    return questions.finish_later(request, visit)


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the visitor on this device."""
    return visits.leave(request)


@login_not_required
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "answering/left.html", {"emailed": "emailed" in request.GET})
