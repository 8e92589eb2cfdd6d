"""Attacks on what services leave, as rows of the attacker's table; they need a database."""

from __future__ import annotations

from functools import cache

from tests.attacks.attacker import Leak
from tests.attacks.cut import Score, Tables, attack_the_cut, known_in, sets_in, without_raters
from tests.attacks.scenarios import Scenario
from tests.attacks.served import apart
from tests.attacks.test_cut import COLLEAGUES, PARTICIPANTS, lived
from tests.attacks.test_served import TestRoundsThatAreNearlyRepeated, TestTwoReadingsOfTheQuestions


@cache
def _cut() -> tuple[Tables, Tables]:
    return lived(turn=0)


def _of_a_cut(score: Score) -> list[Leak]:
    if not any((score.matched, score.ratings, score.found, score.named)):
        return []
    told = (
        f"whose sets of {score.matched} participants of {PARTICIPANTS}, {score.ratings} ratings; "
        f"{score.found} sets of {COLLEAGUES} follow from one answer"
    )
    return [Leak("cut", "the database", told, score.matched)]


def _raters_alone() -> list[Leak]:
    released, _after = _cut()
    return _of_a_cut(attack_the_cut(without_raters(sets_in(released)), known_in(released)))


def _the_cut() -> tuple[list[Leak], str]:
    _released, after = _cut()
    sets = sets_in(after)
    return _of_a_cut(attack_the_cut(sets, known_in(after))), f"{len(sets)} sets left"


@cache
def _two_rounds() -> tuple[list[Leak], list[str]]:
    return apart(TestRoundsThatAreNearlyRepeated.attacked)


def _warned() -> tuple[list[Leak], str]:
    leaks, told = _two_rounds()
    return [] if told else leaks, f"before the release HR is warned about {', '.join(told)}"


def _between(*, shown: bool) -> list[Leak]:
    few = apart(lambda: TestTwoReadingsOfTheQuestions.few_between(shown=shown))
    told = f"figures of the {min(few)} who are in one only" if few else ""
    return [Leak("readings", "all councils and one", told, min(few))] if few else []


SERVED_SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "A27",
        "the database after a cut of raters alone; 12 participants",
        _raters_alone,
        _the_cut,
    ),
    Scenario(
        "A28",
        "two rounds; all changed groups and one came",
        lambda: _two_rounds()[0],
        _warned,
    ),
    Scenario(
        "A29",
        "questions judged over all 34 participants and over one council's 30",
        lambda: _between(shown=False),
        lambda: (_between(shown=True), "the second reading is refused"),
    ),
)
