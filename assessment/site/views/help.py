"""Help, and the statements that the law asks for: open to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment import visibility
from assessment.check_ins.selectors.offers import check_in_rule
from assessment.site.selectors.accessibility import facts
from assessment.site.selectors.confidentiality import periods, promised_thresholds
from assessment.web import sessions


def _page(
    request: HttpRequest, name: str, heading: str, *, of_help: bool = False, **context: Any
) -> HttpResponse:
    """A page of text under its heading; `of_help` leads back to all of them."""
    return render(request, f"help/{name}.html", {"heading": heading, "of_help": of_help, **context})


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(request, "index", _("Help"))


@login_not_required
@require_safe
def participants(request: HttpRequest) -> HttpResponse:
    heading = _("Help for participants")
    return _page(request, "participants", heading, of_help=True, **_promise(request))


@login_not_required
@require_safe
def raters(request: HttpRequest) -> HttpResponse:
    return _page(request, "raters", _("Help for raters"), of_help=True, **_promise(request))


@login_not_required
@require_safe
def hr(request: HttpRequest) -> HttpResponse:
    return _page(request, "hr", _("Help for HR"), of_help=True, **_promise(request))


@login_not_required
@require_safe
def sponsor(request: HttpRequest) -> HttpResponse:
    return _page(request, "sponsor", _("Help for sponsors"), of_help=True, **_promise(request))


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "privacy", _("Privacy notice"), of_help=True, **_promise(request))


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    return _page(request, "cookies", _("Cookies"), cookies=_cookies())


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    heading = _("Accessibility statement")
    return _page(request, "accessibility", heading, facts=facts(), **_council(request))


def _council(request: HttpRequest) -> dict[str, Any]:
    return {"council": getattr(request.user, "council", None)}


def _promise(request: HttpRequest) -> dict[str, Any]:
    council = _council(request)
    return {
        "terms": promised_thresholds(),
        "who_sees": visibility.who_sees(),
        "limit": visibility.limit(),
        "asked_again": visibility.asked_again(),
        "check_in": check_in_rule(),
        "periods": periods(council["council"]),
        **council,
    }


@dataclass(frozen=True)
class Cookie:
    name: str
    purpose: str
    lasts: str


def _cookies() -> list[Cookie]:
    """Every cookie that the product sets; tests/site/views/test_help.py compares."""
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            _("Remembers that you signed in or followed your link"),
            _("Until you close the browser, sign out or have not used the service for %(length)s")
            % {"length": sessions.length_in_words()},
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            _("Makes sure that a form was sent from this service and not from another site"),
            _("A year"),
        ),
        Cookie(
            settings.LANGUAGE_COOKIE_NAME,
            _("Keeps the language that you chose before signing in or following your link"),
            _("Until then, or until you close the browser"),
        ),
        Cookie("messages", _("Carries a notice to the next page"), _("Until the notice is shown")),
    ]
