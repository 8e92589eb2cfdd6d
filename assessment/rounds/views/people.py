"""The people of a round: from the spreadsheet, and the list of everybody who is asked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment import access
from assessment.languages import name_here
from assessment.permissions import Permission
from assessment.rounds.advice import ADVISED_PEERS
from assessment.rounds.forms.people import ImportForm, StagedForm
from assessment.rounds.forms.rounds import PeopleListForm
from assessment.rounds.selectors import imports, people
from assessment.rounds.selectors.rounds import get_own_part, links_are_cut
from assessment.rounds.services import people as services
from assessment.spreadsheets import (
    MAX_FILE_BYTES,
    Column,
    PeopleSheet,
    PersonRow,
    Problem,
    Unreadable,
    columns,
    read_people,
)
from assessment.spreadsheets.vocabulary import LanguageNames
from assessment.web.common import (
    account,
    attempt,
    author,
    choice_from_query,
    get_or_post,
    paginate,
    query_without,
    submitted_data,
)
from assessment.web.searches import kept_words, search_list

if TYPE_CHECKING:
    from assessment.models import Round

# More would only make the page slow; the rest shows once these are mended.
PROBLEMS_SHOWN = 300
EXAMPLES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@get_or_post
def round_people(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_round(account(request), round_id, Permission.MANAGE_PEOPLE)
    kept = f"people-{round.pk}"
    if request.method == "POST":
        return search_list(request, kept)
    show = choice_from_query(request.GET, "show", people.PeopleFilter.ALL)
    sort = choice_from_query(request.GET, "sort", people.PersonSort.NAME)
    search = kept_words(request, kept)
    found = people.list_people(round, search=search, show=show, sort=sort, viewer=account(request))
    context = {
        "round": round,
        "forgotten": links_are_cut(round),
        "own_part": get_own_part(round, account(request)),
        "page": paginate(request, found),
        "show": show,
        "search": search,
        "list_form": PeopleListForm(action=request.path, search=search, show=show, sort=sort),
        "query": query_without(request.GET, "page"),
    }
    return render(request, "people/list.html", context)


@get_or_post
def people_import(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_round(account(request), round_id, Permission.MANAGE_PEOPLE)
    if not round.takes_people:
        return _closed(request, round)
    form = ImportForm(
        submitted_data(request),
        request.FILES if request.method == "POST" else None,
        largest=MAX_FILE_BYTES,
        columns=columns.count(),
        may_replace=round.is_draft
        and round.participants.exists()
        and not get_own_part(round, account(request)),
    )
    context: dict[str, Any] = {
        "round": round,
        "form": form,
        "roles": people.list_roles(round),
        "groups": people.rater_groups(round),
        "languages": LanguageNames().names,
        "columns": columns.COLUMNS.items(),
        "columns_count": columns.count(),
        "advised_peers": apnumber(ADVISED_PEERS),
        "has_staged": people.has_staged_import(round),
    }
    if request.method == "POST" and form.is_valid():
        sheet = _read(round, form)
        if sheet is not None and _stage(request, round, form, sheet, context):
            return redirect("people_import_check", round.pk)
    return render(request, "people/import.html", context)


def _read(round: Round, form: ImportForm) -> PeopleSheet | None:
    roles = [(role.key, role.name) for role in people.list_roles(round)]
    try:
        return read_people(form.cleaned_data["file"].read(), roles)
    except Unreadable as reason:
        form.add_error("file", str(reason))
        return None


def _stage(
    request: HttpRequest,
    round: Round,
    form: ImportForm,
    sheet: PeopleSheet,
    context: dict[str, Any],
) -> bool:
    """Stage the rows, or put every problem into the context."""
    replace = form.replaces
    problems = list(sheet.problems)
    if not problems:
        problems = imports.check_rows(
            round=round, rows=sheet.rows, replace=replace, viewer=account(request)
        ).problems
    if not problems:

        def stage() -> None:
            services.stage_import(
                round=round,
                file_name=form.cleaned_data["file"].name,
                rows=sheet.rows,
                replace=replace,
                notes=sheet.notes,
                **author(request),
            )

        return attempt(request, stage, at=(form, "file")) is not None
    form.add_error("file", _("The spreadsheet has problems, so nothing was imported. See below."))
    context |= {
        "problems": [_placed(each, sheet.letters) for each in problems[:PROBLEMS_SHOWN]],
        "problem_count": len(problems),
        "problems_left": max(len(problems) - PROBLEMS_SHOWN, 0),
        "notes": sheet.notes,
    }
    return False


def _placed(problem: Problem, letters: dict[Column, str]) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column.label,
        "cell": f"{letters[problem.column]}{problem.row}",
        "message": problem.message,
    }


@get_or_post
def people_import_check(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_round(account(request), round_id, Permission.MANAGE_PEOPLE)
    if not round.takes_people:
        return _closed(request, round)
    access.refuse_rows_about(account(request), imports.assessed_by_staged(round))
    if request.method == "POST":
        return _answer_check(request, round)
    preview = imports.get_preview(round)
    if preview is None:
        return redirect("people_import", round.pk)
    page = paginate(request, preview.rows)
    context = {"round": round, "preview": preview, "page": page, "lines": _lines(round, page)}
    emails = preview.emails if round.is_open else 0
    context["form"] = StagedForm(staged=preview.staged.pk, emails=emails, asks=bool(preview.alike))
    return render(request, "people/import_check.html", context)


def _lines(round: Round, page: Iterable[PersonRow]) -> list[dict[str, Any]]:
    roles = {role.key: role.name for role in people.list_roles(round)}
    groups = people.group_names()
    return [
        {
            "row": row,
            "roles": ", ".join(roles[key] for key in row.roles),
            "group": groups.get(row.group, ""),
            "participant_language": name_here(row.participant_language),
            "rater_language": name_here(row.rater_language),
        }
        for row in page
    ]


def _answer_check(request: HttpRequest, round: Round) -> HttpResponse:
    if "drop" in request.POST:
        services.drop_import(round=round, **author(request))
        messages.success(request, _("The spreadsheet was put aside. Nothing was imported."))
        return redirect("people_import", round.pk)
    staged_id, apart = _uuid(request.POST.get("staged", "")), "apart" in request.POST

    def confirm() -> None:
        services.confirm_import(round=round, staged_id=staged_id, apart=apart, **author(request))

    done = _("The people are in the round.")
    if round.is_open:
        done = _("The people are in the round, and their emails are sent now.")
    imported = attempt(request, confirm, done=done)
    still_waits = not imported and people.has_staged_import(round)
    return redirect("people_import_check" if still_waits else "round_page", round.pk)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def _closed(request: HttpRequest, round: Round) -> HttpResponse:
    messages.warning(request, _("The round is closed, so nobody can be added."))
    return redirect("round_page", round.pk)


@require_safe
def people_example(request: HttpRequest, kind: str) -> HttpResponse:
    """The example spreadsheet, to start from."""
    access.get_council(account(request), Permission.MANAGE_PEOPLE)
    name = f"people-example.{kind}"
    content = (Path(apps.get_app_config("assessment").path) / "data" / name).read_bytes()
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=EXAMPLES[kind], headers={"Content-Disposition": disposition}
    )
