"""Help, and the statements that the law asks for: open to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment.site.selectors.accessibility import facts
from assessment.site.selectors.confidentiality import periods, promised_thresholds
from assessment.web import sessions

if TYPE_CHECKING:
    from assessment.models import Council


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html")


@login_not_required
@require_safe
def participants(request: HttpRequest) -> HttpResponse:
    return render(request, "help/participants.html", _promise(request))


@login_not_required
@require_safe
def raters(request: HttpRequest) -> HttpResponse:
    return render(request, "help/raters.html", _promise(request))


@login_not_required
@require_safe
def hr(request: HttpRequest) -> HttpResponse:
    return render(request, "help/hr.html", _promise(request))


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "help/privacy.html", _promise(request))


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "help/cookies.html", {"cookies": _cookies()})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "help/accessibility.html", {"facts": facts(), **_council(request)})


def _council(request: HttpRequest) -> dict[str, Council | None]:
    return {"council": getattr(request.user, "council", None)}


def _promise(request: HttpRequest) -> dict[str, Any]:
    council = _council(request)
    return {"terms": promised_thresholds(), "periods": periods(council["council"]), **council}


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
