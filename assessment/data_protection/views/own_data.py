"""One's own data: to read, to take along, and answers to withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment import access, languages
from assessment.answering import selectors as answering
from assessment.answering import services as responses
from assessment.answering.views import visits
from assessment.answering.views.visits import Visit, for_raters
from assessment.data_protection.selectors import rights as selectors
from assessment.data_protection.services import rights
from assessment.web.common import get_or_post
from assessment.web.downloads import json_file

if TYPE_CHECKING:
    from assessment.access import Visitor


@login_not_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that the service holds about the visitor."""
    visitor = visits.visitor_of(request)
    if visitor is None:
        return visits.ask_who(request)
    data = _data_of(request, visitor)
    context = {
        "data": data,
        "lines": selectors.lines(data),
        "by_link": visitor.invitation is not None,
        "council": _council_of(visitor),
        "withdrawable": _withdrawable(visitor),
    }
    return render(request, "data_protection/my_data.html", context)


@login_not_required
@require_POST
def my_data_file(request: HttpRequest) -> HttpResponse:
    """The same as a file; taking it is recorded."""
    visitor = visits.visitor_of(request)
    if visitor is None:
        return redirect("my_data")
    data = _data_of(request, visitor)
    subject: Any = visitor.invitation or visitor.user
    rights.record_copy(subject=subject, by=visitor.user, at=timezone.now())
    return json_file("my-data", data)


@get_or_post
@for_raters
def my_answers_withdraw(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take back everything that was answered about one person, while the round is open."""
    if request.method != "POST":
        return visits.render_visit(request, visit, "withdraw")
    responses.withdraw(rater=visit.rater, at=timezone.now(), link=visit.link)
    messages.success(request, _("Your answers are withdrawn and deleted."))
    return redirect("my_data")


def _data_of(request: HttpRequest, visitor: Visitor) -> selectors.Data:
    language = languages.request_language(request)
    if visitor.invitation is not None:
        return selectors.of_link(visitor.invitation, language=language)
    assert visitor.user is not None  # noqa: S101 - a visitor is one or the other
    return selectors.of_account(visitor.user, language=language)


def _council_of(visitor: Visitor) -> Any:
    if visitor.invitation is not None:
        return visitor.invitation.round.council
    return visitor.user.council if visitor.user else None


def _withdrawable(visitor: Visitor) -> list[Any]:
    """The tasks whose answers can still be taken back."""
    today = timezone.localdate()
    tasks = answering.tasks(access.answerable(visitor), on=today)
    rounds = [(task, task.rater.participant.round) for task in tasks if task.answered]
    return [task for task, round in rounds if round.accepts_answers_on(today)]
