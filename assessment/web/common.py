"""What the views of the console share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessment.refused import Refused

if TYPE_CHECKING:
    from assessment.models import User

PAGE_SIZE = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
Choice = TypeVar("Choice", bound=StrEnum)
Result = TypeVar("Result")


def account(request: HttpRequest) -> User:
    """Whoever signed in; the middleware lets nobody else through."""
    return cast("User", request.user)


def author(request: HttpRequest) -> dict[str, Any]:
    """Who acts and when, as every service asks."""
    return {"by": account(request), "at": timezone.now()}


def submitted_data(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the fields sent, even when there are none."""
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True)
class Done(Generic[Result]):
    """What came of a work that was not refused."""

    result: Result


def attempt(
    request: HttpRequest,
    work: Callable[[], Result],
    *,
    done: str | Callable[[Result], str] = "",
    at: tuple[BaseForm, str] | None = None,
    level: int = messages.WARNING,
) -> Done[Result] | None:
    """Do it and say so; or give None and say why not, beside the field `at` where one is named.

    What is said otherwise stands on the page that comes next. `done` may be made of the result.
    """
    try:
        result = work()
    except Refused as refusal:
        if at is None:
            messages.add_message(request, level, str(refusal))
        else:
            form, field = at
            form.add_error(field, str(refusal))
        return None
    if sentence := done(result) if callable(done) else done:
        messages.success(request, sentence)
    return Done(result)


def attempt_then(
    request: HttpRequest, work: Callable[[], object], *, done: str, to: tuple[str, Any]
) -> HttpResponse:
    """Do it, then go to the page `to`, a URL name with its one argument, in either case."""
    attempt(request, work, done=done)
    return redirect(to[0], to[1])


def paginate(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page that was asked for; a number beyond the end gives the last."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def choice_from_query(query: QueryDict, name: str, default: Choice) -> Choice:
    """A choice from the address bar; anything unknown is the default."""
    try:
        return type(default)(query.get(name, ""))
    except ValueError:
        return default


def query_without(query: QueryDict, *names: str) -> str:
    """The rest of the query string, to be followed by a parameter that changes."""
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode() + "&" if kept else ""
