"""A participant's check-ins, and what HR decides and learns of them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from assessment import access, languages
from assessment.check_ins.forms.check_ins import CheckInForm, OfferForm
from assessment.check_ins.selectors.offers import (
    check_in_rule,
    get_check_in_offer,
    list_skill_choices,
    skills_of_report,
)
from assessment.check_ins.selectors.own import check_in_under_way
from assessment.check_ins.selectors.participation import count_check_ins
from assessment.check_ins.services.asking import ask_again, offer_check_ins
from assessment.languages import language_tagged
from assessment.release.selectors.check_in_results import check_in_result, check_ins_after
from assessment.web.common import account, attempt, author, get_or_post, submitted_data

if TYPE_CHECKING:
    from assessment.check_ins.selectors.offers import CheckInOffer
    from assessment.models import Report


@require_safe
def check_ins_of_report(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """All check-ins about one's report: those that have ended, and whether one can be started."""
    report = access.get_own_report(account(request), report_id)
    context = {
        "report": report,
        "council": report.council,
        "offer": get_check_in_offer(report, on=timezone.localdate()),
        "under_way": check_in_under_way(report),
        "check_ins": check_ins_after(report, languages.request_language(request)),
    }
    return render(request, "check_ins/list.html", context)


@get_or_post
def check_in_start(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Whom it would ask, about what, and how many emails leave; a post starts it."""
    report = access.get_own_report(account(request), report_id)
    offer = get_check_in_offer(report, on=timezone.localdate())
    form = _start_form(request, report, offer)
    if form.is_valid():
        skills = list(skills_of_report(report).filter(pk__in=form.cleaned_data["skills"]))
        attempt(
            request,
            lambda: ask_again(report=report, skills=skills, **author(request)),
            done=_("Your check-in has started. The emails are on their way."),
        )
        return redirect("check_ins_of_report", report.pk)
    context = {"report": report, "council": report.council, "offer": offer}
    context |= {"form": form, "rule": check_in_rule()}
    return render(request, "check_ins/start.html", context)


def _start_form(request: HttpRequest, report: Report, offer: CheckInOffer) -> CheckInForm:
    choices = list_skill_choices(report, languages.request_language(request))
    act = ngettext("Ask %(count)d person", "Ask %(count)d people", offer.emails)
    return CheckInForm(
        submitted_data(request),
        skills=[(each.key, language_tagged(each.name)) for each in choices],
        hints={each.key: _("You have a goal about it.") for each in choices if each.goal},
        act=act % {"count": offer.emails},
        back_url=reverse("check_ins_of_report", args=[report.pk]),
    )


@require_safe
def check_in_page(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The result of a check-in, for the participant alone."""
    report = access.get_own_check_in(account(request), report_id)
    context = {
        "result": check_in_result(report, languages.request_language(request)),
        "of": report.participant.round.follows,
        "council": report.council,
    }
    return render(request, "check_ins/result.html", context)


@get_or_post
def round_check_ins(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """HR's page: whether check-ins are offered after a round, and how many took part."""
    user = account(request)
    round = access.get_round(user, round_id)
    if request.method == "POST":
        round = access.get_whole_round(user, round_id)
    form = OfferForm(
        submitted_data(request), initial={"offered": "yes" if round.offers_check_in else "no"}
    )
    if form.is_valid():
        offered = form.cleaned_data["offered"] == "yes"
        done = (
            _("Participants of this round may check in.")
            if offered
            else _("Participants of this round can start no check-in any more.")
        )
        attempt(
            request,
            lambda: offer_check_ins(round=round, offered=offered, **author(request)),
            done=done,
        )
        return redirect("round_check_ins", round.pk)
    context = {"round": round, "form": form, "counts": count_check_ins(round, user)}
    context["rule"] = check_in_rule()
    return render(request, "check_ins/round.html", context)
