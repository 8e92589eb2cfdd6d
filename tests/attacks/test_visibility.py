"""The table of who sees what, each cell against everything that its reader can open.

Worlds that differ in one fact about Frank are made by the services. A reader who is said to see
nothing finds them alike; one who sees a fact as Frank's tells Frank from Gwen; one who sees it as
part of a group does not, and finds the group changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from difflib import unified_diff

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessment.answering import services as answering
from assessment.models import Council, Framework, Person, Rater, RaterGroup, Report, Round, User
from assessment.release.services import release
from assessment.rounds.services import rounds
from assessment.visibility import WHO_SEES, WHO_SEES_A_MANAGER, RaterFact, Reader, Sight
from tests.attacks.clock import SESSION
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_participant_account,
    make_person,
    make_round,
    signed_in,
)
from tests.check_ins.world import finish, offer, report_about, start

pytestmark = pytest.mark.one_database

RANDOM = re.compile(
    r"(?:skill|focus|mandate)-[0-9a-f]{8}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}"
    rf'|name="csrfmiddlewaretoken" value="[^"]+"|{SESSION}|\b\d\d?:\d\d\b|\b\d\d?(:\d\d)? [ap]\.m\.'
)
SOMEWHERE = "communication-1"
OTHERS = ("Hal", "Ida", "Jo")
MARKED, BESIDE = "leadership", ("Hal", "Ida")
"""With the marks of two others, one more reaches the next band."""


@dataclass(frozen=True)
class Answer:
    """What somebody gave: a level for everything, None for what they did not observe."""

    level: int = 4
    unseen: bool = False
    comment: str = ""
    mark: str = ""


@dataclass(frozen=True)
class World:
    """What two people did, who are asked as peers or, the first, as the manager.

    Of both there is an answer, nothing, or the word "declined"; whoever is not asked is not there.
    """

    frank: Answer | str
    gwen: Answer | str
    group: RaterGroup = RaterGroup.PEER
    again: bool = False  # in a check-in, after an assessment in which all worlds are alike
    not_asked: frozenset[str] = field(default_factory=frozenset)


ONE, OTHER = Answer(2, comment="First words."), Answer(4, comment="Other words.")
SILENT, DECLINED = "", "declined"
START = World(ONE, OTHER)
GONE = "not asked"

# By fact: a world, one in which it is Gwen's instead of Frank's, one in which it is nobody's.
APART: Mapping[RaterFact, tuple[World, World, World]] = {
    RaterFact.ASKED: (
        replace(START, gwen=SILENT, not_asked=frozenset({"Gwen"})),
        World(SILENT, ONE, not_asked=frozenset({"Frank"})),
        World(SILENT, ONE, not_asked=frozenset({"Frank"})),
    ),
    RaterFact.ANSWERED: (World(ONE, SILENT), World(SILENT, ONE), World(SILENT, SILENT)),
    RaterFact.DECLINED: (World(DECLINED, ONE), World(SILENT, ONE), World(SILENT, ONE)),
    RaterFact.RATINGS: (
        START,
        World(replace(ONE, level=4), replace(OTHER, level=2)),
        World(replace(ONE, level=3), OTHER),
    ),
    RaterFact.COMMENTS: (
        START,
        World(replace(ONE, comment=OTHER.comment), replace(OTHER, comment=ONE.comment)),
        World(replace(ONE, comment="Third words."), OTHER),
    ),
    RaterFact.MARKS: (
        World(Answer(mark=MARKED), Answer()),
        World(Answer(), Answer(mark=MARKED)),
        World(Answer(), Answer()),
    ),
    RaterFact.NOT_OBSERVED: (
        World(Answer(unseen=True), Answer()),
        World(Answer(), Answer(unseen=True)),
        World(Answer(), Answer()),
    ),
    RaterFact.CHECK_IN: (
        World(ONE, OTHER, again=True),
        World(replace(ONE, level=4), replace(OTHER, level=2), again=True),
        World(replace(ONE, level=3), OTHER, again=True),
    ),
}
SEEN: dict[World, dict[Reader, list[str]]] = {}
"""What was found in a world, so that each is made once."""

CELLS = [(reader, fact) for reader in Reader for fact in RaterFact]


@pytest.fixture
def see(
    ashford: Council,
    framework: Framework,
    alice: User,
    susan: User,
    carol: Person,
    erin: User,
    olga: User,
    dave: User,
) -> See:
    staff = {
        Reader.SPONSOR: susan,
        Reader.EDITOR: erin,
        Reader.OPERATOR: olga,
        Reader.OTHER_COUNCILS: dave,
    }
    return See(ashford, framework, alice, carol, staff)


class See:
    """Makes a world, collects what a reader can open in it, and takes the world back."""

    def __init__(
        self,
        council: Council,
        framework: Framework,
        alice: User,
        carol: Person,
        staff: dict[Reader, User],
    ) -> None:
        self.council, self.framework, self.alice, self.carol = council, framework, alice, carol
        self.users = {Reader.HR: alice, **staff}
        assert carol.user is not None
        self.users[Reader.PARTICIPANT] = carol.user
        self.people = {n: make_person(council, n) for n in ("Frank", "Gwen", *OTHERS, "Bob")}
        self.users[Reader.MANAGER] = make_participant_account(self.people["Bob"])
        self.users[Reader.RATERS] = make_participant_account(self.people["Ida"])

    def __call__(self, reader: Reader, world: World) -> list[str]:
        if world not in SEEN:
            SEEN[world] = self.made(world)
        return SEEN[world][reader]

    def made(self, world: World) -> dict[Reader, list[str]]:
        found: dict[Reader, list[str]] = {reader: [] for reader in Reader}
        # Of a manager's world only what the participant finds is asked.
        asked = [Reader.PARTICIPANT] if world.group == RaterGroup.MANAGER else list(self.users)
        clients = {reader: signed_in(self.users[reader]) for reader in asked}
        with transaction.atomic():
            round = make_round(self.council, self.framework, by=self.alice, state="open")
            self.act(round, world)
            for reader, client in clients.items():
                found[reader] += self.opened(client, reader, round)
            rounds.close(round=round, by=self.alice, at=NOW)
            release.release(round=round, by=self.alice, at=NOW)
            if world.again:
                self.check_in(round, world)
            for reader, client in clients.items():
                found[reader] += self.opened(client, reader, round)
            transaction.set_rollback(True)
        return found

    def act(self, round: Round, world: World) -> None:
        participant = add_participant(round, self.carol)
        for name in OTHERS:
            peer = add_rater(participant, self.people[name], RaterGroup.PEER)
            marks = [MARKED] if name in BESIDE else []
            answer(peer, 3, comments={"communication": f"{name}’s words."}, marks=marks)
        if world.group != RaterGroup.MANAGER:
            answer(add_rater(participant, self.people["Bob"], RaterGroup.MANAGER), 3)
        frank, gwen = (Answer(), Answer()) if world.again else (world.frank, world.gwen)
        did = {"Frank": (frank, world.group), "Gwen": (gwen, RaterGroup.PEER)}
        for name, (what, group) in did.items():
            if name not in world.not_asked:
                self.do(add_rater(participant, self.people[name], group), what)

    def check_in(self, round: Round, world: World) -> None:
        made = start(report_about(offer(round)), at=NOW + timedelta(days=100))
        told = {"Frank": world.frank, "Gwen": world.gwen}
        for rater in made.participants.get().raters.select_related("person"):
            what = told.get(rater.person.name, Answer(3))
            if isinstance(what, Answer):
                comments = {"check-in": what.comment} if what.comment else {}
                answer(rater, what.level, comments=comments)
        finish(made, at=NOW + timedelta(days=115))

    def do(self, rater: Rater, what: Answer | str) -> None:
        if isinstance(what, Answer):
            unseen = {SOMEWHERE: None} if what.unseen else {}
            comments = {"communication": what.comment} if what.comment else {}
            answer(rater, what.level, levels=unseen, comments=comments, marks=[what.mark])
        elif what == DECLINED:
            answering.decline(rater=rater, reason="We never meet.", at=NOW)

    def opened(self, client: Client, reader: Reader, round: Round) -> list[str]:
        own = [reverse(name) for name in ("home", "answer_list", "my_data")]
        own += [reverse("report_page", args=[report.pk]) for report in Report.objects.all()]
        own += [reverse("check_in_result", args=[each.pk]) for each in Report.check_ins.all()]
        pages = [reverse("round_page", args=[round.pk])]
        if reader in (Reader.EDITOR, Reader.OPERATOR):
            quality = "admin:assessment_framework_quality"
            pages += [reverse("admin:index"), reverse(f"{quality}_list")]
            pages += [reverse(quality, args=[self.framework.pk])]
        if reader in (Reader.HR, Reader.SPONSOR):
            own += [reverse("council_told_list"), reverse("council_told", args=[round.pk])]
        if reader is Reader.OTHER_COUNCILS:
            own += [reverse("round_list"), reverse("benchmark")]
        if reader is Reader.HR:
            pages += [reverse("round_people", args=[round.pk])]
            pages += [reverse("participant_page", args=[round.participants.get().pk])]
            own += [reverse("round_results_csv", args=[round.pk])]
        return [
            *(read(client, page) for page in pages),
            # Comments stand in an order that is drawn anew in every release
            *("\n".join(sorted(read(client, page).splitlines())) for page in own),
        ]


def read(client: Client, page: str) -> str:
    response = client.get(page, follow=True)
    body = response.getvalue() if response.streaming else response.content
    return RANDOM.sub("·", f"{response.status_code} {body.decode()}").replace("<li>", "\n<li>")


def between(one: list[str], other: list[str]) -> list[str]:
    """The lines in which two readings differ."""
    pairs = zip(one, other, strict=True)
    told = (unified_diff(a.splitlines(), b.splitlines(), n=0, lineterm="") for a, b in pairs)
    return [line for lines in told for line in lines]


class TestEveryCell:
    @pytest.mark.parametrize(("reader", "fact"), CELLS, ids=lambda each: each.name.lower())
    def test_tells_what_its_reader_finds_of_a_rater_in_a_group(
        self, see: See, reader: Reader, fact: RaterFact
    ) -> None:
        start, swapped, changed = (see(reader, world) for world in APART[fact])
        match WHO_SEES[reader][fact].sight:
            case Sight.YOURS:
                assert between(start, swapped) != []
            case Sight.GROUP:
                assert between(start, swapped) == []
                assert between(start, changed) != []
            case _:  # figures of a council, or a band, need more participants than are here
                assert between(start, swapped) == []
                assert between(start, changed) == []

    @pytest.mark.parametrize("fact", [fact for fact in RaterFact if fact is not RaterFact.ASKED])
    def test_tells_what_the_participant_finds_of_the_manager(
        self, see: See, fact: RaterFact
    ) -> None:
        start, _swapped, changed = (
            see(Reader.PARTICIPANT, replace(world, group=RaterGroup.MANAGER))
            for world in APART[fact]
        )
        seen = WHO_SEES_A_MANAGER[Reader.PARTICIPANT][fact].sight
        assert (between(start, changed) != []) == (seen is Sight.YOURS)
