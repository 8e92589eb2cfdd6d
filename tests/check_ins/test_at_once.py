"""Two presses in the same moment, on two devices."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from assessment.models import Round
from assessment.refused import Refused
from tests.check_ins.world import offer, report_about, start

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(act: Callable[[], object], times: int) -> list[str]:
    """What each came to: an empty text, or why it was refused."""
    barrier = Barrier(times)

    def run(_number: int) -> str:
        barrier.wait(timeout=20)
        try:
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(run, range(times)))


def test_start_one_check_in_and_the_other_is_told_so(spring: Round) -> None:
    report = report_about(offer(spring))
    told = in_threads(lambda: start(report), 2)
    assert told[0] == ""
    assert "under way" in told[1]
    assert Round.objects.check_ins().count() == 1
