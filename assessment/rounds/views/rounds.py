"""HR's rounds: the list, a round, and the steps of its life."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment import access
from assessment.permissions import Permission
from assessment.rounds.forms.rounds import ExtendForm, ParticipantListForm, RoundForm
from assessment.rounds.selectors import invitations as invitation_lists
from assessment.rounds.selectors import people as people_lists
from assessment.rounds.selectors import releases, unsent_emails
from assessment.rounds.selectors import rounds as round_lists
from assessment.rounds.services import invitations, rounds
from assessment.web.common import (
    account,
    attempt,
    attempt_then,
    author,
    choice_from_query,
    get_or_post,
    paginate,
    query_without,
    submitted_data,
)
from assessment.web.searches import kept_words, search_list

if TYPE_CHECKING:
    from assessment.models import Framework, Round
    from assessment.rounds.selectors.forecast import RaterTally, Standing


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    user = account(request)
    council = access.get_council(user, Permission.MANAGE_ROUNDS)
    lines = round_lists.list_rounds(council, user)
    context = {
        "lines": lines,
        "frameworks": round_lists.usable_frameworks(council),
        "unsent_in": unsent_emails.rounds_with_failures(council, user),
        "has_own_part": round_lists.has_own_part(user),
    }
    return render(request, "rounds/list.html", context)


@get_or_post
def round_new(request: HttpRequest) -> HttpResponse:
    council = access.get_council(account(request), Permission.MANAGE_ROUNDS)
    frameworks = round_lists.usable_frameworks(council)
    initial: dict[str, Any] = {}
    if len(frameworks) == 1:
        initial["framework"] = frameworks[0].pk
    form = RoundForm(
        submitted_data(request),
        initial=initial,
        frameworks=_choices(frameworks),
        act=_("Make the round"),
    )
    if form.is_valid():
        made = attempt(
            request,
            lambda: rounds.create(council=council, **_terms(form, frameworks), **author(request)),
            done=_("The round has been made. Now bring in the people."),
            at=(form, "name"),
        )
        if made:
            return redirect("round_page", made.result.pk)
    return render(request, "rounds/form.html", {"form": form})


@get_or_post
def round_edit(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_round(account(request), round_id)
    if not round.is_draft:
        return not_now(request, round, _("The round has been opened, so its terms are fixed."))
    frameworks = _with_own(round_lists.usable_frameworks(round.council), round)
    initial = {
        "name": round.name,
        "framework": round.framework_id,
        "opens_on": round.opens_on,
        "closes_on": round.closes_on,
        "min_group_size": round.min_group_size,
    }
    form = RoundForm(submitted_data(request), initial=initial, frameworks=_choices(frameworks))
    if form.is_valid():
        changed = attempt(
            request,
            lambda: rounds.update(round=round, **_terms(form, frameworks), **author(request)),
            done=_("The round has been changed."),
            at=(form, "name"),
        )
        if changed:
            return redirect("round_page", round.pk)
    return render(request, "rounds/form.html", {"form": form, "round": round})


@get_or_post
def round_page(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_round(account(request), round_id)
    kept = f"participants-{round.pk}"
    if request.method == "POST":
        return search_list(request, kept, to="#participants")
    user = account(request)
    progress = round_lists.get_progress(round, user)
    show = choice_from_query(request.GET, "show", round_lists.RoundFilter.ALL)
    sort = choice_from_query(request.GET, "sort", round_lists.Sort.NAME)
    search = kept_words(request, kept)
    found = round_lists.filter_standings(
        round, progress.standings, search=search, show=show, sort=sort
    )
    page = paginate(request, found)
    forgotten = round_lists.links_are_cut(round)
    own_part = round_lists.get_own_part(round, user)
    context = {
        "round": round,
        "progress": progress,
        "forgotten": forgotten,
        "unsent": unsent_emails.of_round(round, user),
        "page": page,
        "lines": _lines(round, page, forgotten=forgotten),
        "group_labels": round_lists.group_labels(),
        "show": show,
        "search": search,
        "list_form": ParticipantListForm(action=request.path, search=search, show=show, sort=sort),
        "query": query_without(request.GET, "page"),
        "is_over": round.is_open and timezone.localdate() > round.closes_on,
        "releasing": releases.release_progress(round, timezone.now()) if round.is_closed else None,
        "has_staged": round.takes_people and people_lists.has_staged_import(round),
        "own_part": own_part,
        "own_line": None if search or show is not round_lists.RoundFilter.ALL else own_part,
        "own_columns": len(round_lists.group_labels()) + (3 if round.is_released else 2),
        "participants": round.participants.count(),
    }
    return render(request, "rounds/page.html", context)


@get_or_post
def round_delete(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_whole_round(account(request), round_id)
    if not round.is_draft:
        return not_now(request, round, _("The round has been opened, so it cannot be deleted."))
    if request.method == "POST":
        done = _("The round “%(name)s” has been deleted.") % {"name": round.name}
        if attempt(request, lambda: rounds.delete(round=round, **author(request)), done=done):
            return redirect("round_list")
        return redirect("round_page", round.pk)
    context = {
        "round": round,
        "participants": round.participants.count(),
        "people": round_lists.count_people(round),
        "has_staged": people_lists.has_staged_import(round),
    }
    return render(request, "rounds/delete.html", context)


def _lines(round: Round, page: Iterable[Standing], *, forgotten: bool) -> list[dict[str, Any]]:
    """The rows of the table, with everything that the template would look up ready."""
    standings = list(page)
    shown = [standing.id for standing in standings if standing.id]
    roles = people_lists.name_roles(shown)
    reports = people_lists.find_reports(shown) if round.is_released else {}
    return [
        {
            "id": each.id,
            "name": each.name,
            "unit": each.unit,
            "roles": roles.get(each.id, "") if each.id else "",
            "cells": [_cell(round, tally, forgotten=forgotten) for tally in each.columns],
            "report": reports.get(each.id) if each.id else None,
        }
        for each in standings
    ]


def _cell(round: Round, tally: RaterTally, *, forgotten: bool) -> str:
    if not tally.asked:
        return "–"
    if round.is_draft or forgotten:
        return str(tally.asked)
    values = {"answered": tally.answered, "asked": tally.asked}
    return _("%(answered)d of %(asked)d") % values


@get_or_post
def round_open(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_round(account(request), round_id)
    if request.method == "POST":
        return attempt_then(
            request,
            lambda: rounds.open_(round=round, **author(request)),
            done=_(
                "The round is open. The invitations are sent now; this page shows any that wait."
            ),
            to=("round_page", round.pk),
        )
    if not round.is_draft:
        return not_now(request, round, _("The round has been opened already."))
    opening = round_lists.get_opening(round, on=timezone.localdate(), viewer=account(request))
    return render(request, "rounds/open.html", {"round": round, "opening": opening})


@get_or_post
def round_extend(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_whole_round(account(request), round_id)
    if not round.is_open:
        return not_now(request, round, _("Only an open round can be extended."))
    form = ExtendForm(submitted_data(request), initial={"closes_on": round.closes_on})
    if form.is_valid():
        extended = attempt(
            request,
            lambda: rounds.extend(round=round, **form.cleaned_data, **author(request)),
            done=_("The closing date has been moved."),
            at=(form, "closes_on"),
        )
        if extended:
            return redirect("round_page", round.pk)
    waiting = len(invitation_lists.people_to_remind(round))
    return render(request, "rounds/extend.html", {"round": round, "form": form, "waiting": waiting})


@get_or_post
def round_remind(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_whole_round(account(request), round_id)
    if request.method == "POST":
        return attempt_then(
            request,
            lambda: invitations.remind(round=round, **author(request)),
            done=_("The reminders are sent now; this page shows any that wait."),
            to=("round_page", round.pk),
        )
    if not round.is_open:
        return not_now(request, round, _("The round is not open, so no reminders are sent."))
    context = {
        "round": round,
        "unsent": unsent_emails.of_round(round),
        "reminding": invitation_lists.get_reminding(round, at=timezone.now()),
    }
    return render(request, "rounds/remind.html", context)


@get_or_post
def round_close(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_whole_round(account(request), round_id)
    if request.method == "POST":
        return attempt_then(
            request,
            lambda: rounds.close(round=round, **author(request)),
            done=_("The round is closed. Release the reports when you are ready."),
            to=("round_page", round.pk),
        )
    if not round.is_open:
        return not_now(request, round, _("Only an open round can be closed."))
    context = {
        "round": round,
        "closing": round_lists.get_closing(round),
        "is_early": timezone.localdate() <= round.closes_on,
    }
    return render(request, "rounds/close.html", context)


def not_now(request: HttpRequest, round: Round, sentence: str) -> HttpResponse:
    """For a bookmark or an old tab: back to the round, which says how it stands."""
    messages.warning(request, sentence)
    return redirect("round_page", round.pk)


def _choices(frameworks: list[Framework]) -> list[tuple[str, str]]:
    return [(str(each.pk), str(each)) for each in frameworks]


def _with_own(frameworks: list[Framework], round: Round) -> list[Framework]:
    """A framework that was retired meanwhile is still shown, and refused with the reason."""
    return frameworks if round.framework in frameworks else [round.framework, *frameworks]


def _terms(form: RoundForm, frameworks: list[Framework]) -> dict[str, Any]:
    terms = dict(form.cleaned_data)
    chosen_id = terms.pop("framework")
    return {**terms, "framework": next(f for f in frameworks if str(f.pk) == chosen_id)}
