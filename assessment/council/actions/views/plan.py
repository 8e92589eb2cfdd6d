"""HR's plan of a round: the list, and the steps with its actions."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment import access, languages
from assessment.council.actions import suggestions
from assessment.council.actions.forms.plan import (
    ActionChangeForm,
    ActionForm,
    RemovalForm,
    ReviewForm,
    StepForm,
)
from assessment.council.actions.selectors import goals
from assessment.council.actions.selectors import plan as plans
from assessment.council.actions.services import plan as services
from assessment.web.common import account, attempt, author, get_or_post, submitted_data

if TYPE_CHECKING:
    from assessment.models import CouncilAction, Round

TERMS = ("text", "owner_name", "owner_email", "due_on")


@require_safe
def council_actions(request: HttpRequest, released_round_id: uuid.UUID) -> HttpResponse:
    round = access.get_round_of_plan(account(request), released_round_id)
    today = timezone.localdate()
    earlier = plans.earlier_round_to_review(round, account(request))
    lines = plans.lines_of_plan(round, on=today)
    answered = {line.reading for line in lines}
    context = {
        "round": round,
        "lines": lines,
        "earlier": earlier,
        "to_review": _to_review(round, earlier, today) if earlier else [],
        "tally": goals.tally_goals(round, on=today) if round.is_released else None,
        "suggestions": [
            each
            for each in suggestions.suggestions(round, languages.request_language(request))
            if each.reading not in answered
        ],
    }
    return render(request, "council/actions/plan.html", context)


def _to_review(
    round: Round, earlier: Round, today: datetime.date
) -> list[tuple[plans.ActionLine, ReviewForm]]:
    return [
        (
            line,
            ReviewForm(
                action=reverse("council_action_step", args=[round.pk, line.id]),
                based_on=line.version,
            ),
        )
        for line in plans.open_lines(earlier, on=today)
    ]


@get_or_post
def council_action_new(request: HttpRequest, released_round_id: uuid.UUID) -> HttpResponse:
    """A new action; `?reading=` names the reading that it is to answer, `?help=` how."""
    round = access.get_round_of_plan(account(request), released_round_id)
    if not round.is_released:
        messages.warning(request, _("The plan begins with the release of the reports."))
        return redirect("council_actions", round.pk)
    begun = _begun(request.GET.get("reading", ""), request.GET.get("help", ""))
    form = _new_form(request, round, {"key": uuid.uuid4(), **begun})
    if form.is_valid():
        added = attempt(
            request,
            lambda: services.add_action(
                round=round,
                key=form.cleaned_data["key"],
                reading=form.cleaned_data["reading"],
                terms=_terms(form),
                **author(request),
            ),
            done=_("The action has been added."),
            at=(form, "text"),
        )
        if added:
            return redirect("council_actions", round.pk)
    return render(request, "council/actions/form.html", {"round": round, "form": form})


def _begun(reading: str, number: str) -> dict[str, Any]:
    words = suggestions.first_words(reading, int(number)) if number.isdecimal() else ""
    return {"text": words, "reading": reading} if words else {}


def _new_form(
    request: HttpRequest, round: Round, initial: dict[str, Any], *, action: str = ""
) -> ActionForm:
    return ActionForm(
        submitted_data(request),
        initial=initial,
        act=_("Add the action"),
        back=_address_of(round),
        action=action,
    )


def _address_of(round: Round) -> str:
    return reverse("council_actions", args=[round.pk])


@get_or_post
def council_action_edit(
    request: HttpRequest, released_round_id: uuid.UUID, action_id: uuid.UUID
) -> HttpResponse:
    round = access.get_round_of_plan(account(request), released_round_id)
    action = plans.find_action([round.pk], action_id)
    if action is None:
        return _removed_meanwhile(request, round)
    form = _change_form(request, round, action)
    if form.is_valid():
        changed = attempt(
            request,
            lambda: services.change_action(
                action=action,
                based_on=form.cleaned_data["based_on"],
                terms=_terms(form, "state", "outcome"),
                **author(request),
            ),
            done=_("The action has been changed."),
            at=(form, "text"),
        )
        if changed:
            return redirect("council_actions", round.pk)
    context = {"round": round, "form": form, "changes": True, "now": _now(form, round, action)}
    return render(request, "council/actions/form.html", context)


def _change_form(request: HttpRequest, round: Round, action: CouncilAction) -> ActionChangeForm:
    names = (*TERMS, "state", "outcome")
    return ActionChangeForm(
        submitted_data(request),
        initial={name: getattr(action, name) for name in names} | {"based_on": action.version},
        act=_("Save"),
        back=_address_of(round),
        states=plans.states_in_words(),
    )


def _now(form: ActionChangeForm, round: Round, action: CouncilAction) -> plans.ActionLine | None:
    """What stands there now, where it is not what the page was opened with; None where it is."""
    stored = plans.find_action([round.pk], action.pk)
    if not form.is_bound or stored is None or form.data.get("based_on") == str(stored.version):
        return None
    form.rebase(stored.version)
    return plans.line_of(stored, on=timezone.localdate())


def _removed_meanwhile(request: HttpRequest, round: Round) -> HttpResponse:
    """What somebody typed about an action that is gone becomes a new one, if they say so."""
    if request.method != "POST" or "text" not in request.POST:
        raise Http404
    messages.warning(
        request,
        _(
            "Somebody removed this action while you wrote. What you wrote is below and is not "
            "saved. You can add it again."
        ),
    )
    form = _new_form(request, round, {}, action=reverse("council_action_new", args=[round.pk]))
    return render(request, "council/actions/form.html", {"round": round, "form": form})


def _terms(form: ActionForm, *more: str) -> services.ActionTerms:
    return services.ActionTerms(**{name: form.cleaned_data[name] for name in (*TERMS, *more)})


@require_POST
def council_action_step(
    request: HttpRequest, released_round_id: uuid.UUID, action_id: uuid.UUID
) -> HttpResponse:
    """One step with an action of this plan, or with an open one of the plan before it."""
    round = access.get_round_of_plan(account(request), released_round_id)
    earlier = plans.earlier_round_to_review(round, account(request))
    within = [each.pk for each in (round, earlier) if each]
    action = plans.find_action(within, action_id)
    form = StepForm(request.POST)
    if action is None or not form.is_valid():
        messages.warning(request, _("This action has moved on meanwhile. Here is how it stands."))
        return redirect("council_actions", round.pk)
    step, based_on = form.cleaned_data["step"], form.cleaned_data["based_on"]
    if step == StepForm.CARRY:
        attempt(
            request,
            lambda: services.carry_over(
                action=action, to=round, based_on=based_on, **author(request)
            ),
            done=_("The action goes on in this plan."),
        )
    else:
        attempt(
            request,
            lambda: services.set_state(
                action=action, based_on=based_on, state=step, **author(request)
            ),
            done=_("The state of the action has been saved."),
        )
    return redirect("council_actions", round.pk)


@get_or_post
def council_action_remove(
    request: HttpRequest, released_round_id: uuid.UUID, action_id: uuid.UUID
) -> HttpResponse:
    round = access.get_round_of_plan(account(request), released_round_id)
    action = plans.find_action([round.pk], action_id)
    if action is None:
        messages.warning(request, _("This action is not in the plan any more."))
        return redirect("council_actions", round.pk)
    form = RemovalForm(submitted_data(request))
    if form.is_valid() and attempt(
        request,
        lambda: services.remove_action(
            action=action, based_on=form.cleaned_data["based_on"], **author(request)
        ),
        done=_("The action has been removed."),
    ):
        return redirect("council_actions", round.pk)
    line = plans.line_of(action, on=timezone.localdate())
    context = {"round": round, "line": line, "hidden": [("based_on", line.version)]}
    return render(request, "council/actions/remove.html", context)
