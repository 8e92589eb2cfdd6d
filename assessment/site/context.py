"""What every page knows: the product's name, the council whose page it is, and where to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from assessment import catalogues, languages
from assessment.models import Council, User
from assessment.permissions import Permission, has_permission
from assessment.rounds.services import links
from assessment.site.forms import LanguageForm
from assessment.web import sessions


@dataclass(frozen=True)
class NavigationEntry:
    """An entry of the navigation."""

    text: Any
    href: str
    current: bool
    active: bool


# Whoever has one of the permissions sees the place; everybody who signed in may answer. The last
# column is what lies below it at addresses of its own; the first place that fits is marked, so a
# report belongs to HR's rounds, and to the assessments of whoever runs none.
_PLACES: list[tuple[str, Any, set[Permission], tuple[str, ...]]] = [
    (
        "round_list",
        _("Rounds"),
        {Permission.MANAGE_ROUNDS},
        ("/participants/", "/raters/", "/people/", "/reports/"),
    ),
    ("council_told_list", _("Council picture"), {Permission.READ_COUNCIL}, ()),
    ("home", _("My assessments"), {Permission.ANSWER_FOR_SELF}, ("/answer/", "/reports/")),
    ("holdings", _("Data protection"), {Permission.PROTECT_DATA}, ("/audit/",)),
    (
        "admin:index",
        _("Admin"),
        {Permission.EDIT_FRAMEWORKS, Permission.OPERATE_SERVICE},
        ("/preview/",),
    ),
    ("help", _("Help"), {Permission.ANSWER_FOR_SELF}, ()),
]


def product(request: HttpRequest) -> dict[str, Any]:
    """A page about a council's round passes its own `council`, which goes before the account's."""
    return {
        "product_name": settings.PRODUCT_NAME,
        "password_link_days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
        "link_overlap": links.overlap_in_words(),
        "session_length": sessions.length_in_words(),
        "session_ends": SimpleLazyObject(lambda: sessions.ends_at(request)),
        "session_left": SimpleLazyObject(lambda: sessions.seconds_left(request)),
        "session_warned_before": settings.SESSION_WARNED_BEFORE,
        "account_council": SimpleLazyObject(lambda: _council(request)),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "language_form": SimpleLazyObject(lambda: _language_form(request)),
        "start_url": SimpleLazyObject(lambda: _start_url(request)),
        "unreviewed": SimpleLazyObject(_unreviewed),
        "reviews": SimpleLazyObject(_reviews),
    }


def _language_form(request: HttpRequest) -> LanguageForm | None:
    if len(settings.LANGUAGES) < 2:
        return None
    named = [(code, languages.own_name(code)) for code, _name in settings.LANGUAGES]
    path = request.get_full_path()
    return LanguageForm(languages=named, now=languages.request_language(request), path=path)


def _unreviewed() -> bool:
    """Whether a speaker of the page's language has yet to read some of its sentences."""
    review = catalogues.review(translation.get_language() or settings.LANGUAGE_CODE)
    return review is not None and not review.is_complete


def _reviews() -> list[tuple[str, catalogues.Review]]:
    """Each language beside English by its own name, and how much of it was reviewed."""
    found = ((code, catalogues.review(code)) for code, _name in settings.LANGUAGES)
    return [(languages.own_name(code), review) for code, review in found if review]


def _account(request: HttpRequest) -> User | None:
    # An error before the middleware ran has no user.
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _council(request: HttpRequest) -> Council | None:
    user = _account(request)
    return user.council if user else None


def _start_url(request: HttpRequest) -> str:
    """Where the product's name leads: a rater without an account has no home page."""
    session = getattr(request, "session", {})
    by_link = sessions.INVITATION in session and _account(request) is None
    return reverse("answer_list" if by_link else "home")


def _navigation(request: HttpRequest) -> list[NavigationEntry]:
    user = _account(request)
    if user is None:
        return []
    seen = [
        (reverse(name), text, below)
        for name, text, needed, below in _PLACES
        if any(has_permission(user, permission) for permission in needed)
    ]
    marked = next((href for href, _text, below in seen if _is_at(request.path, href, below)), "")
    return [
        NavigationEntry(text=text, href=href, current=request.path == href, active=href == marked)
        for href, text, _below in seen
    ]


def _is_at(path: str, href: str, below: tuple[str, ...]) -> bool:
    """The home page is above nothing but what is named: every path starts with its own."""
    return path == href or (href != "/" and path.startswith(href)) or path.startswith(below)
