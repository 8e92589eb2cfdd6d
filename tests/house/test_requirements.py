"""Every dependency is pinned to one version and says what it is for."""

import re
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT

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


class TestTheRequirements:
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
