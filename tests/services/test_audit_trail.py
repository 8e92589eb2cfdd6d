"""Every write leaves exactly one event of its own, and no event tells what somebody answered."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

import assessment.services as room
from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Round,
    User,
)
from assessment.selectors.frameworks import read
from assessment.selectors.frameworks.content import TargetContent
from assessment.services import (
    accounts,
    frameworks,
    invitations,
    people,
    raters,
    release,
    reports,
    responses,
    retention,
    rights,
    rounds,
)
from assessment.services.frameworks import order, publishing
from assessment.services.frameworks.format import to_data
from assessment.spreadsheets import PersonRow
from tests.cast import NOW, TODAY, add_participant, add_rater, answer, make_framework, make_round
from tests.spring import invite

COMMENT = "Explains what nobody else explains."


@dataclass
class Stage:
    """Ashford with an open round in which Bob and Frank have answered about Carol."""

    council: Council
    framework: Framework
    round: Round
    participant: Participant
    bob: Rater
    frank: Rater
    link: Invitation
    alice: User
    erin: User

    @property
    def by_alice(self) -> dict[str, Any]:
        return {"by": self.alice, "at": NOW}

    @property
    def by_erin(self) -> dict[str, Any]:
        return {"by": self.erin, "at": NOW}

    def draft(self) -> Round:
        return make_round(self.council, self.framework, by=self.alice, name="Next")

    def terms(self, **changes: Any) -> dict[str, Any]:
        terms = {
            "name": "Autumn",
            "framework": self.framework,
            "opens_on": TODAY,
            "closes_on": TODAY + timedelta(days=7),
            "min_group_size": 3,
        }
        return terms | changes

    def close(self) -> Round:
        Round.objects.filter(pk=self.round.pk).update(
            state="closed", closed_at=NOW, closed_by=self.alice
        )
        return self.round

    def stage_people(self, round: Round) -> None:
        row = PersonRow(
            number=2,
            participant_name="Carol",
            participant_email="carol@example.gov.uk",
            roles=("head-of-ict",),
            rater_name="Bob",
            rater_email="bob@example.gov.uk",
            group="manager",
        )
        people.stage_import(round=round, file_name="people.csv", rows=[row], **self.by_alice)

    def draft_framework(self) -> Framework:
        return make_framework(published=False, version="2.0")


@pytest.fixture
def stage(
    ashford: Council,
    framework: Framework,
    open_round: Round,
    alice: User,
    erin: User,
    bob: Person,
    carol: Person,
    frank: Person,
) -> Stage:
    participant = add_participant(open_round, carol)
    manager = add_rater(participant, bob, RaterGroup.MANAGER)
    peer = add_rater(participant, frank, RaterGroup.PEER)
    answer(participant.raters.get(group="self"), 3)
    answer(manager, 4, comments={"communication": COMMENT})
    answer(peer, 2)
    link = invite(open_round, bob)
    return Stage(ashford, framework, open_round, participant, manager, peer, link, alice, erin)


def open_a_draft(stage: Stage) -> None:
    draft = stage.draft()
    add_participant(draft, stage.participant.person)
    for person in (stage.bob.person, stage.frank.person):
        add_rater(draft.participants.get(), person, RaterGroup.PEER)
    rounds.open_(round=draft, **stage.by_alice)


def confirm(stage: Stage) -> None:
    draft = stage.draft()
    stage.stage_people(draft)
    people.confirm_import(round=draft, **stage.by_alice)


def drop(stage: Stage) -> None:
    draft = stage.draft()
    stage.stage_people(draft)
    people.drop_import(round=draft, **stage.by_alice)


def download(stage: Stage) -> None:
    release.release(round=stage.close(), **stage.by_alice)
    report = stage.participant.report
    reports.record_download(report=report, kind="pdf", sha256="0" * 64, **stage.by_alice)


def set_targets(stage: Stage) -> None:
    draft = stage.draft_framework()
    target = TargetContent("e-champion", "communication", level=Decimal(5), importance=2)
    frameworks.set_targets(framework=draft, targets=[target], **stage.by_erin)


def load(stage: Stage) -> None:
    data = json.loads(json.dumps(to_data(read(stage.framework)), default=str))
    frameworks.load(data=data | {"version": "9.0"}, council=None, **stage.by_erin)


Act = Callable[[Stage], object]

# What each write does, and every event that this leaves, those of writes that it calls included.
WRITES: dict[str, tuple[Act, list[str]]] = {
    "accounts.ensure_for_participants": (
        lambda s: (
            Person.objects.update(user=None),
            accounts.ensure_for_participants(round=s.round, **s.by_alice),
        ),
        ["accounts.ensured"],
    ),
    "frameworks.drafts.load": (load, ["framework.loaded"]),
    "frameworks.drafts.new_draft": (
        lambda s: frameworks.new_draft(
            framework=s.framework, council=None, version="2.0", name="Two", **s.by_erin
        ),
        ["framework.drafted"],
    ),
    "frameworks.order.move": (
        lambda s: order.move(
            part=s.draft_framework().dimensions.order_by("position")[1], up=True, **s.by_erin
        ),
        ["framework.order_changed"],
    ),
    "frameworks.publishing.publish": (
        lambda s: publishing.publish(framework=s.draft_framework(), **s.by_erin),
        ["framework.published"],
    ),
    "frameworks.publishing.retire": (
        lambda s: publishing.retire(framework=make_framework(version="3.0"), **s.by_erin),
        ["framework.retired"],
    ),
    "frameworks.targets.set_targets": (set_targets, ["framework.targets_changed"]),
    "invitations.issue": (
        lambda s: invitations.issue(round=s.round, **s.by_alice),
        ["invitations.issued"],
    ),
    "invitations.remind": (
        lambda s: invitations.remind(round=s.round, **s.by_alice),
        ["invitations.reminded"],
    ),
    "invitations.resend": (
        lambda s: invitations.resend(invitation=s.link, **s.by_alice),
        ["invitation.resent"],
    ),
    "invitations.revoke": (
        lambda s: invitations.revoke(invitation=s.link, **s.by_alice),
        ["invitation.revoked"],
    ),
    "people.confirm_import": (confirm, ["people.staged", "people.imported"]),
    "people.drop_import": (drop, ["people.staged", "people.dropped"]),
    "people.stage_import": (lambda s: s.stage_people(s.draft()), ["people.staged"]),
    "raters.add": (
        lambda s: raters.add(
            participant=s.participant,
            name="Hugo",
            email="hugo@example.com",
            group="peer",
            **s.by_alice,
        ),
        ["invitations.issued", "rater.added"],
    ),
    "raters.change_roles": (
        lambda s: raters.change_roles(
            participant=s.participant, roles=s.framework.roles.all(), **s.by_alice
        ),
        ["participant.roles_changed"],
    ),
    "raters.correct_person": (
        lambda s: raters.correct_person(
            person=s.bob.person, name="Robert", email=s.bob.person.email, **s.by_alice
        ),
        ["person.corrected"],
    ),
    "raters.move": (
        lambda s: raters.move(rater=s.frank, group="report", **s.by_alice),
        ["rater.moved"],
    ),
    "raters.remove_participant": (
        lambda s: raters.remove_participant(participant=s.participant, **s.by_alice),
        ["participant.removed", "invitation.revoked"],
    ),
    "raters.withdraw": (
        lambda s: raters.withdraw(rater=s.frank, **s.by_alice),
        ["rater.withdrawn"],
    ),
    "release.release": (
        lambda s: release.release(round=s.close(), **s.by_alice),
        ["round.released"],
    ),
    "reports.record_download": (download, ["round.released", "report.downloaded"]),
    "retention.apply": (
        lambda s: retention.apply(council=s.council, at=NOW + timedelta(days=5000)),
        ["retention.applied"],
    ),
    "retention.set_periods": (
        lambda s: retention.set_periods(
            council=s.council, months={"ratings_months": 6}, **s.by_alice
        ),
        ["council.periods_changed"],
    ),
    "rights.erase": (
        lambda s: rights.erase(person=s.bob.person, **s.by_alice),
        ["person.erased"],
    ),
    "rights.record_copy": (
        lambda s: rights.record_copy(subject=s.bob.person, **s.by_alice),
        ["data.copied"],
    ),
    "responses.decline": (
        lambda s: responses.decline(rater=s.frank, reason="No time.", at=NOW),
        ["rater.declined"],
    ),
    "responses.take_back_decline": (
        lambda s: responses.take_back_decline(rater=s.frank, at=NOW),
        ["rater.decline_taken_back"],
    ),
    "rounds.change": (
        lambda s: rounds.change(round=s.draft(), **s.terms(name="Renamed"), **s.by_alice),
        ["round.changed"],
    ),
    "rounds.close": (lambda s: rounds.close(round=s.round, **s.by_alice), ["round.closed"]),
    "rounds.extend": (
        lambda s: rounds.extend(round=s.round, closes_on=TODAY + timedelta(days=30), **s.by_alice),
        ["round.extended"],
    ),
    "rounds.make": (
        lambda s: rounds.make(council=s.council, **s.terms(), **s.by_alice),
        ["round.made"],
    ),
    "rounds.open_": (
        open_a_draft,
        ["invitations.issued", "round.opened"],
    ),
}

# These leave none. Of raters: a moment would tell who answered when.
UNRECORDED = {
    "responses.save_page",
    "responses.submit",
    "responses.withdraw",
    "invitations.finish_later",
    "invitations.send_pending",  # queued by a write that is recorded
    "outbox.queue",
    "outbox.send_batch",
    "retention.due",  # changes nothing
    "audit.record",
}


def services() -> Iterator[str]:
    """Every public function of the services that is told the moment."""
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            public = not name.startswith("_") and function.__module__ == module.name
            if public and "at" in inspect.signature(function).parameters:
                yield f"{module.name.removeprefix(room.__name__ + '.')}.{name}"


def texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from (str(key), *texts(value))
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)
    else:
        yield str(data)


class TestEveryWrite:
    def test_is_in_this_table(self) -> None:
        assert set(services()) == WRITES.keys() | UNRECORDED

    @pytest.mark.parametrize("name", WRITES)
    def test_leaves_exactly_its_own_event(self, stage: Stage, name: str) -> None:
        act, expected = WRITES[name]
        act(stage)
        assert Counter(AuditEvent.objects.values_list("action", flat=True)) == Counter(expected)

    @pytest.mark.parametrize("name", WRITES)
    def test_tells_no_name_no_address_no_token_and_no_answer(self, stage: Stage, name: str) -> None:
        persons = list(Person.objects.all())
        secrets = {stage.link.token_hash, COMMENT, "No time."}
        secrets |= {each.name for each in persons} | {each.email for each in persons}
        secrets |= {"Hugo", "hugo@example.com", "Robert"}
        WRITES[name][0](stage)
        told = "\n".join(text for event in AuditEvent.objects.all() for text in texts(event.detail))
        assert [secret for secret in secrets if secret in told] == []

    @pytest.mark.parametrize("name", ["save_page", "submit", "withdraw"])
    def test_of_a_rater_leaves_no_moment(self, stage: Stage, name: str) -> None:
        if name == "save_page":
            responses.save_page(
                rater=stage.bob,
                dimension=stage.framework.dimensions.get(key="leadership"),
                ratings={},
                comment="Later.",
                at=NOW,
                draft=True,
            )
        else:
            getattr(responses, name)(rater=stage.bob, at=NOW)
        assert not AuditEvent.objects.exists()


class TestAnEvent:
    def test_is_never_changed_or_deleted(self, stage: Stage) -> None:
        rounds.close(round=stage.round, **stage.by_alice)
        event = AuditEvent.objects.get()
        event.action = "round.opened"
        with pytest.raises(DatabaseError), transaction.atomic():
            event.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditEvent.objects.all().delete()

    def test_vanishes_with_a_write_that_fails(self, stage: Stage) -> None:
        def close_and_stumble() -> None:
            with transaction.atomic():
                rounds.close(round=stage.round, **stage.by_alice)
                raise OSError("power cut")

        with pytest.raises(OSError, match="power cut"):
            close_and_stumble()
        assert not AuditEvent.objects.exists()
