"""How long the rest takes, before anybody's own pace is known."""

from __future__ import annotations

import json

import pytest

from assessment.answering.pace import TimeLeft


class TestTimeLeft:
    @pytest.mark.parametrize(
        ("answers", "said"),
        [
            (37, "About 15 minutes left"),
            (4, "About 2 minutes left"),
            (2, "About 1 minute left"),
            (1, "Less than a minute left"),
            (0, "Every statement is answered."),
        ],
    )
    def test_is_said_in_minutes(self, answers: int, said: str) -> None:
        assert TimeLeft(answers, statements=answers).said == said

    def test_of_a_statement_read_once_for_three_is_less_than_of_three_read_alone(self) -> None:
        together = TimeLeft(111, statements=37)

        assert together.seconds == pytest.approx((24 + 8 + 8) / 3)
        assert together.minutes == 25 < TimeLeft(111, statements=111).minutes == 44

    def test_has_a_sentence_for_a_pace_half_as_fast(self) -> None:
        left = TimeLeft(37, statements=37)
        words = json.loads(left.words)

        assert words[30] == "About 30 minutes left"
        assert words[0] == "Less than a minute left"
