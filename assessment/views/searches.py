"""What HR looks for is often a name or an email address, which must not stand in an address.

Addresses end in the logs of servers and in the history of browsers. So a search is posted, kept in
the session, and the page that shows it has the same address as before.
"""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

Kept = dict[str, str]


def keep_search(request: HttpRequest, key: str) -> None:
    """Keep what was posted until the next search; an empty search shows everything again."""
    given = {name: request.POST[name].strip() for name in request.POST}
    given.pop("csrfmiddlewaretoken", None)
    request.session[key] = {name: value for name, value in given.items() if value}


def kept_search(request: HttpRequest, key: str) -> QueryDict | None:
    """What is looked for, as a form takes it; None when nothing is."""
    kept: Kept = request.session.get(key, {})
    found = QueryDict(mutable=True)
    found.update(kept)
    return found or None
