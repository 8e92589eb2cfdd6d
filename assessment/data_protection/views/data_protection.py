"""What the service holds of a council, how long, and what is done for a person who asks."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment import access, languages
from assessment.data_protection.forms import LABELS, PeriodsForm, PersonSearchForm
from assessment.data_protection.selectors import periods, record_counts
from assessment.data_protection.selectors import rights as selectors
from assessment.data_protection.services import retention, rights
from assessment.permissions import Permission
from assessment.rounds.selectors.rounds import has_own_part
from assessment.web.common import account, attempt, author, get_or_post, paginate
from assessment.web.downloads import csv_file, json_file
from assessment.web.searches import keep_search, kept_search

if TYPE_CHECKING:
    from assessment.models import Council, Person

KEPT = "people_search"


def _council(request: HttpRequest) -> Council:
    return access.get_council(account(request), Permission.PROTECT_DATA)


@require_safe
def holdings_page(request: HttpRequest) -> HttpResponse:
    council = _council(request)
    context = {
        "council": council,
        "holdings": record_counts.record_counts(council, account(request)),
        "has_own_part": has_own_part(account(request)),
        "periods": _periods(council),
        "endings": [
            (LABELS[each.what], each) for each in periods.endings(council, account(request))
        ],
        "today": timezone.localdate(),
        "page": paginate(request, record_counts.deletions(council)),
    }
    return render(request, "data_protection/holdings.html", context)


def _periods(council: Council) -> list[tuple[Any, int]]:
    return [
        (LABELS[name], months) for name, months in record_counts.current_periods(council).items()
    ]


@require_safe
def holdings_csv(request: HttpRequest) -> Any:
    council = _council(request)
    header = [_("What"), _("How many"), _("Oldest"), _("Who sees it"), _("Kept, months")]
    return csv_file("what-the-service-holds", header, _holding_rows(request, council))


def _holding_rows(request: HttpRequest, council: Council) -> list[list[Any]]:
    months = record_counts.current_periods(council)
    return [
        [each.name, each.count, each.oldest, each.who_sees, months.get(each.period, "")]
        for each in record_counts.record_counts(council, account(request))
    ]


@require_safe
def holdings_json(request: HttpRequest) -> HttpResponse:
    council = _council(request)
    names = ["what", "count", "oldest", "who_sees", "kept_months"]
    data = {
        "council": council.name,
        "on": timezone.localdate(),
        "periods_in_months": record_counts.current_periods(council),
        "holds": [dict(zip(names, row, strict=True)) for row in _holding_rows(request, council)],
        "next_deletions": [
            {"round": each.round.name, "what": LABELS[each.what], "on": each.on}
            for each in periods.endings(council, account(request))
        ],
        "deletion_log": [
            {"kind": each.kind, "count": each.count, "older_than": each.older_than, "at": each.at}
            for each in record_counts.deletions(council)
        ],
    }
    return json_file("what-the-service-holds", data)


@get_or_post
def periods_page(request: HttpRequest) -> HttpResponse:
    """How long the council keeps what."""
    council = _council(request)
    form = PeriodsForm(
        request.POST or None,
        initial=record_counts.current_periods(council),
        bounds=record_counts.bounds(),
    )
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            request,
            lambda: retention.set_periods(
                council=council, months=form.cleaned_data, **author(request)
            ),
            done=_("The periods are saved. They count from the next run."),
            at=(form, "link_cut_months"),
        )
        if saved:
            return redirect("holdings")
    return render(request, "data_protection/periods.html", {"council": council, "form": form})


@get_or_post
def person_search(request: HttpRequest) -> HttpResponse:
    """Everybody whom the council knows, to find the one who asks."""
    council = _council(request)
    if request.method == "POST":
        keep_search(request, KEPT)
        return redirect("data_people")
    kept = kept_search(request, KEPT)
    search = kept.get("search", "") if kept else ""
    found = record_counts.find_people(council, search)
    context = {"council": council, "page": paginate(request, found)}
    context["form"] = PersonSearchForm(search=search)
    return render(request, "data_protection/people.html", context)


@require_safe
def person_page(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """What is held about one person, but their answers, which HR never sees."""
    person = _person(request, person_id)
    data = _data_of(request, person)
    context = {"person": person, "council": person.council, "data": data}
    context["lines"] = selectors.lines(data)
    return render(request, "data_protection/person.html", context)


@require_POST
def person_file(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """The same as a file to hand over; taking it is recorded."""
    person = _person(request, person_id)
    rights.record_copy(subject=person, **author(request))
    return json_file("data-of-a-person", _data_of(request, person))


@get_or_post
def person_erase(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    person = _person(request, person_id)
    if request.method != "POST":
        context = {"person": person, "council": person.council}
        return render(request, "data_protection/erase.html", context)
    done = _("%(name)s is erased.") % {"name": person.name}
    if attempt(request, lambda: rights.erase(person=person, **author(request)), done=done):
        return redirect("data_people")
    return redirect("data_person", person.pk)


def _person(request: HttpRequest, person_id: uuid.UUID) -> Person:
    return access.get_person(account(request), person_id, Permission.PROTECT_DATA)


def _data_of(request: HttpRequest, person: Person) -> selectors.Data:
    return selectors.of_person(person, language=languages.request_language(request))
