"""Whoever reads “Saved” has it on the disk: counted by what the system is asked for."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections

from assessment.models import Person, Round
from tests.cast import NOW, add_participant, add_rater
from tests.house.source import ROOT
from tests.workers import environment

# Between the two looks at a file that is not there stands one save, answered.
SAVES = """
import datetime, os, sys
import django
django.setup()
from assessment.answering.changes import UNANSWERED, Edit
from assessment.models import Indicator, Rater
from assessment.answering import services as responses
rater = Rater.objects.get(pk=sys.argv[1])
asked = list(Indicator.objects.filter(dimension__framework=rater.participant.round.framework))
of_one = [each for each in asked if each.dimension_id == asked[0].dimension_id]
bases = frozenset({UNANSWERED, 3, 4})
for level in (3, 4, 5):
    os.access("/save-begins", os.F_OK)
    responses.save_page(
        rater=rater, dimension=of_one[0].dimension,
        levels=dict.fromkeys(of_one, Edit(level, bases)),
        comment=None, at=datetime.datetime.fromisoformat(sys.argv[2]), draft=True,
    )
    os.access("/save-ends", os.F_OK)
"""


def syncs(trace: str) -> list[int]:
    """How often each save waits for the disk."""
    saves = re.findall(r"/save-begins(.*?)/save-ends", trace, re.DOTALL)
    synced = re.compile(r"\bf(?:data)?sync\(\d+<[^>]*sqlite3[^>]*-wal>\) += 0")
    return [len(synced.findall(each)) for each in saves]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL syncs in its own processes")
class TestASave:
    def test_is_on_the_disk_before_it_is_answered(
        self, open_round: Round, carol: Person, frank: Person, tmp_path: Path
    ) -> None:
        rater = add_rater(add_participant(open_round, carol), frank, "peer")
        trace = tmp_path / "trace"
        watched = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,access,faccessat,faccessat2"]
        command = [*watched, "-o", str(trace), sys.executable, "-c", SAVES, str(rater.pk)]
        command += [NOW.isoformat()]
        subprocess.run(command, cwd=ROOT, env=environment(), check=True)
        counted = syncs(trace.read_text())
        assert len(counted) == 3
        assert min(counted) >= 1

    def test_is_synced_on_every_connection(self) -> None:
        with (
            closing(connections.create_connection("default")) as another,
            another.cursor() as cursor,
        ):
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)  # FULL
