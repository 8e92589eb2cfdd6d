"""How long a session lasts: SESSION_COOKIE_AGE from its last use; and what pages say of it.

Only the row's end is written when a session is used, never what is in it: a page that is opened
while somebody signs out in another tab brings nothing back.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as ACCOUNT
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

INVITATION = "invitation"
"""Where a session keeps the link that somebody came by."""

PRECISION = datetime.timedelta(minutes=1)
"""A session that is used is prolonged no more often than this."""


class SessionStore(db.SessionStore):
    """Django's own, which knows when it ends and is prolonged as it is read for somebody."""

    in_use = False
    ends_at: datetime.datetime | None = None

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        if self.in_use and self.ends_at is not None:
            self._prolong(self.ends_at, timezone.now() + length())
        return data

    def _get_session_from_db(self) -> Any:
        found = super()._get_session_from_db()  # type: ignore[misc]
        self.ends_at = found.expire_date if found else None
        return found

    def _prolong(self, now_ends: datetime.datetime, may_end: datetime.datetime) -> None:
        if may_end - now_ends < PRECISION:
            return
        rows = self.model.objects.filter(session_key=self.session_key)
        rows.filter(expire_date__lt=may_end).update(expire_date=may_end)
        self.ends_at = may_end


def length() -> datetime.timedelta:
    return datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)


def length_in_words() -> str:
    """As every page says it."""
    minutes = settings.SESSION_COOKIE_AGE // 60
    if minutes % 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}


def ends_at(request: HttpRequest) -> datetime.datetime | None:
    """When whoever came is known no more; None for those who are not known."""
    session: Any = getattr(request, "session", None)
    if session is None or not (ACCOUNT in session or INVITATION in session):
        return None
    end: datetime.datetime = session.ends_at or session.get_expiry_date()
    return end


def seconds_left(request: HttpRequest) -> int:
    """Until whoever came is known no more; 0 for those who are not known."""
    end = ends_at(request)
    return max(0, int((end - timezone.now()).total_seconds())) if end else 0


def is_use(request: HttpRequest) -> bool:
    """Not what a script asks by itself while nobody is there, such as how far some work is."""
    asks = request.method in {"GET", "HEAD"}
    return not (asks and request.headers.get("Sec-Fetch-Dest") == "empty")
