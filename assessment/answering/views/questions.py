"""One dimension's page: saved by its button, and by the script while somebody is still on it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from crispy_forms.utils import render_crispy_form
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment import languages
from assessment.answering import selectors as answering
from assessment.answering import services as responses
from assessment.answering.forms.based import BasedForm
from assessment.answering.forms.questions import ANSWERS_FORM, SectionForm
from assessment.answering.posted import IN_LANGUAGE, moments
from assessment.answering.views import visits
from assessment.answering.views.visits import Visit, Visits, for_drafts, for_raters
from assessment.rounds.services import invitations

if TYPE_CHECKING:
    from assessment.frameworks.questionnaire import Section


@for_raters
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, visit: Visit, dimension_key: str) -> HttpResponse:
    """The levels of a dimension, its questions and a comment."""
    section = _section(visit, dimension_key)
    if request.method == "POST":
        return _save(request, visit, section)
    if visit.rater.declined_on is not None:
        return redirect("answer_decline", rater_id=visit.rater.pk)
    form = SectionForm(
        section=section,
        for_self=visit.progress.for_self,
        answers=visit.progress.answers,
        comment=visit.progress.comment(section),
    )
    return _page(request, visit, section, form)


@for_drafts
@require_POST
def draft(request: HttpRequest, visit: Visit, dimension_key: str) -> HttpResponse:
    """What the script sends: saved as far as it goes, and answered with what to tell.

    With `ask` nothing is saved: it is only said what else is stored.
    """
    section = _section(visit, dimension_key)
    form = _posted(request, visit, section)
    if "ask" in request.POST:
        form.ask(
            form.touched,
            visit.progress.answers,
            visit.progress.comment(section),
            written=moments(request.POST),
        )
        return asked(visit, form)
    saved = _save_form(visit, section, form, "knows-submitted" in request.POST)
    refused = form.names(saved.refused, comment=saved.comment_refused)
    stored = form.saved(refused)
    form.ask(refused, saved.answers, saved.comment)
    return told(how_far(form, submitted=saved.submitted), form, stored, submitted=saved.submitted)


def asked(visit: Visit, form: BasedForm) -> HttpResponse:
    """For the script, of what a device kept: which fields to ask about; nothing is saved."""
    said = _("What was kept on this device is not saved.") if form.asked else ""
    return told(said, form, {}, submitted=visit.progress.submitted_on is not None)


def how_far(form: BasedForm, *, submitted: bool) -> str:
    """What to tell somebody whose answers were just saved, as far as they could be."""
    if form.asked or form.errors:
        problems = [str(error) for errors in form.errors.values() for error in errors]
        return " ".join([_("Not everything is saved."), *problems])
    time = time_format(timezone.localtime(), "H:i")
    if submitted:
        return _("Saved at %(time)s. It counts without submitting again.") % {"time": time}
    return _("Saved at %(time)s") % {"time": time}


def told(message: str, form: BasedForm, stored: dict[str, str], *, submitted: bool) -> HttpResponse:
    """For the script: a sentence, what is stored of what it sent, and what to ask about."""
    if form.asked:
        message += " " + _(
            "Something else was stored elsewhere meanwhile: choose at the top which to keep."
        )
    told = {
        "message": message,
        "stored": stored,
        "asked": {each.name: render_crispy_form(each) for each in form.asked},
        "submitted": submitted,
    }
    return JsonResponse(told if form.asked or form.errors else {**told, "saved": True})


def _section(visit: Visit, key: str) -> Section:
    section = visit.sheet.section(key)
    if section is None:
        raise Http404
    return section


def _posted(request: HttpRequest, visit: Visit, section: Section) -> SectionForm:
    form = SectionForm(request.POST, section=section, for_self=answering.is_self(visit.rater))
    form.is_valid()
    return form


def _save(request: HttpRequest, visit: Visit, section: Section) -> HttpResponse:
    """Save whatever is valid and overwrites nothing newer; then go on, or stay and say why."""
    form = _posted(request, visit, section)
    saved = _save_form(visit, section, form, knows_submitted=True)
    refused = form.names(saved.refused, comment=saved.comment_refused)
    then = request.POST.get("then", "")
    if not form.errors and not refused and (leave := way_out(then)):
        return leave(request, visit)
    skips = then == "skip" and not visit.one_page
    missing = [] if skips else section.missing(saved.answers)
    if not (form.errors or refused or missing):
        return _go_on(request, visit, section, saved)
    form.ask(refused, visit.progress.answers, visit.progress.comment(section))
    form.require(missing)
    return _page(request, visit, section, form, status=409 if form.asked else 200)


def way_out(then: str) -> Callable[[HttpRequest, Visits], HttpResponse] | None:
    """Where a button leads that leaves the questions, whatever is still open."""
    if then.startswith(IN_LANGUAGE):
        return functools.partial(_show_in, then.removeprefix(IN_LANGUAGE))
    return {"later": finish_later, "leave": visits.leave}.get(then)


def _show_in(code: str, request: HttpRequest, visit: Visits) -> HttpResponse:
    if language := languages.known(code):
        visits.choose_language(request, visit.visitor, language)
    return redirect(request.get_full_path())


def _save_form(
    visit: Visit, section: Section, form: SectionForm, knows_submitted: bool
) -> responses.Saved:
    return responses.save_page(
        rater=visit.rater,
        link=visit.link,
        dimension=section.dimension,
        levels=form.levels,
        comment=form.new_comment,
        at=timezone.now(),
        draft=True,
        knows_submitted=knows_submitted,
    )


def _go_on(
    request: HttpRequest, visit: Visit, section: Section, saved: responses.Saved
) -> HttpResponse:
    """Back to the check where somebody came from there or has submitted; else the next page.

    The last one is that of the closing questions.
    """
    if visit.one_page:
        responses.submit(rater=visit.rater, at=timezone.now(), link=visit.link)
        return redirect("answer_submitted", rater_id=visit.rater.pk)
    if saved.submitted:
        messages.success(request, _("Your change is saved. It counts without submitting again."))
    following = visit.sheet.after(section)
    to_check = request.GET.get("from") == "check" or saved.submitted
    if to_check:
        return redirect("answer_check", rater_id=visit.rater.pk)
    if following is None:
        return redirect("answer_closing", rater_id=visit.rater.pk)
    return redirect(
        "answer_questions", rater_id=visit.rater.pk, dimension_key=following.dimension.key
    )


def finish_later(request: HttpRequest, visit: Visits) -> HttpResponse:
    """Whoever came by a link gets a new one by email and leaves; who signed in does so again."""
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
    form: SectionForm,
    *,
    status: int = 200,
) -> HttpResponse:
    sections = visit.sheet.sections
    form.to_answer(
        draft_url=reverse("answer_draft", args=[visit.rater.pk, section.dimension.key]),
        submitted=visit.progress.submitted_on is not None,
        kept_until=visit.rater.participant.round.closes_on,
        one_page=visit.one_page,
    )
    return visits.render_visit(
        request,
        visit,
        "check_in" if visit.one_page else "questions",
        status=status,
        section=section,
        question=section.heading(
            visit.rater.participant.person.name, for_self=answering.is_self(visit.rater)
        ),
        place=sections.index(section) + 1,
        places=len(sections),
        progress=visit.progress,
        form=form,
        leaves_by=ANSWERS_FORM,
    )
