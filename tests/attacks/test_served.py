"""What services leave to whoever reads the database, the audit trail or the pages of HR."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from datetime import timedelta
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.answering import services as answering
from assessment.models import Council, Person, RaterGroup, Result, Round, User
from assessment.quality import selectors as quality
from assessment.quality import services as instrument
from assessment.quality.selectors import parts_of
from assessment.quality.statistics import PARTICIPANTS_MINIMUM
from assessment.refused import Refused
from assessment.release.selectors import rater_changes
from assessment.release.services.release import release
from assessment.rounds.services import outbox, raters, rounds
from tests.attacks.attacker import Leak
from tests.attacks.cut import read_tables, sets_in
from tests.attacks.seen import Seen
from tests.attacks.served import PEERS, Stage, Traces, apart, known_as, say, stage, traces, undone
from tests.attacks.together import Readers, attack_together
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_person,
    make_round,
    signed_in,
)
from tests.instrument import SOON, judged_round

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HOUR = timedelta(hours=1)


def read_alike(one: Traces, other: Traces) -> None:
    assert one.differing(other) == set()


class TestAnswering:
    def test_leaves_no_trace_of_who_came_when(self) -> None:
        def came(hours: dict[str, int]) -> Traces:
            def story(here: Stage) -> None:
                for name, hour in hours.items():
                    say(here.rater(name), 3, at=NOW + hour * HOUR)

            return traces(story)

        read_alike(came({"Frank": 0, "Humphrey": 1}), came({"Humphrey": 3, "Frank": 5}))


class TestWithdrawing:
    def test_leaves_no_trace_that_somebody_answered(self) -> None:
        def answered_and_withdrew(here: Stage) -> None:
            say(here.rater("Frank"), 1, comment="Never listens.")
            answering.withdraw(rater=here.rater("Frank"), at=NOW + HOUR)

        read_alike(traces(answered_and_withdrew), traces(lambda here: None))


class TestDeclining:
    def test_leaves_no_trace_of_what_was_answered_before(self) -> None:
        def decline(here: Stage) -> None:
            answering.decline(rater=here.rater("Frank"), reason="No time.", at=NOW + HOUR)

        def after_a_draft(here: Stage) -> None:
            say(here.rater("Frank"), 1, comment="Never listens.", submitted=False)
            decline(here)

        read_alike(traces(after_a_draft), traces(decline))


class TestADraft:
    def test_counts_for_nothing_at_the_release(self) -> None:
        def two_peers(here: Stage, *, draft: bool) -> None:
            for name in PEERS[:2]:
                say(here.rater(name), 4)
            if draft:
                say(here.rater("Humphrey"), 1, submitted=False)
            here.close_and_release()

        one, other = (traces(partial(two_peers, draft=draft)) for draft in (True, False))
        released = {"assessment_report", "assessment_result"}
        assert one.differing(other) & released == set()


class TestALateAnswer:
    def test_is_as_if_it_had_never_been_sent(self) -> None:
        def story(here: Stage, *, late: bool) -> None:
            for name in PEERS[:3]:
                say(here.rater(name), 4)
            here.close_and_release()
            if late:
                with suppress(Refused):
                    say(here.rater("Isolde"), 1, at=NOW + timedelta(days=8))

        read_alike(*(traces(partial(story, late=late)) for late in (True, False)))


class TestAnAddress:
    def test_that_hr_corrects_opens_nobodys_answers(self) -> None:
        """HR takes a rater for mistyped, and the new address is HR's own mailbox."""
        assert apart(self._words_at("hr.second@ashford.gov.uk")) == []

    @staticmethod
    def _words_at(mailbox: str) -> Callable[[], list[str]]:
        def live() -> list[str]:
            here = stage()
            Round.objects.update(closes_on=timezone.localdate())
            say(here.rater("Frank"), 1, comment="Never listens.", at=timezone.now())
            with suppress(Refused):
                raters.correct_person(
                    person=known_as("Frank"), name="Frank", email=mailbox,
                    by=here.alice, at=timezone.now(),
                )  # fmt: skip
            outbox.send_batch(at=timezone.now(), round=here.round)
            return [page for page in _opened_from(mailbox, here) if "Never listens." in page]

        return live


def _opened_from(mailbox: str, here: Stage) -> Iterator[str]:
    """What whoever reads a mailbox finds behind the links in it."""
    for letter in mail.outbox:
        if mailbox in letter.to:
            client = Client()
            token = str(letter.body).partition("/link/")[2].split()[0]
            client.get(f"/link/{token}")
            client.post(reverse("link_start"))
            yield client.get(
                reverse("answer_check", args=[here.rater("Frank").pk])
            ).content.decode()


class TestThePageBeforeARelease:
    def test_says_of_everybody_what_changed_who_answers_as_whom(self) -> None:
        page = apart(self._page)
        told = ["Frank was withdrawn", "Gwendolen was moved", "Newcomer was added"]
        addresses = ["humphrey@example.gov.uk", "h@ashford.gov.uk"]
        assert [each for each in (*told, *addresses) if each not in page] == []
        assert "Isolde" not in page

    @staticmethod
    def _page() -> str:
        here = stage()
        later: dict[str, Any] = {"by": here.alice, "at": NOW + HOUR}
        raters.withdraw_rater(rater=here.rater("Frank"), **later)
        raters.change_group(rater=here.rater("Gwendolen"), group=RaterGroup.REPORT, **later)
        raters.correct_person(
            person=known_as("Humphrey"), name="Humphrey", email="h@ashford.gov.uk", **later
        )
        raters.add(
            participant=here.carol, name="Newcomer", email="n@x.gov.uk", group="peer", **later
        )
        rounds.close(round=here.round, **later)
        path = reverse("round_release", args=[here.round.pk])
        return signed_in(here.alice).get(path).content.decode()


class TestTheCut:
    def test_leaves_no_trace_of_who_answered_what_and_on_which_day(self) -> None:
        def answered_on(days: dict[str, int], words: str) -> Traces:
            def story(here: Stage) -> None:
                for name, day in days.items():
                    said = words if name in PEERS else "Shown in the report."
                    say(here.rater(name), 4, at=NOW + timedelta(days=day), comment=said)
                say(here.rater("Isolde"), 1, at=NOW, comment=words, submitted=False)
                here.close_and_release()
                here.cut()

            return traces(story)

        names = ("Carol", "Bertrand", *PEERS[:3])
        one = answered_on(dict(zip(names, range(5), strict=True)), "One word.")
        read_alike(one, answered_on(dict(zip(names, (4, 2, 3, 1, 0), strict=True)), "Another."))

    def test_leaves_no_set_of_answers_whoever_gave_it(self) -> None:
        def live() -> int:
            here = stage()
            for name in ("Carol", "Bertrand", *PEERS[:3]):
                say(here.rater(name), 4)
            say(here.rater("Isolde"), 1, submitted=False)
            here.close_and_release()
            assert len(sets_in(read_tables())) == 6
            here.cut()
            return len(sets_in(read_tables()))

        assert apart(live) == 0


class TestThePoolOfQuestions:
    def test_is_the_same_whatever_groups_gave_that_are_too_small(self) -> None:
        def pool(level: int) -> object:
            def live() -> object:
                here = stage()
                say(here.rater("Bertrand"), 4)
                for name in PEERS[:2]:
                    say(here.rater(name), level)
                here.close_and_release()
                reports = quality.pool(here.framework, None)
                found = here.framework.dimensions.values_list("indicators__pk", "indicators__key")
                keys = dict(found)
                return [
                    {keys[UUID(key)]: told for key, told in report.statements.items()}
                    for report in reports
                ]

            return apart(live)

        assert pool(1) == pool(5)
        assert pool(1) != []


class TestTwoReadingsOfTheQuestions:
    def test_never_tell_the_few_who_are_in_one_of_them_only(self) -> None:
        """An editor reads Ashford's beside that of all councils, which has four people more."""
        assert apart(lambda: self.few_between(shown=False)) == [4], "each by itself may be shown"
        assert apart(lambda: self.few_between(shown=True)) == []

    @staticmethod
    def few_between(*, shown: bool) -> list[int]:
        """By how few participants two bands of one place differ: as the page shows them one after
        the other, or as it would if each were the first."""
        framework = make_framework(indicators=2)
        erin = User.objects.create_user("erin@example.gov.uk", name="Erin", is_editor=True)
        councils = [_council(name) for name in ("Ashford", "Brindle")]
        for council, people in zip(councils, (PARTICIPANTS_MINIMUM, 4), strict=True):
            hr = User.objects.create_user(f"hr@{council.name}.uk", name="HR", council=council)
            judged_round(council, framework, hr, name=council.name, participants=people, peers=3)
        seen: dict[object, list[int]] = defaultdict(list)
        for scope in (None, councils[0]):
            with undone() if not shown else nullcontext(), suppress(Refused):
                taken = instrument.take_reading(
                    framework=framework, council=scope, by=erin, at=SOON
                )
                for part in parts_of(taken):
                    seen[part.key] += [part.n] if part.bands else []
        assert seen, "the reading of all was taken"
        between = {abs(a - b) for each in seen.values() for a, b in combinations(each, 2)}
        return sorted(each for each in between if 0 < each < PARTICIPANTS_MINIMUM)


def _council(name: str) -> Council:
    return Council.objects.create(name=name, contact_email=f"hr@{name}.gov.uk")


class TestRoundsThatAreNearlyRepeated:
    def test_are_told_whenever_two_reports_together_tell_a_rating(self) -> None:
        """All who answered in summer have changed groups by autumn, and Quentin came."""
        leaks, told = apart(self.attacked)
        assert any(leak.people == 1 for leak in leaks)
        assert told == ["Carol"]

    @staticmethod
    def attacked() -> tuple[list[Leak], list[str]]:
        """What follows from both reports, and of whom HR was warned before the second."""
        here = stage()
        raters_of = {"peer": ["A1", "A2", "A3"], "report": ["B1", "B2", "B3"]}
        later = {"peer": raters_of["report"], "report": [*raters_of["peer"], "Quentin"]}
        people: dict[tuple[str, str], tuple[str, ...]] = {}
        seen: list[Seen] = []
        for name, groups in (("Summer", raters_of), ("Autumn", later)):
            round = _rated(here, name, groups)
            told = rater_changes.nearly_repeated(round)
            release(round=round, by=here.alice, at=NOW)
            people |= {(f"Carol/{name}", group): tuple(names) for group, names in groups.items()}
            seen += _means_of(round, f"Carol/{name}")
        return attack_together(seen, Readers(people, unchanged=True), k=3), told


def _rated(here: Stage, name: str, groups: Mapping[str, Sequence[str]]) -> Round:
    round = make_round(here.council, here.framework, by=here.alice, state="closed", name=name)
    carol = add_participant(round, here.carol.person)
    for group, names in groups.items():
        for who in names:
            person = Person.objects.filter(name=who).first() or make_person(here.council, who)
            answer(add_rater(carol, person, group), 2 + sum(map(ord, who)) % 3)
    return round


def _means_of(round: Round, name: str) -> list[Seen]:
    shown = Result.objects.filter(report__participant__round=round, withheld="")
    rows = shown.filter(measure="item_mean").exclude(group="self")
    return [
        Seen(
            name, "item_mean", indicator=str(row.indicator_id), group=row.group, n=row.n,
            value=Fraction(row.value or 0), bound=row.bound, decimals=8,
        )
        for row in rows
    ]  # fmt: skip
