"""The first page of HR: how the rounds stand, what is due, what comes next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessment import access, languages
from assessment.permissions import Permission
from assessment.site.selectors.hr import overview_of
from assessment.web.common import account


@require_safe
def hr_home(request: HttpRequest) -> HttpResponse:
    user = account(request)
    council = access.get_council(user, Permission.MANAGE_ROUNDS)
    found = overview_of(
        council,
        user,
        on=timezone.localdate(),
        language=languages.request_language(request),
    )
    return render(request, "hr/home.html", {"found": found})
