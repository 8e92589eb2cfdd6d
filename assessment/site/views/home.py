"""The start page: what is asked of whoever signed in, who rates them, and their reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessment import access
from assessment.access import Visitor
from assessment.answering import selectors as answering
from assessment.council.told.selectors.told import own_consents
from assessment.permissions import Permission, has_permission
from assessment.site.selectors import home as own
from assessment.visibility import HOW_MANY_ANSWERED
from assessment.web.common import account


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    user = account(request)
    today = timezone.localdate()
    tasks = [
        task
        for task in answering.tasks(access.answerable(Visitor(user=user)), on=today)
        if task.rater.participant.round.accepts_answers_on(today)
    ]
    rounds, reports = own.list_own_rounds(user), own.list_own_reports(user)
    runs_rounds = has_permission(user, Permission.MANAGE_ROUNDS)
    reads_council = has_permission(user, Permission.READ_COUNCIL)
    if not (tasks or rounds or reports):
        if runs_rounds:
            return redirect("round_list")
        if user.is_staff:
            return redirect("admin:index")
        if reads_council:
            return redirect("council_told_list")
    context = {
        "tasks": tasks,
        "waiting": sum(task.state in answering.TO_DO for task in tasks),
        "rounds": rounds,
        "how_many_answered": HOW_MANY_ANSWERED,
        "reports": reports,
        "consents": own_consents(reports).values(),
        "reads_council": reads_council,
        "runs_rounds": runs_rounds,
        "may_use_admin": user.is_staff,
    }
    return render(request, "home.html", context)
