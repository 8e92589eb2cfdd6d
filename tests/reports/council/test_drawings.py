"""The pictures of a council report, where a test of the whole report does not reach."""

from __future__ import annotations

import re

import pytest

from reports.content.plots import FocusLanes, LaneSpot, RoleLane, Scale
from reports.council.drawings import draw_focus_lanes

BESIDE = re.compile(r'<text[^>]*text-anchor="(start|end)"[^>]*>Jack Taylor</text>')


@pytest.mark.parametrize(
    ("value", "anchor"),
    [
        pytest.param(1.7, "end", id="below the range, away from its edge"),
        pytest.param(1.0, "start", id="below the range, with no room"),
        pytest.param(2.2, "start", id="within, towards the middle"),
        pytest.param(3.4, "end", id="within, past the middle"),
        pytest.param(3.8, "start", id="above the range, away from its edge"),
        pytest.param(5.0, "end", id="above the range, with no room"),
    ],
)
def test_a_name_keeps_clear_of_the_edge_of_a_range(value: float, anchor: str) -> None:
    spot = LaneSpot(2, "Jack Taylor", value, within=2 <= value <= 3.5)
    lane = RoleLane("Head of ICT", 2.0, 3.5, (spot,))
    drawn = draw_focus_lanes(
        FocusLanes("Focus", Scale(1, 5), ("near", "far"), (lane,), ("in", "out", "range"))
    )
    assert BESIDE.findall(drawn) == [anchor]
