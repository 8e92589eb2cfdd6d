"""The attacker breaks a naive release, and does not break ours."""

import pytest

from tests.attacks.scenarios import SCENARIOS, Scenario
from tests.attacks.table import HEADINGS, table

FOUND_IN_A_NAIVE_RELEASE = {
    "A1": "2 people gave 7 together",
    "A2": "2 people gave 6 together",
    "A3": "1 people gave 5 together",
    "A4": "2 people gave 7 together",
    "A5": "1 new gave 3",
    "A6": "1 new gave 10",
    "A11": "every one of 3 gave 1",
    "A11 top": "every one of 3 gave 5",
    "A20": "1 wrote, 5 answered",
    "A23": "2 people gave 7 together",
    "A25": "the other council's figure is 3.40",
}


def named(scenario: Scenario) -> str:
    return f"{scenario.number}: {scenario.data}"


class TestANaiveRelease:
    @pytest.mark.parametrize("scenario", SCENARIOS, ids=named)
    def test_is_broken(self, scenario: Scenario) -> None:
        assert scenario.leak()

    @pytest.mark.parametrize(("number", "told"), FOUND_IN_A_NAIVE_RELEASE.items())
    def test_tells_exactly_this(self, number: str, told: str) -> None:
        (scenario,) = (each for each in SCENARIOS if each.number == number)
        assert told in [leak.told for leak in scenario.leak()]

    def test_tells_the_view_of_one_rater_in_a_council_figure(self) -> None:
        only_one, most = (each for each in SCENARIOS if each.number == "A17")
        assert [leak.told for leak in only_one.leak()] == ["one rater's mean is 3.0"]
        assert [leak.told for leak in most.leak()] == ["one rater's mean is 2.0 to 4.0"]

    def test_with_one_total_alone_does_not_tell_three_hidden_people_apart(self) -> None:
        # so that A3 is the second total's doing
        from tests.attacks.scenarios import MANAGER, PARTNER, PEER, REPORT, naive_leaks
        from tests.scoring.builders import carol

        answers = {MANAGER: [3], PEER: [4, 5, 4, 3], REPORT: [2, 4], PARTNER: [5]}
        assert naive_leaks(carol(answers)) == []
        assert naive_leaks(carol(answers), second_total=True) != []


class TestOurRelease:
    @pytest.mark.parametrize("scenario", SCENARIOS, ids=named)
    def test_is_not(self, scenario: Scenario) -> None:
        leaks, _ = scenario.shown()
        assert leaks == []

    def test_stands_beside_the_naive_one_in_a_table(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        printed = table()
        with capsys.disabled():
            print(f"\n{printed}")  # noqa: T201
        assert printed.count("\n") == len(SCENARIOS) + 1
        assert printed.startswith("| " + " | ".join(HEADINGS))
        assert "LEAK" not in printed
