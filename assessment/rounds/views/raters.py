"""One participant with their raters, and what HR puts right one by one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment import access
from assessment.permissions import Permission
from assessment.rounds.forms.people import (
    CorrectionForm,
    GroupForm,
    ParticipantForm,
    PersonForm,
    RaterForm,
    RolesForm,
)
from assessment.rounds.selectors import asked_addresses, people, same_person
from assessment.rounds.services import invitations, raters
from assessment.rounds.services.same_person import SamePersonAsked
from assessment.web.common import (
    account,
    attempt,
    attempt_then,
    author,
    get_or_post,
    submitted_data,
)

if TYPE_CHECKING:
    from assessment.models import Invitation, Participant, Person


@require_safe
def participant_page(request: HttpRequest, participant_id: uuid.UUID) -> HttpResponse:
    participant = access.get_participant(account(request), participant_id)
    round = participant.round
    context = {
        "participant": participant,
        "round": round,
        "roles": people.name_roles([participant.pk])[participant.pk],
        "lines": people.list_raters(participant, account(request)),
        "report": people.get_report_of(participant) if round.is_released else None,
    }
    return render(request, "people/participant.html", context)


@get_or_post
def participant_new(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_round(account(request), round_id, Permission.MANAGE_PEOPLE)
    if not round.takes_people:
        messages.warning(request, _("The round is closed, so nobody can be added."))
        return redirect("round_page", round.pk)
    known = people.list_roles(round)
    form = ParticipantForm(submitted_data(request), roles=[(role.key, role.name) for role in known])
    if form.is_valid():
        entered = dict(form.cleaned_data)
        entered["roles"] = [role for role in known if role.key in entered["roles"]]

        def add() -> Participant:
            with _asking(form):
                added = raters.add_participant(round=round, **entered, **author(request))
            _say_known_name(request, added.person, entered["name"])
            return added

        sentence = _("The participant has been added. Now add their raters.")
        if added := attempt(request, add, done=sentence, at=(form, "email")):
            return redirect("participant_page", added.result.pk)
    return render(request, "people/participant_new.html", {"round": round, "form": form})


@contextmanager
def _asking(form: PersonForm) -> Iterator[None]:
    """Let the form ask whether they are two people, where the service wants to know."""
    try:
        yield
    except SamePersonAsked:
        form.ask()
        raise


def _say_known_name(request: HttpRequest, person: Person, entered: str) -> None:
    if person.name != entered:
        sentence = _("%(email)s is known as %(name)s, and that name was kept.")
        messages.info(request, sentence % {"email": person.email, "name": person.name})


@get_or_post
def participant_roles(request: HttpRequest, participant_id: uuid.UUID) -> HttpResponse:
    participant = access.get_participant(account(request), participant_id)
    known = people.list_roles(participant.round)
    form = RolesForm(
        submitted_data(request),
        initial={"roles": [role.key for role in participant.roles.all()]},
        roles=[(role.key, role.name) for role in known],
    )

    def change() -> None:
        chosen = [role for role in known if role.key in form.cleaned_data["roles"]]
        raters.change_roles(participant=participant, roles=chosen, **author(request))

    return _form_page(
        request,
        form,
        change,
        template="people/roles.html",
        context={"participant": participant, "round": participant.round},
        field="roles",
        done=_("The roles have been changed."),
        to=("participant_page", participant.pk),
    )


@get_or_post
def participant_remove(request: HttpRequest, participant_id: uuid.UUID) -> HttpResponse:
    participant = access.get_participant(account(request), participant_id)
    if request.method == "POST":
        return attempt_then(
            request,
            lambda: raters.remove_participant(participant=participant, **author(request)),
            done=_("%(name)s is no longer in the round.") % {"name": participant.person.name},
            to=("round_page", participant.round_id),
        )
    context = {
        "participant": participant,
        "round": participant.round,
        "rater_count": participant.raters.count() - 1,
        "response_count": people.count_responses(participant),
    }
    return render(request, "people/participant_remove.html", context)


@get_or_post
def rater_new(request: HttpRequest, participant_id: uuid.UUID) -> HttpResponse:
    participant = access.get_participant(account(request), participant_id)
    form = RaterForm(submitted_data(request), groups=people.rater_groups(participant.round))

    def add() -> None:
        with _asking(form):
            rater = raters.add(participant=participant, **form.cleaned_data, **author(request))
        _say_known_name(request, rater.person, form.cleaned_data["name"])

    return _form_page(
        request,
        form,
        add,
        template="people/rater_new.html",
        context={"participant": participant, "round": participant.round},
        field="email",
        done=_("The rater has been added."),
        to=("participant_page", participant.pk),
    )


@require_safe
def rater_page(request: HttpRequest, rater_id: uuid.UUID) -> HttpResponse:
    rater = access.get_rater(account(request), rater_id)
    context = {
        "rater": rater,
        "round": rater.participant.round,
        "line": people.get_rater_line(rater, account(request)),
    }
    return render(request, "people/rater.html", context)


@get_or_post
def rater_group(request: HttpRequest, rater_id: uuid.UUID) -> HttpResponse:
    rater = access.get_rater(account(request), rater_id)
    groups = people.rater_groups(rater.participant.round)
    form = GroupForm(submitted_data(request), initial={"group": rater.group}, groups=groups)
    return _form_page(
        request,
        form,
        lambda: raters.change_group(
            rater=rater, group=form.cleaned_data["group"], **author(request)
        ),
        template="people/rater_group.html",
        context={"rater": rater, "round": rater.participant.round},
        field="group",
        done=_("The group has been changed."),
        to=("rater_page", rater.pk),
    )


@get_or_post
def rater_withdraw(request: HttpRequest, rater_id: uuid.UUID) -> HttpResponse:
    rater = access.get_rater(account(request), rater_id)
    if request.method == "POST":
        return attempt_then(
            request,
            lambda: raters.withdraw_rater(rater=rater, **author(request)),
            done=_("%(name)s is no longer asked.") % {"name": rater.person.name},
            to=("participant_page", rater.participant_id),
        )
    context = {
        "rater": rater,
        "round": rater.participant.round,
        "has_answers": people.has_answers(rater),
    }
    return render(request, "people/rater_withdraw.html", context)


@get_or_post
def rater_resend(request: HttpRequest, rater_id: uuid.UUID) -> HttpResponse:
    return _link_page(
        request,
        rater_id,
        invitations.resend,
        template="people/rater_resend.html",
        done=_("The email is sent now. Below it says whether it has left."),
    )


@get_or_post
def rater_revoke(request: HttpRequest, rater_id: uuid.UUID) -> HttpResponse:
    return _link_page(
        request,
        rater_id,
        invitations.revoke,
        template="people/rater_revoke.html",
        done=_("The link has stopped working."),
    )


@get_or_post
def person_edit(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    person = access.get_person(account(request), person_id)
    found = people.list_unreleased_rounds(person)
    initial = {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "unit": person.unit,
    }
    form = CorrectionForm(submitted_data(request), initial=initial)
    alike = same_person.like(person.council, name=person.name, email=person.email)
    context = {
        "person": person,
        "rounds": found,
        "form": form,
        "alike": alike,
        "in_use": asked_addresses.is_in_use(person),
        "asked": asked_addresses.asked_address(person, timezone.now()),
    }

    def correct() -> Person:
        with _asking(form):
            return raters.correct_person(person=person, **form.cleaned_data, **author(request))

    def done(corrected: Person) -> str:
        if corrected.email.lower() != form.cleaned_data["email"].lower():
            return _("The address waits: another HR account confirms it, or a day has to pass.")
        return _("The name and the address have been corrected.")

    if form.is_valid():
        corrected = attempt(
            request,
            correct,
            done=done,
            at=(form, "email"),
        )
        if corrected:
            return redirect("round_people", found[0].pk) if found else redirect("round_list")
    return render(request, "people/person_edit.html", context)


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    work: Callable[[], Any],
    *,
    template: str,
    context: dict[str, Any],
    field: str,
    done: str,
    to: tuple[str, Any],
) -> HttpResponse:
    """A form about a participant: do its work and go back, or show it with its errors."""
    if form.is_valid() and attempt(request, work, done=done, at=(form, field)):
        return redirect(to[0], to[1])
    return render(request, template, {**context, "form": form})


def _link_page(
    request: HttpRequest,
    rater_id: uuid.UUID,
    work: Callable[..., Any],
    *,
    template: str,
    done: str,
) -> HttpResponse:
    rater = access.get_rater_with_link(account(request), rater_id)
    invitation = people.get_invitation(rater)
    if invitation is None:
        messages.warning(request, _("Nobody was invited yet: the round has not been opened."))
        return redirect("rater_page", rater.pk)
    if request.method == "POST":
        return attempt_then(
            request,
            lambda: work(invitation=invitation, **author(request)),
            done=done,
            to=("rater_page", rater.pk),
        )
    return render(request, template, _link_context(rater, invitation))


def _link_context(rater: Any, invitation: Invitation) -> dict[str, Any]:
    return {
        "rater": rater,
        "round": rater.participant.round,
        "requests": people.count_requests(invitation),
    }
