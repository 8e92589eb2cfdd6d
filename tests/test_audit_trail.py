"""Every write leaves exactly one event of its own, and no event tells what somebody answered."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.db import DatabaseError, transaction
from django.test import RequestFactory

import assessment
from assessment.answering import services as responses
from assessment.answering.changes import Edit
from assessment.models import (
    Action,
    AuditEvent,
    Council,
    Framework,
    Person,
    RaterGroup,
    Round,
    User,
)
from assessment.rounds.services import rounds
from assessment.web.admin import AuditedAdmin
from tests.cast import NOW, add_participant, add_rater, answer
from tests.spring import invite
from tests.writes import COMMENT, UNRECORDED, Stage
from tests.writes import WRITES as OF_ROOMS
from tests.writes_of_told import WRITES_OF_TOLD

WRITES = OF_ROOMS | WRITES_OF_TOLD


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


GROUND = ("assessment.audit", "assessment.web.language_choice")


def services() -> Iterator[str]:
    """Every public function of the services that is told the moment."""
    for module in pkgutil.walk_packages(assessment.__path__, "assessment."):
        if "services" not in module.name.split(".") and module.name not in GROUND:
            continue
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            public = not name.startswith("_") and function.__module__ == module.name
            if public and "at" in inspect.signature(function).parameters:
                yield f"{module.name.removeprefix('assessment.').replace('.services', '')}.{name}"


def texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from (str(key), *texts(value))
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)
    else:
        yield str(data)


def admin_of_models() -> list[AuditedAdmin]:
    registered = django_admin.site._registry.values()
    return [each for each in registered if isinstance(each, AuditedAdmin)]


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
                levels={},
                comment=Edit("Later.", frozenset({""})),
                at=NOW,
                draft=True,
            )
        else:
            getattr(responses, name)(rater=stage.bob, at=NOW)
        assert not AuditEvent.objects.exists()


# What the admin records besides the writes: its own saves, and one email.
IN_THE_ADMIN = {
    Action.COUNCIL_CHANGED,
    Action.COUNCIL_MADE,
    Action.DIMENSION_CHANGED,
    Action.DIMENSION_DELETED,
    Action.FRAMEWORK_CHANGED,
    Action.FRAMEWORK_DELETED,
    Action.FRAMEWORK_MADE,
    Action.USER_CHANGED,
    Action.USER_LINK_SENT,
    Action.USER_MADE,
}


class TestAnAction:
    def test_is_left_by_a_write_or_by_the_admin(self) -> None:
        left = {action for _act, actions in WRITES.values() for action in actions}
        assert left | IN_THE_ADMIN == set(Action)

    def test_is_named_in_words_of_its_own(self) -> None:
        names = [str(each.label) for each in Action]
        assert [name for name in names if "." in name or "_" in name] == []
        assert len(set(names)) == len(names)

    @pytest.mark.parametrize("admin", admin_of_models(), ids=str)
    def test_exists_for_whatever_the_admin_lets_somebody_do(
        self, admin: AuditedAdmin, rf: RequestFactory
    ) -> None:
        request = rf.get("/admin/")
        request.user = User(is_editor=True, is_operator=True)
        verbs = {
            "made": admin.has_add_permission(request),
            "changed": admin.has_change_permission(request),
            "deleted": admin.has_delete_permission(request),
        }
        named = {f"{admin.opts.model_name}.{verb}" for verb, may in verbs.items() if may}
        assert named <= set(Action)


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
