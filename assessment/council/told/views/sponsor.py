"""The council's picture for whoever may not open reports, and HR's page of the letter."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessment import access, languages
from assessment.council.told import words
from assessment.council.told.selectors import told
from assessment.council.told.services import told as services
from assessment.permissions import Permission, has_permission
from assessment.web.common import account, attempt_then, author, get_or_post


@require_safe
def council_told_list(request: HttpRequest) -> HttpResponse:
    """The released rounds of the council."""
    council = access.get_council(account(request), Permission.READ_COUNCIL)
    context = {"council": council, "rounds": told.told_rounds(council)}
    return render(request, "council/told/list.html", context)


@require_safe
def council_told(request: HttpRequest, told_round_id: uuid.UUID) -> HttpResponse:
    """One round: conditions of its roles in words, and figures where enough people are in them."""
    user = account(request)
    round = access.get_round_told(user, told_round_id)
    found = told.council_told_of(round, languages.request_language(request))
    context = {
        "round": round,
        "told": found,
        "words": words.told_words(found.conditions, found.framework),
        "table": words.figure_table(found.figures, found.framework) if found.figures else None,
        "terms": languages.ForeignTerms(found.framework.voices),
        "limits": told.told_limits(),
        "runs_rounds": has_permission(user, Permission.MANAGE_ROUNDS),
    }
    return render(request, "council/told/page.html", context)


@get_or_post
def round_letter(request: HttpRequest, told_round_id: uuid.UUID) -> HttpResponse:
    """What the letter would say now, and how many have agreed; a post makes it."""
    round = access.get_round_of_letter(account(request), told_round_id)
    if request.method == "POST":
        return attempt_then(
            request,
            lambda: services.make_letter(round=round, **author(request)),
            done=services.letter_made(),
            to=("round_letter", round.pk),
        )
    found = told.council_told_of(round, languages.request_language(request))
    conditions = found.conditions or told.conditions_of(round)
    context = {
        "round": round,
        "told": found,
        "words": words.told_words(conditions, found.framework),
        "says_something": bool(conditions),
        "consents": told.consents_of(round),
        "terms": languages.ForeignTerms(found.framework.voices),
    }
    return render(request, "council/told/letter.html", context)
