"""Who is at the door of the answering pages, and what they get when they cannot come in."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from assessment import access, languages
from assessment.access import Visitor
from assessment.answering import selectors as answering
from assessment.answering.forms.closing import ClosingForm
from assessment.answering.forms.questions import SectionForm
from assessment.answering.posted import COMMENT, MARKS, QUESTION
from assessment.permissions import Permission, has_permission
from assessment.refused import Refused
from assessment.rounds.selectors import invitations
from assessment.web import errors, sessions
from assessment.web.language_choice import choose, choose_by_link

if TYPE_CHECKING:
    from assessment.answering.selectors import AnsweringProgress
    from assessment.frameworks.questionnaire import Questionnaire
    from assessment.models import Invitation, Rater

SESSION_KEY = sessions.INVITATION
ANSWERS = (QUESTION, COMMENT, MARKS, "reason")
"""How the names of the fields begin that hold what somebody chose or wrote."""
WRITTEN = (COMMENT, "reason")
"""How those begin that hold what somebody wrote, who may want to copy it."""


class Visits(Protocol):
    """A page about one rating or about several, by whoever came."""

    @property
    def visitor(self) -> Visitor: ...


@dataclass(frozen=True)
class Visit:
    """A visitor, the rating that the page is about, and what the page asks for, each once."""

    visitor: Visitor
    rater: Rater
    language: str

    @property
    def link(self) -> Invitation | None:
        return self.visitor.invitation

    @property
    def one_page(self) -> bool:
        """Whether everything stands on one page, which submits it."""
        return self.rater.participant.round.facts.one_page

    @cached_property
    def sheet(self) -> Questionnaire:
        return answering.sheet(self.rater, self.language)

    @cached_property
    def progress(self) -> AnsweringProgress:
        """What is stored when a page asks first: a page that saves asks afterwards."""
        return answering.progress(self.rater, self.sheet)


# Who came


def visitor_of(request: HttpRequest) -> Visitor | None:
    """Whoever came; a link goes before another's account, until its owner leaves.

    Somebody's own account opens what their link does and more, so it goes before that.
    """
    user = request.user
    invitation = _invitation_of(request)
    if invitation and not (user.is_authenticated and invitation.person.user_id == user.pk):
        return Visitor(invitation=invitation)
    if not user.is_authenticated:
        return None
    return Visitor(user=user) if has_permission(user, Permission.ANSWER_FOR_SELF) else None


def _invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation of the session, read anew: it may have been revoked or replaced.

    It holds for whoever was signed in when the link was used, so signing in afterwards ends it.
    """
    kept = request.session.get(SESSION_KEY)
    if not kept or kept.get("account", "") != _account(request):
        return None
    return invitations.current(kept["id"], kept["hash"], at=timezone.now())


def _account(request: HttpRequest) -> str:
    return str(request.user.pk) if request.user.is_authenticated else ""


def let_in(request: HttpRequest, invitation: Invitation) -> Visitor:
    """Begin the visit of a link's owner; whoever used this browser before is forgotten."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = {
        "id": str(invitation.pk),
        "hash": invitation.came_by,
        "account": _account(request),
    }
    keep_language(request, invitation, languages.chosen_here(request) or invitation.person.language)
    return Visitor(invitation=invitation)


def keep_language(request: HttpRequest, invitation: Invitation, language: str) -> None:
    """For later emails, and in the session: a correction by HR switches no form midway."""
    choose_by_link(invitation=invitation, language=language, at=timezone.now())
    request.session[languages.SESSION_KEY] = language


def choose_language(request: HttpRequest, visitor: Visitor, language: str) -> None:
    """For pages and emails from now on."""
    if visitor.invitation is not None:
        keep_language(request, visitor.invitation, language)
    elif visitor.user is not None:
        choose(user=visitor.user, language=language, at=timezone.now())


def leave(request: HttpRequest, visit: Visits | None = None) -> HttpResponse:
    """End the visit on this device."""
    let_out(request)
    return redirect("answer_left")


def let_out(request: HttpRequest) -> None:
    """End the visit of a link's owner; somebody who signed in stays signed in."""
    if request.user.is_authenticated:
        request.session.pop(SESSION_KEY, None)
        request.session.pop(languages.SESSION_KEY, None)
    else:
        request.session.flush()


# The door of each page

VisitView = Callable[..., HttpResponse]


def for_raters(view: VisitView) -> VisitView:
    """A page about one rating, while its round takes answers. The view gets a Visit.

    Where a service refuses, the page says why and shows what was typed.
    """
    return _door(view, unknown=unknown, other=other, closed=_closed, refused=_refused)


def for_drafts(view: VisitView) -> VisitView:
    """The same for the script that saves drafts: it is told in JSON what is wrong."""
    return _door(
        view,
        unknown=unknown_draft,
        other=other_draft,
        closed=closed_draft,
        refused=_refused_draft,
    )


def _door(
    view: VisitView,
    *,
    unknown: VisitView,
    other: VisitView,
    closed: VisitView,
    refused: VisitView,
) -> VisitView:
    @login_not_required
    @functools.wraps(view)
    def page(request: HttpRequest, rater_id: uuid.UUID, **rest: Any) -> HttpResponse:
        visitor = visitor_of(request)
        if visitor is None:
            return unknown(request)
        try:
            rater = access.get_answerable(visitor, rater_id)
        except Http404:
            if not any(name.startswith(ANSWERS) for name in request.POST):
                raise
            return other(request, visitor)
        visit = Visit(visitor, rater, languages.request_language(request))
        if not rater.participant.round.accepts_answers_on(timezone.localdate()):
            return closed(request, visit, **rest)
        try:
            return view(request, visit, **rest)
        except Refused as refusal:
            return refused(request, visit, str(refusal), **rest)

    return page


def render_visit(
    request: HttpRequest, visit: Visit, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page that says whom it is about and who is answering."""
    rater = visit.rater
    shared = {
        "rater": rater,
        "round": rater.participant.round,
        "council": rater.participant.round.council,
        "name": rater.participant.person.name,
        "for_self": answering.is_self(rater),
        "invitation": visit.visitor.invitation,
    }
    return render(request, f"answering/{template}.html", {**shared, **context}, status=status)


def to_the_page(visit: Visit) -> HttpResponse:
    """Where everything stands on one page, the way around the questions leads there."""
    first = visit.sheet.sections[0]
    return redirect("answer_questions", rater_id=visit.rater.pk, dimension_key=first.key)


def declining_data(request: HttpRequest) -> QueryDict | None:
    """What declining is bound to; to take it back needs no form."""
    return request.POST if request.method == "POST" else None


# Who cannot come in


def ask_who(request: HttpRequest) -> HttpResponse:
    """For somebody unknown: where a link is opened again, or an account signs in."""
    return redirect(f"{reverse('link_start')}?{urlencode({'next': request.path})}")


def unknown(request: HttpRequest) -> HttpResponse:
    """Nobody known: what was posted comes back in a form that can be sent once more."""
    return _hand_back(request) if request.method == "POST" else ask_who(request)


def other(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Not asked of them, or no more, or they were somebody else when the page was opened."""
    return _hand_back(request, status=_status_for(visitor), not_asked=True)


def _status_for(stranger: Visitor) -> int:
    """Two links in one browser are a likely mistake; an account meets what it meets everywhere."""
    return 403 if stranger.invitation else 404


def _hand_back(request: HttpRequest, *, status: int = 403, **context: Any) -> HttpResponse:
    page = request.resolver_match.url_name if request.resolver_match else ""
    posted = errors.posted_fields(request)
    written = [value for name, value in posted if name.startswith(WRITTEN) and value.strip()]
    context |= {"posted": posted, "written": written, "page": page}
    return render(request, "answering/signed_out.html", context, status=status)


def unknown_draft(request: HttpRequest) -> HttpResponse:
    message = _("Not saved: you are signed out. Open your link again, or sign in.")
    return JsonResponse({"message": message}, status=401)


def other_draft(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    message = _(
        "Not saved: this is not asked of you here any more. "
        "Open your own link again, or copy what you want to keep."
    )
    return JsonResponse({"message": message}, status=_status_for(visitor))


def _closed(request: HttpRequest, visit: Visit, **rest: Any) -> HttpResponse:
    """The round has closed: what was saved, and what was just typed and could not be."""
    return _not_saved(request, visit, status=410, **rest)


def _refused(request: HttpRequest, visit: Visit, reason: str, **rest: Any) -> HttpResponse:
    return _not_saved(request, visit, status=409, reason=reason, **rest)


def _not_saved(
    request: HttpRequest, visit: Visit, *, status: int, reason: str = "", **rest: Any
) -> HttpResponse:
    """Why nothing could be saved, and everything that was typed, to copy it."""
    form = _typed_form(request, visit, **rest)
    context = {
        "progress": visit.progress,
        "typed": form.typed() if form else _reason(request),
        "reason": reason,
    }
    return render_visit(request, visit, "not_saved", status=status, **context)


def _reason(request: HttpRequest) -> list[tuple[Any, str]]:
    reason = request.POST.get("reason", "").strip()
    return [(_("Your reason"), reason)] if reason else []


def closing_form(
    visit: Visit, data: QueryDict | None = None, *, stored: bool = False
) -> ClosingForm:
    """The form of the last page: with what was posted, or with what is stored."""
    return ClosingForm(
        data,
        sheet=visit.sheet,
        name=visit.rater.participant.person.name,
        for_self=answering.is_self(visit.rater),
        closing=visit.progress.closing if stored else None,
    )


def _typed_form(
    request: HttpRequest, visit: Visit, dimension_key: str = ""
) -> ClosingForm | SectionForm | None:
    page = request.resolver_match.url_name if request.resolver_match else ""
    if request.method == "POST" and page == "answer_closing":
        return closing_form(visit, request.POST)
    section = visit.sheet.section(dimension_key)
    if request.method != "POST" or section is None:
        return None
    return SectionForm(request.POST, section=section, for_self=answering.is_self(visit.rater))


def closed_draft(request: HttpRequest, *visit: Visit, **rest: Any) -> HttpResponse:
    message = _("Not saved: this round has closed.")
    return JsonResponse({"message": message, "over": True}, status=410)


def _refused_draft(request: HttpRequest, visit: Visit, reason: str, **rest: Any) -> HttpResponse:
    return JsonResponse({"message": reason}, status=409)
