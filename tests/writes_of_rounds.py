"""Writes of the room of rounds, for which tests/writes.py has no line left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assessment.release.services import release
from assessment.rounds.services import again

if TYPE_CHECKING:
    from tests.writes import Stage


def _assess_again(stage: Stage) -> object:
    release.release(round=stage.close(), **stage.by_alice)
    stage.round.refresh_from_db()
    terms = stage.terms()
    terms.pop("min_group_size")
    return again.assess_again(round=stage.round, **terms, **stage.by_alice)


WRITES_OF_ROUNDS: dict[str, tuple[Callable[[Stage], object], list[str]]] = {
    "rounds.again.assess_again": (_assess_again, ["round.released", "round.made_again"]),
}
