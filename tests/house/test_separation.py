"""Who of HR may do what about a round that HR staff take part in themselves.

Every address that HR has × Alice, who has no part in it; Beth, who is assessed; Gail, who rates
Carol; and Beth when hers is the only HR account. "hidden": what raters do about Beth changes the
page for Alice and not for whoever sees it hidden.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

import tests.house.test_access as access
from assessment import audit
from assessment.models import (
    Action,
    Council,
    CouncilLetter,
    Framework,
    Invitation,
    Person,
    QueuedEmail,
    Rater,
    Report,
    Round,
    StagedImport,
    User,
)
from assessment.refused import Refused
from assessment.release.services import release
from assessment.rounds.services import invitations, rounds
from assessment.spreadsheets import PersonRow
from tests.attacks.clock import SESSION
from tests.cast import (
    NOW,
    PASSWORD,
    add_participant,
    add_rater,
    answer,
    make_person,
    make_round,
    signed_in,
)
from tests.council.actions.plans import add as add_action_of_plan
from tests.house.duties import ALLOWED, DUTIES, HIDDEN, KINDS, REFUSED

DAY = datetime.timedelta(days=1)
SAID = "Another HR account looks after this"
DRAFT = {"round_edit", "round_delete", "round_open"}
NOT_READ = {"data_person_file"}  # posts alone, by the door of data_person


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
        return reverse(name, kwargs={key: known[key] for key in access.ADDRESSES[name]})

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
    other = {"other_id": make_person(ashford, "Somebody in no round").pk}
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
        fill(others[state], people)
    reports = released(ashford, framework, alice, people)
    last = next(iter(reports.values())).participant.round_id
    action = add_action_of_plan(Round.objects.get(pk=last), alice)
    other |= {"action_id": action.pk, "told_round_id": last, "released_round_id": last}
    about: dict[str, dict[str, object]] = {
        "round": {"round_id": opened.pk, "kind": "csv"} | other,
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
    CouncilLetter.objects.create(round=last, made_at=NOW, made_by=by)
    found = Report.objects.filter(participant__round=last)
    return {report.participant.person.name: report for report in found}


def raters_of_beth_do_something(world: World) -> None:
    """One declines, one answers, one gets a reminder that bounces; last year's were others."""
    raters = Rater.objects.filter(participant__round=world.opened, participant__person__name="Beth")
    one, other = raters.get(person__name="Frank"), raters.get(person__name="Bob")
    one.declined_on, one.decline_reason = timezone.localdate(), "Too close a friend"
    one.save()
    keys = audit.whose(world.opened.pk, one.participant_id, one.person_id)
    for subject in (one, one.person, Invitation.objects.get(round=world.opened, person=one.person)):
        audit.record(
            action=Action.RATER_DECLINED,
            subject=subject,
            council=world.opened.council,
            by=None,
            at=timezone.now(),
            **keys,
        )
    audit.record(
        action=Action.INVITATIONS_REMINDED,
        subject=world.opened,
        council=world.opened.council,
        by=None,
        at=timezone.now(),
        people=1,
    )
    answer(other)
    QueuedEmail.objects.create(
        round=world.opened, person=other.person, kind="reminder", failures=1, queued_at=NOW
    )


OF_THE_VISIT = re.compile(rf'{SESSION}|name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"')


def body(answer: Any) -> str:
    """What is said, but for what each visit has of its own; files of released figures are not."""
    read: bytes = b"".join(answer) if answer.streaming else answer.content
    of_release = read.startswith((b"PK", b"%PDF"))
    return "" if of_release else OF_THE_VISIT.sub("", read.decode())


def outcome(world: World, case: str, kind: str) -> str:
    status, seen = world.read(case, kind)
    if status == 403:
        assert SAID in seen
        return REFUSED
    assert status in {200, 302}
    if kind not in {"beth", "only"}:
        return ALLOWED
    _status, alice = world.read(case, "alice")
    with transaction.atomic():
        raters_of_beth_do_something(world)
        met = world.read(case, kind)
        _status, alice_after = world.read(case, "alice")
        transaction.set_rollback(True)
    assert met == (status, seen), "what raters did about Beth shows"
    return HIDDEN if alice_after != alice else ALLOWED


class TestEveryAddressOfHR:
    def test_has_a_row_in_the_table(self) -> None:
        of_hr = {
            name
            for name, row in access.EXPECTED.items()
            if row in (access.HR, access.ASHFORD_HR, access.REPORT, access.COUNCIL, access.READERS)
        }
        assert {case.partition(" of ")[0] for case in DUTIES} == of_hr - NOT_READ

    def test_answers_as_the_table_says(self, world: World, subtests: pytest.Subtests) -> None:
        for case, expected in DUTIES.items():
            with subtests.test(case):
                assert tuple(outcome(world, case, kind) for kind in KINDS) == expected

    def test_is_no_wider_open_for_a_post(self, world: World, subtests: pytest.Subtests) -> None:
        for case, row in DUTIES.items():
            for kind, expected in zip(KINDS[:3], row[:3], strict=True):
                if expected == REFUSED:
                    with subtests.test(f"{case}, {kind}"), world.as_new() as clients:
                        assert clients[kind].post(world.path(case)).status_code in {403, 405}


@pytest.fixture
def hers(ashford: Council, framework: Framework, alice: User, beth: User, gail: User) -> Round:
    """A closed round in which Beth is assessed, and Gail rates Carol."""
    for name in ("Bob", "Carol", "Frank", "Hal"):
        make_person(ashford, name)
    found = make_round(ashford, framework, by=alice, state="closed")
    fill(found, people_of(ashford))
    return found


def words(client: Client, name: str, round: Round) -> str:
    page = client.get(reverse(name, args=[round.pk])).content.decode()
    return " ".join(strip_tags(page).split())


class TestTheServices:
    def test_refuse_what_the_doors_refuse(
        self,
        ashford: Council,
        framework: Framework,
        alice: User,
        beth: User,
        subtests: pytest.Subtests,
    ) -> None:
        by: dict[str, Any] = {"by": beth, "at": timezone.now()}
        later = timezone.localdate() + 30 * DAY
        steps: dict[str, tuple[str, Callable[[Round], object]]] = {
            "delete": ("draft", lambda its: rounds.delete(round=its, **by)),
            "extend": ("open", lambda its: rounds.extend(round=its, closes_on=later, **by)),
            "remind": ("open", lambda its: invitations.remind(round=its, **by)),
            "close": ("open", lambda its: rounds.close(round=its, **by)),
            "release": ("closed", lambda its: release.ask(round=its, **by)),
        }
        for name, (state, step) in steps.items():
            hers = make_round(ashford, framework, by=alice, state=state, name=name)
            add_participant(hers, people_of(ashford)["Beth"])
            with (
                subtests.test(name),
                pytest.raises(Refused, match="You take part in this round yourself"),
            ):
                step(hers)


class TestThePageBeforeOpening:
    def test_says_so_where_every_hr_account_takes_part(
        self, ashford: Council, framework: Framework, alice: User, beth: User
    ) -> None:
        draft = make_round(ashford, framework, by=alice)
        draft.closes_on = timezone.localdate() + 7 * DAY
        draft.save()
        add_participant(draft, people_of(ashford)["Beth"])
        said = "Every HR account of your council takes part in this round, so nobody can close"
        assert said not in words(signed_in(beth), "round_open", draft)
        User.objects.filter(pk=alice.pk).update(is_active=False)
        assert said in words(signed_in(beth), "round_open", draft)


class TestThePageBeforeARelease:
    def test_names_hr_staff_who_rate_so_that_they_may_read_the_report(
        self, hers: Round, alice: User, gail: User
    ) -> None:
        page = words(signed_in(alice), "round_release", hers)
        assert "Gail manages this round and rates Carol." in page
        release.ask(round=hers, by=alice, at=timezone.now())
        report = Report.objects.get(participant__person__name="Carol")
        path = reverse("report_page", args=[report.pk])
        assert signed_in(gail).get(path).status_code == 200
