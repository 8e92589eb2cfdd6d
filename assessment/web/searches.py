"""What HR looks for is often a name or an email address, which must not stand in an address.

Addresses end in the logs of servers and in the history of browsers. So a search is posted, kept in
the session, and the page that shows it has the same address as before.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

Kept = dict[str, str]
SEARCHED = "searched"
LONGEST_SEARCH = 300
FILTERS = ("show", "sort")
"""What a list is filtered and sorted by: words of ours, which may stand in an address."""


def keep_search(request: HttpRequest, key: str) -> None:
    """Keep what was posted until the next search; an empty search shows everything again."""
    given = {name: _typed(request, name) for name in request.POST}
    given.pop("csrfmiddlewaretoken", None)
    request.session[key] = {name: value for name, value in given.items() if value}


def search_list(request: HttpRequest, key: str, *, to: str = "") -> HttpResponse:
    """Keep the words that were looked for, and show the list; filters may stand in the address.

    `to` is where on the page the list begins, with its #.
    """
    shown = {name: request.POST[name] for name in FILTERS if name in request.POST}
    request.session[key] = {"search": _typed(request, "search")}
    if request.session[key]["search"]:
        shown[SEARCHED] = "1"
    query = f"?{urlencode(shown)}" if shown else ""
    return redirect(f"{request.path}{query}{to}")


def _typed(request: HttpRequest, name: str) -> str:
    """Without NUL, which nobody can type, no row holds and PostgreSQL takes in no question.

    As many letters as a name or an address has; they are compared with every name.
    """
    return request.POST.get(name, "").replace("\x00", "")[:LONGEST_SEARCH].strip()


def kept_words(request: HttpRequest, key: str) -> str:
    """The words that a list is searched for; every address without the mark shows it whole."""
    kept: Kept = request.session.get(key, {})
    return kept.get("search", "") if SEARCHED in request.GET else ""


def kept_search(request: HttpRequest, key: str) -> QueryDict | None:
    """What is looked for, as a form takes it; None when nothing is."""
    kept: Kept = request.session.get(key, {})
    found = QueryDict(mutable=True)
    found.update(kept)
    return found or None
