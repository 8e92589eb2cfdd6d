"""The tests' own reader of tagged PDFs, held against poppler."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.models import Council, Framework, Person, RaterGroup, User
from reports import services
from tests.reports.people import closed_round, rated, released
from tests.reports.sorts import STRANGE
from tests.reports.structure import Piece, pieces

pytestmark = pytest.mark.one_database

COMMENTS = (STRANGE[0], "x" * 300, *STRANGE[2:])


def said_by_poppler(file: Path) -> Iterator[Piece]:
    command = ["pdfinfo", "-struct-text", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    kinds: list[str] = []
    for line in done.stdout.splitlines():
        words = line.strip()
        depth = (len(line) - len(line.lstrip())) // 2
        if text := re.fullmatch(r'\s*"(.*)"', line):
            if text[1]:  # it also quotes drawings without words
                yield tuple(kinds[:depth]), text[1]
        elif words and not words.startswith(("/", "Object ")):  # no attribute, no annotation
            kinds[depth:] = [words.split()[0].rstrip(":")]
            yield tuple(kinds), ""


class TestTheReader:
    def test_reads_what_poppler_reads(
        self, ashford: Council, framework: Framework, alice: User, carol: Person, tmp_path: Path
    ) -> None:
        round = closed_round(ashford, framework, alice)
        rated(round, carol, groups={RaterGroup.PEER: 6}, comments=COMMENTS)
        body = services.pdf_of(released(round, alice)[0]).body
        file = tmp_path / "report.pdf"
        file.write_bytes(body)
        read = list(pieces(body))
        assert len(read) > 500
        assert read == list(said_by_poppler(file))
