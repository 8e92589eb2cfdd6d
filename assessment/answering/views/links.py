"""A person's own link to answer by. Mail scanners open links: nothing happens before a button.

The token leaves the address at once, into a signed cookie that only these pages get.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from assessment import access, languages
from assessment.access import Visitor
from assessment.answering.views import visits
from assessment.rounds.selectors import invitations
from assessment.rounds.services.invitations import use
from assessment.web import errors

COOKIE = "link"
COOKIE_PATH = "/link/"
COOKIE_SECONDS = 60 * 60


@login_not_required
@require_safe
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, without a look at the database."""
    response = redirect("link_start")
    response.set_signed_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """A button to start with. Its page keeps the referrer policy of the others: without a
    referrer the browser also hides the form's origin, and the form would be refused."""
    token = request.get_signed_cookie(COOKIE, default=None, max_age=COOKIE_SECONDS)
    started = _who_has_started(request, token)
    if token is None and started is None:
        return render(request, "answering/link_lost.html", {"next": _next(request)})
    if started is not None:
        response = _lead_on(request, started)
    elif request.method != "POST" and token:
        return _welcome(request, token)
    else:
        response = _begin(request, token or "")
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    # It is the person's language now, not this browser's.
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


def _welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The button, in the language of whose link it is, unless another was chosen here.

    Whether the link works is said to whoever presses it.
    """
    invitation = invitations.find_invitation(token, at=timezone.now())
    if invitation is not None and not languages.chosen_here(request):
        languages.use_for_this_page(request, invitation.person.language)
    with translation.override(languages.interface(languages.request_language(request))):
        response = render(request, "answering/link_start.html", {"next": _next(request)})
        response["Content-Language"] = str(translation.get_language())
    return response


def _who_has_started(request: HttpRequest, token: str | None) -> Visitor | None:
    """Whoever comes by Back, by a second page with the button, or opens the same link again."""
    visitor = visits.visitor_of(request)
    if visitor is None or token is None:
        return visitor
    link = visitor.invitation
    same = link is not None and link.came_by == invitations.hash_token(token)
    return visitor if same and request.method != "POST" else None


def _begin(request: HttpRequest, token: str) -> HttpResponse:
    """Wrong, replaced and revoked tokens are one case: none is found."""
    invitation = invitations.find_invitation(token, at=timezone.now())
    if invitation is None:
        return render(request, "answering/link_dead.html", status=404)
    round = invitation.round
    # Let in also after closing: the page of one's own data is still theirs.
    use(invitation=invitation)
    visitor = visits.let_in(request, invitation)
    if _next(request) != reverse("my_data") and not round.accepts_answers_on(timezone.localdate()):
        return errors.gone(request, round=round, council=round.council)
    return _lead_on(request, visitor)


def _lead_on(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    if wanted := _next(request):
        return redirect(wanted)
    raters: list[Any] = list(access.answerable(visitor)[:2])
    begun = len(raters) == 1 and hasattr(raters[0], "response")
    if len(raters) == 1:
        return redirect("answer_resume" if begun else "answer_promise", rater_id=raters[0].pk)
    return redirect("answer_list")


def _next(request: HttpRequest) -> str:
    """The page that somebody was on before they had to come back."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith(("/answer/", "/me/")) else ""
