"""Rounds in which HR staff take part themselves."""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from assessment.models import (
    Council,
    Framework,
    Invitation,
    Person,
    Rater,
    Report,
    Round,
    StagedImport,
    User,
)
from assessment.release.services import release
from assessment.spreadsheets import PersonRow
from tests.attacks.clock import SESSION
from tests.cast import (
    NOW,
    PASSWORD,
    add_participant,
    add_rater,
    make_person,
    make_round,
    signed_in,
)

OF_THE_VISIT = re.compile(rf'{SESSION}|name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"')


def body(answer: Any) -> str:
    """What is said, but for what each visit has of its own; files of released figures are not."""
    # read to the end: a file is closed after its last byte
    read: bytes = answer.getvalue() if answer.streaming else answer.content
    of_release = read.startswith((b"PK", b"%PDF"))
    return "" if of_release else OF_THE_VISIT.sub("", read.decode())


DRAFT = {"round_edit", "round_delete", "round_open"}


@dataclass
class World:
    """Ashford's rounds, in each of which Beth is assessed and Gail rates Carol."""

    about: dict[str, dict[str, object]]
    clients: dict[str, Client]
    opened: Round
    beth: User

    def path(self, case: str) -> str:
        name, _, about = case.partition(" of ")
        known = self.about["round"] | self.about.get(about.replace(", ", "'s ", 1) or "round", {})
        if name in DRAFT:
            known |= self.about["draft"]
        if name == "round_release":
            known |= self.about["closed"]
        [named] = get_resolver().reverse_dict.getlist(name)[:1]
        return reverse(name, kwargs={key: known[key] for key in named[0][0][1] if key in known})

    @contextmanager
    def as_new(self) -> Iterator[dict[str, Client]]:
        clients = {kind: Client() for kind in self.clients}
        for kind, client in clients.items():
            client.cookies = copy.deepcopy(self.clients[kind].cookies)
        with transaction.atomic():
            yield clients
            transaction.set_rollback(True)

    def read(self, case: str, kind: str) -> tuple[int, str]:
        """The status and what is said, read to the end before the world is as it was."""
        with self.as_new() as clients:
            if kind == "only":
                User.objects.filter(is_hr=True).exclude(pk=self.beth.pk).update(is_active=False)
            met = clients["beth" if kind == "only" else kind].get(self.path(case))
            return met.status_code, body(met)


@pytest.fixture
def beth(ashford: Council) -> User:
    user = User.objects.create_user(
        "beth@example.gov.uk", PASSWORD, name="Beth", council=ashford, is_hr=True
    )
    Person.objects.create(council=ashford, name="Beth", email=user.email, user=user)
    return user


@pytest.fixture
def gail(ashford: Council) -> User:
    """HR who rates by a link, as raters do: the account is not tied to the person."""
    make_person(ashford, "Gail")
    return User.objects.create_user(
        "gail@example.gov.uk", PASSWORD, name="Gail", council=ashford, is_hr=True
    )


def people_of(council: Council) -> dict[str, Person]:
    return {person.name: person for person in Person.objects.filter(council=council)}


def fill(round: Round, people: dict[str, Person]) -> dict[str, Rater]:
    """Frank rates Beth alone, Bob Beth and Carol, Gail and Hal Carol alone."""
    beth, carol = (add_participant(round, people[name]) for name in ("Beth", "Carol"))
    found = {
        "Beth": add_rater(beth, people["Frank"], "peer"),
        "Beth, Bob": add_rater(beth, people["Bob"], "manager"),
        "Carol": add_rater(carol, people["Hal"], "peer"),
        "Carol, by a link that is for Beth too": add_rater(carol, people["Bob"], "manager"),
    }
    add_rater(carol, people["Gail"], "peer")
    return found


@pytest.fixture
def world(
    ashford: Council,
    alice: User,
    beth: User,
    gail: User,
    bob: Person,
    carol: Person,
    frank: Person,
    framework: Framework,
) -> World:
    make_person(ashford, "Hal")
    stranger = make_person(ashford, "Somebody in no round")
    people = people_of(ashford)
    opened = make_round(ashford, framework, by=alice, state="open")
    opened.closes_on = timezone.localdate() + datetime.timedelta(days=7)
    opened.save()
    raters = fill(opened, people)
    for person in people.values():
        Invitation.objects.create(round=opened, person=person, sent_at=NOW)
    rows = [asdict(PersonRow("Beth", "beth@example.gov.uk", ("head-of-ict",)))]
    StagedImport.objects.create(
        round=opened,
        file_name="people.csv",
        rows={"replace": False, "notes": [], "rows": rows},
        staged_by=alice,
        staged_at=NOW,
    )
    others = {}
    for state in ("draft", "closed"):
        others[state] = make_round(ashford, framework, by=alice, state=state, name=f"A {state} one")
        others[state].closes_on = opened.closes_on
        others[state].save()
        fill(others[state], people)
    reports = released(ashford, framework, alice, people)
    last = next(iter(reports.values())).participant.round_id
    about: dict[str, dict[str, object]] = {
        "round": {
            "round_id": opened.pk,
            "released_round_id": last,
            "kind": "csv",
            "other_id": stranger.pk,
        },
        "draft": {"round_id": others["draft"].pk},
        "closed": {"round_id": others["closed"].pk},
        "Beth's rater": {"person_id": frank.pk},
    }
    for name, rater in raters.items():
        about[name.replace(", ", "'s ", 1)] = {
            "rater_id": rater.pk,
            "participant_id": rater.participant_id,
        }
    for name in ("Beth", "Carol"):
        about[name] |= {"person_id": people[name].pk, "report_id": reports[name].pk}
    clients = {"alice": signed_in(alice), "beth": signed_in(beth), "gail": signed_in(gail)}
    return World(about, clients, opened, beth)


def released(
    council: Council, framework: Framework, by: User, people: dict[str, Person]
) -> dict[str, Report]:
    """Last year's round, released without the page that would have named Gail."""
    last = make_round(council, framework, by=by, state="closed", name="Last year")
    fill(last, people)
    release.release(round=last, by=by, at=NOW)
    found = Report.objects.filter(participant__round=last)
    return {report.participant.person.name: report for report in found}
