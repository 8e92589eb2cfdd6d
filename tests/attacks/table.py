"""The attacker's table: what a naive release leaks, what ours shows. `python -m` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from tests.attacks.a_database import a_database
from tests.attacks.scenarios import SCENARIOS, Scenario

HEADINGS = ("attack", "data", "a naive release leaks", "ours shows")


def rows(scenarios: Iterable[Scenario]) -> Iterator[tuple[str, str, str, str]]:
    """One row per scenario; the attacker runs on both releases."""
    for scenario in scenarios:
        yield scenario.number, scenario.data, _leaked(scenario), _shown(scenario)


def _leaked(scenario: Scenario) -> str:
    leaks = scenario.leak()
    return min(leaks, key=lambda leak: leak.attack != "sums").told if leaks else "nothing"


def _shown(scenario: Scenario) -> str:
    leaks, said = scenario.shown()
    return "; ".join(["LEAK", *map(str, leaks)]) if leaks else said


def table(scenarios: Iterable[Scenario] = SCENARIOS) -> str:
    """The rows as a Markdown table."""
    lines = [" | ".join(row) for row in (HEADINGS, ("---",) * len(HEADINGS), *rows(scenarios))]
    return "\n".join(f"| {line} |" for line in lines)


if __name__ == "__main__":
    with a_database():
        from tests.attacks.served_scenarios import SERVED_SCENARIOS

        sys.stdout.write(table((*SCENARIOS, *SERVED_SCENARIOS)) + "\n")
