"""Every dependency is pinned to one version, says what it is for, and is used."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points, packages_distributions

import pytest

from tests.house.source import ROOT, product_modules, tracked_files

FILES = ["requirements.txt", "requirements-dev.txt"]
PIN = re.compile(r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[A-Za-z0-9.+!-]+")


def problems(text: str) -> Iterator[str]:
    before = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        requirement = not line.startswith(("#", "-c "))
        if requirement and not PIN.fullmatch(line):
            yield f"not pinned: {line}"
        if requirement and not re.fullmatch(r"# \w.{10,}", before):
            yield f"not explained: {line}"
        before = line


# Nothing in the product could name these.
UNNAMED = {"psycopg": "Django imports it for the database that DATABASE_URL names"}
UNNAMED_EXTRAS = {"psycopg[binary]": "brings the library that psycopg calls"}
WHERE_COMMANDS_STAND = ("Makefile", "README.md", "docs/", "scripts/", ".ci/")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def modules_of(requirement: str) -> list[str]:
    """What can be imported of it."""
    distributions = packages_distributions().items()
    return [
        name
        for name, holders in distributions
        if plain(requirement) in map(plain, holders) and re.fullmatch(r"[a-z]\w*", name, re.I)
    ]


def commands_of(requirement: str) -> list[str]:
    scripts = entry_points(group="console_scripts")
    return [each.name for each in scripts if each.dist and plain(each.dist.name) == requirement]


@cache
def python() -> str:
    return "\n".join(module.text for module in product_modules())


@cache
def instructions() -> str:
    """What people and machines are told to run."""
    names = [(path, path.relative_to(ROOT).as_posix()) for path in tracked_files()]
    return "\n".join(
        path.read_text() for path, name in names if name.startswith(WHERE_COMMANDS_STAND)
    )


def is_used(requirement: str) -> bool:
    """Whether the product imports it, a setting names it or somebody is told to run it."""
    named = "|".join(map(re.escape, modules_of(requirement)))
    imported = rf"^\s*(?:import|from) (?:{named})\b|[\"'](?:{named})[.\"']"
    told = "|".join(map(re.escape, commands_of(requirement)))
    return bool(
        (named and re.search(imported, python(), re.M))
        or (told and re.search(rf"(?:bin/|-m )(?:{told})\b", instructions()))
    )


def is_used_extra(extra: str) -> bool:
    """Whether a module or an option of that name is spoken of."""
    return bool(re.search(rf"[\"'.]{extra}\b", python()))


def unused(text: str) -> Iterator[str]:
    for line in filter(PIN.fullmatch, text.splitlines()):
        name, *extras = re.split(r"[][,]+", line.partition("==")[0].rstrip("]"))
        if name not in UNNAMED and not is_used(plain(name)):
            yield name
        for extra in extras:
            if f"{name}[{extra}]" not in UNNAMED_EXTRAS and not is_used_extra(extra):
                yield f"{name}[{extra}]"


class TestTheRequirements:
    def test_of_the_product_are_all_used(self) -> None:
        assert list(unused((ROOT / "requirements.txt").read_text())) == []

    @pytest.mark.parametrize("name", FILES)
    def test_are_pinned_and_explained(self, name: str) -> None:
        text = (ROOT / name).read_text()
        assert PIN.search(text)
        assert list(problems(text)) == []

    def test_come_with_pinned_constraints(self) -> None:
        lines = (ROOT / "constraints.txt").read_text().splitlines()
        assert [line for line in lines[1:] if not PIN.fullmatch(line)] == []


class TestTheReader:
    @pytest.mark.parametrize("line", ["Django", "Django>=5.2", "Django==5.2.*", "Django~=5.2.1"])
    def test_finds_a_loose_version(self, line: str) -> None:
        assert list(problems(f"# The web framework\n{line}\n")) == [f"not pinned: {line}"]

    def test_finds_a_line_without_a_purpose(self) -> None:
        text = "# The web framework\nDjango==5.2.19\ngunicorn==27.0.1\n"
        assert list(problems(text)) == ["not explained: gunicorn==27.0.1"]

    def test_finds_what_nothing_uses(self) -> None:
        text = "pikepdf==10.18.0\nDjango==5.2.19\ndjango-allauth[mfa]==65.21.1\n"
        assert list(unused(text)) == ["pikepdf", "django-allauth[mfa]"]
