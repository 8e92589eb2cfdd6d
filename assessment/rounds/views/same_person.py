"""Two who look like one person: HR joins them or says that they are two."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessment import access
from assessment.rounds.selectors import people
from assessment.rounds.selectors.one_person import get_joining
from assessment.rounds.services import same_person
from assessment.web.common import account, attempt, author, get_or_post

if TYPE_CHECKING:
    from assessment.models import Person


@get_or_post
def people_join(request: HttpRequest, person_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    one, other = (access.get_person(account(request), key) for key in (person_id, other_id))
    if one == other:
        raise Http404
    if request.method == "POST":
        return _answer(request, one, other)
    joining = get_joining(one, other)
    context = {"joining": joining, "rounds": people.list_unreleased_rounds(joining.kept)}
    return render(request, "people/join.html", context)


def _answer(request: HttpRequest, one: Person, other: Person) -> HttpResponse:
    if "apart" in request.POST:
        same_person.tell_apart(one=one, other=other, **author(request))
        return _back(request, one, _("Noted: they are two people. Nobody asks again."))
    joined = attempt(
        request, lambda: same_person.join_people(one=one, other=other, **author(request))
    )
    if joined is None:
        return redirect("people_join", one.pk, other.pk)
    return _back(request, joined.result, _("They are one person now."))


def _back(request: HttpRequest, person: Person, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("person_edit", person.pk)
