"""The next round from the people of one that was released: its terms, a look, and the press."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessment import access
from assessment.rounds.forms.rounds import AgainForm
from assessment.rounds.selectors import again as next_rounds
from assessment.rounds.services import again
from assessment.rounds.views.rounds import not_now
from assessment.web.common import account, attempt, author, get_or_post, submitted_data

if TYPE_CHECKING:
    from assessment.models import Framework, Round


@get_or_post
def round_again(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_whole_round(account(request), round_id)
    if not round.is_released:
        return not_now(request, round, _("The round has not been released yet."))
    if reason := next_rounds.reason_for_none(round):
        return not_now(request, round, reason)
    versions = next_rounds.versions_for(round)
    form = _form(request, round, versions)
    if "change" not in request.POST and form.is_valid():
        terms = _terms(form, versions)
        if "confirmed" in request.POST:
            if made := _make(request, round, form, terms):
                return redirect("round_page", made.pk)
        elif next_rounds.name_is_taken(round, terms["name"]):
            form.add_error("name", _("Another round has this name. Choose a different one."))
        else:
            return _look(request, round, form, terms)
    draft = next_rounds.draft_made_from(round)
    return render(request, "rounds/again.html", {"round": round, "form": form, "draft": draft})


def _form(request: HttpRequest, round: Round, versions: list[Framework]) -> AgainForm:
    return AgainForm(
        submitted_data(request),
        initial={"framework": versions[0].pk},
        frameworks=[(str(each.pk), str(each)) for each in versions],
        earlier=str(round.framework_id),
        act=_("See who is taken over"),
    )


def _terms(form: AgainForm, versions: list[Framework]) -> dict[str, Any]:
    chosen = form.cleaned_data["framework"]
    version = next(each for each in versions if str(each.pk) == chosen)
    return {**form.cleaned_data, "framework": version}


def _make(
    request: HttpRequest, round: Round, form: AgainForm, terms: dict[str, Any]
) -> Round | None:
    made = attempt(
        request,
        lambda: again.assess_again(round=round, **terms, **author(request)),
        done=_("The round has been made. Check its people, then open it."),
        at=(form, "name"),
    )
    return made.result if made else None


def _look(
    request: HttpRequest, round: Round, form: AgainForm, terms: dict[str, Any]
) -> HttpResponse:
    context = {
        "round": round,
        "terms": terms,
        "next": next_rounds.get_next_round(round, terms["framework"]),
        "is_other_version": terms["framework"].pk != round.framework_id,
        "nobody": next_rounds.nobody_left_to_assess(),
        "posted": form.posted(),
    }
    return render(request, "rounds/again_check.html", context)
