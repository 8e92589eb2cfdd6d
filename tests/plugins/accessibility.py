"""The facts behind the accessibility statement: gathered by the journeys, written when asked for.

`make accessibility` runs the journeys with --write-accessibility. What is known to fall short is
a journey marked xfail; its reason is published as a known issue.
"""

import datetime
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT / "assessment/data/accessibility.json"
STANDARD = "WCAG 2.2 AA"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 375)


def version() -> str:
    """The product's."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


@dataclass
class Run:
    """What the journeys saw so far."""

    browser: str = ""
    states: dict[str, set[str]] = field(default_factory=dict)
    violations: int = 0
    known_issues: list[str] = field(default_factory=list)

    def saw(self, page: str, state: str, violations: int) -> None:
        self.states.setdefault(page, set()).add(state)
        self.violations += violations

    def facts(self, today: datetime.date) -> dict[str, object]:
        return {
            "date": today.isoformat(),
            "version": version(),
            "standard": STANDARD,
            "checker": "axe-core " + AXE_SCRIPT.split("axe v", 1)[1].split(maxsplit=1)[0],
            "browser": self.browser,
            "widths": list(WIDTHS),
            "pages": len(self.states),
            "states": sum(len(states) for states in self.states.values()),
            "violations": self.violations,
            "known_issues": sorted(self.known_issues),
        }


_RUN = pytest.StashKey[Run]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-accessibility",
        action="store_true",
        help="write the facts of the accessibility statement when every journey passed",
    )
    parser.addoption("--pictures-of-pages", default="", help="a folder for a picture of each page")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_RUN] = Run()


@pytest.fixture(scope="session")
def accessibility(pytestconfig: pytest.Config) -> Run:
    return pytestconfig.stash[_RUN]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.when == "call" and hasattr(report, "wasxfail") and "journeys" in item.nodeid:
        item.config.stash[_RUN].known_issues.append(report.wasxfail.removeprefix("reason: "))
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    run = session.config.stash[_RUN]
    wanted = session.config.getoption("--write-accessibility")
    if not wanted or exitstatus or not run.states:
        return
    facts = run.facts(datetime.datetime.now(tz=datetime.UTC).date())
    FACTS.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
