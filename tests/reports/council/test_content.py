"""What the council report says of each sample council, and that no part contradicts another."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from assessment.scoring.council import Corner
from assessment.scoring.council_rules import CouncilRule
from reports.content.plots import Blend, FocusLanes, LeadMark, Quarters, Range
from reports.council.book import runs_of_numbers
from tests.councils import SIX
from tests.reports.council.conftest import Told, cells

pytestmark = pytest.mark.django_db

ORDER = ["readings", "holders", "coverage", "focus", "corners", "overall", "years", "benchmark"]
SERVICES, TECHNOLOGY = "Almost only services", "Almost only technology"


class TestEveryCouncilReport:
    @pytest.mark.parametrize("name", SIX)
    def test_has_its_parts_in_order_and_none_of_them_empty(
        self, six: Mapping[str, Told], name: str
    ) -> None:
        parts = six[name].content.parts
        assert [each.key for each in parts] == [*ORDER, "response", "how-to-read"]
        absent = {"benchmark"} if name == "second_year" else {"benchmark", "years"}
        there = [each for each in parts if each.key not in absent]
        assert [each.number for each in there] == list(range(1, len(there) + 1))
        assert all(keep.blocks for part in parts for keep in part.groups)

    @pytest.mark.parametrize("name", SIX)
    def test_says_on_the_cover_what_it_is_about_and_who_may_read_it(
        self, six: Mapping[str, Told], name: str
    ) -> None:
        told = six[name]
        cover = told.content.cover
        assert cover.name == told.sample.council.name
        facts = {fact.label: fact.text for fact in cover.facts}
        assert facts["Released"] == "31 March 2026"
        assert facts["Framework"] == "e-Government roles, 2.0"
        assert facts["Who may read it"] == "HR only"
        assert "for HR only" in cover.confidentiality

    @pytest.mark.parametrize("name", SIX)
    def test_shows_each_reading_in_the_order_of_the_rules_with_figures_and_what_helps(
        self, six: Mapping[str, Told], name: str
    ) -> None:
        told = six[name]
        fired = [each.rule for each in told.about.readings]
        assert [each.key for each in told.readings] == [rule.value for rule in fired]
        assert fired == sorted(fired, key=list(CouncilRule).index)
        for block in told.readings:
            assert block.helps
            assert block.part in {part.title for part in told.content.parts}
            assert all(re.search(r"\d\.\d|more like these", line) for line in block.figures)

    @pytest.mark.parametrize("name", SIX)
    def test_names_every_holder_in_its_tables(self, six: Mapping[str, Told], name: str) -> None:
        told = six[name]
        for part in ("holders", "coverage", "focus", "corners"):
            headers = {row.header for row in told.tables(part)[-1].rows}
            assert headers == set(map(told.book.listed, told.book.holders))


class TestTwoBalancedHolders:
    def test_get_no_reading_and_a_sentence_why(self, six: Mapping[str, Told]) -> None:
        said = six["two_balanced"].sentences("readings")
        assert said[0] == "No reading applies."
        assert f"None of the {len(CouncilRule)} readings" in said[1]
        assert said[2] == "Skills could be judged of 2 of 2 holders."

    def test_cover_every_target_and_are_at_both_ends(self, six: Mapping[str, Told]) -> None:
        told = six["two_balanced"]
        assert told.sentences("coverage")[0] == (
            "In each of the 5 skills at least one holder reaches the target of each role."
        )
        assert told.sentences("focus")[1:] == [
            f"Past the middle, towards “{SERVICES}”: Amira Shah.",
            "Within the range of the role: Amira Shah and Ben Price.",
        ]

    def test_hold_one_role_each(self, six: Mapping[str, Told]) -> None:
        said = six["two_balanced"].sentences("holders")
        assert said[0] == "2 people took part in this round. Nobody holds more than one role."
        assert "Held by Amira Shah." in said
        assert "Held by Ben Price." in said
        assert f"Focus expected: 2.5–4.5, where 1 is “{TECHNOLOGY}” and 5 “{SERVICES}”." in said


class TestOneHolderOfBothRoles:
    def test_is_read_by_the_rules_that_are_about_it(self, six: Mapping[str, Told]) -> None:
        told = six["combined_and_narrow"]
        assert [each.key for each in told.readings] == [
            CouncilRule.ALL_ON_ONE,
            CouncilRule.NO_SERVICES_CHAMPION,
            CouncilRule.CORE_SKILLS_SHORT,
            CouncilRule.CUSTOMER_SERVICE_SHORT,
        ]
        champion = told.readings[1]
        assert champion.figures == (
            "Gareth Hughes: focus others 1.7 (10), 2.5–4.5 expected as e-champion.",
        )

    def test_leads_where_the_highest_target_is_reached(self, six: Mapping[str, Told]) -> None:
        said = six["combined_and_narrow"].sentences("coverage")
        assert said[0] == (
            "The target of e-champion and head of ICT is reached by nobody in relationship "
            "building, communication and customer service. Every other target is reached by at "
            "least one holder."
        )
        assert said[1] == (
            "Both roles, Gareth Hughes: can lead on leadership and organisational awareness."
        )

    def test_has_no_mean_and_no_number_before_the_name(self, six: Mapping[str, Told]) -> None:
        told = six["combined_and_narrow"]
        assert told.tables("overall") == []
        assert told.sentences("overall")[0] == (
            "No mean and no spread: they need at least 5 participants who have a figure, and 1 "
            "took part. The parts above say it of each person."
        )
        assert {row.header for row in told.tables("focus")[0].rows} == {"Gareth Hughes"}


class TestALowMandate:
    def test_is_for_the_council_to_change(self, six: Mapping[str, Told]) -> None:
        told = six["low_mandate"]
        [said] = told.sentences("corners")
        assert said.startswith("Change the conditions: Catrin Rees and Daniel Okoye: no skill")
        assert [row["What helps"] for row in cells(told.tables("corners")[0])] == [
            "Change the conditions"
        ] * 2

    def test_shows_the_mandate_in_the_figures_of_the_reading(self, six: Mapping[str, Told]) -> None:
        reading = six["low_mandate"].readings[0]
        assert reading.key == CouncilRule.OBSTACLE_NOT_PERSON
        assert reading.figures[0].startswith("Catrin Rees: mandate others 2.3 (10); ")
        assert reading.figures[1].startswith("Daniel Okoye: mandate others 2.4 (10); ")

    def test_is_seen_otherwise_by_managers(self, six: Mapping[str, Told]) -> None:
        first = cells(six["low_mandate"].tables("corners")[0])[0]
        assert (first["Mandate: others"], first["Own view"], first["Managers"]) == (
            "2.3 (10)",
            "1.8",
            "4.4",
        )


class TestFourHoldersWithWithheldGroups:
    def test_say_why_in_each_table(self, six: Mapping[str, Told]) -> None:
        told = six["four_with_withheld"]
        for part in ("holders", "coverage", "focus", "corners"):
            reasons = [sentence for _mark, sentence in told.tables(part)[-1].notes]
            assert "fewer than 3 answered" in reasons
            assert "From the manager alone: nothing is concluded." in reasons

    def test_draw_nobody_of_whom_nothing_is_concluded(self, six: Mapping[str, Told]) -> None:
        told = six["four_with_withheld"]
        names = {
            spot.name for lane in told.picture("focus", FocusLanes).lanes for spot in lane.spots
        }
        assert names == {"Eleri Vaughan", "Hugh Pemberton"}
        quarters = told.picture("corners", Quarters)
        assert [each.name for each in quarters.rest.holders] == ["Farid Karimi", "Grace Lloyd"]

    def test_show_no_figure_where_one_is_withheld(self, six: Mapping[str, Told]) -> None:
        told = six["four_with_withheld"]
        rows = [row for row in cells(told.tables("coverage")[-1]) if "Farid" in row["Holder"]]
        assert {text for row in rows for text in row.values()} == {"3 Farid Karimi", "withheld"}
        farid = [row for row in told.sheets["Coverage"] if row["name"] == "Farid Karimi"]
        assert len(farid) == 5
        for row in farid:
            assert (row["others"], row["raters"], row["stands"]) == (None, None, None)
            assert row["withheld_code"] == "group_too_small"

    def test_tell_who_answered_as_their_reports_do(self, six: Mapping[str, Told]) -> None:
        rows = {
            row["Holder"]: row for row in cells(six["four_with_withheld"].tables("response")[0])
        }
        assert rows["3 Farid Karimi"]["Colleagues"] == "fewer than 3"
        assert rows["2 Hugh Pemberton"]["Self"] == "0"
        assert rows["1 Eleri Vaughan"]["Peers"] == "5"


class TestFortyHolders:
    def test_are_all_in_each_picture_by_number(self, six: Mapping[str, Told]) -> None:
        told = six["forty"]
        blend = told.picture("coverage", Blend)
        columns = [head.number for side in blend.sides for head in side.holders]
        assert columns == list(range(1, 41))
        assert [side.label for side in blend.sides] == ["E-champion", "Both roles", "Head of ICT"]
        quarters = told.picture("corners", Quarters)
        boxes = (*quarters.boxes, quarters.rest)
        assert sorted(h.number for box in boxes for h in box.holders) == columns

    def test_are_counted_and_numbered_where_they_are_too_many_to_name(
        self, six: Mapping[str, Told]
    ) -> None:
        told = six["forty"]
        held = told.about.told.picture.roles[0].holders
        assert told.book.people(held) == "24 holders (1–24)"

    def test_have_means_with_their_spread(self, six: Mapping[str, Told]) -> None:
        table = six["forty"].tables("overall")[0]
        row = cells(table)[0]
        assert row["People"] == "37"
        assert re.fullmatch(r"\d\.\d–\d\.\d", row["Lowest to highest"])
        chart = table.rows[0].cells[0].chart
        assert isinstance(chart, Range)
        assert f"mean {row['Mean']}" in chart.title

    def test_share_a_row_where_the_same_number_answered(self, six: Mapping[str, Told]) -> None:
        table = six["forty"].tables("response")[0]
        assert [row.cells[-1].text for row in table.rows] == ["–", "fewer than 3"]

    def test_say_of_a_statement_whose_view_is_whose(self, six: Mapping[str, Told]) -> None:
        [reading] = six["forty"].readings
        assert reading.key == CouncilRule.PLANNING_UNSETTLED
        for line in reading.figures[:-1]:
            assert re.search(r"”, own view \d\.\d, others \d\.\d \(\d\)\.$", line)

    def test_may_break_over_pages(self, six: Mapping[str, Told]) -> None:
        tones = [keep.tone for keep in six["forty"].keeps("focus")]
        assert tones == ["", "compact flow long"]


class TestASecondYear:
    def test_is_set_beside_the_first_in_the_figures_of_its_reading(
        self, six: Mapping[str, Told]
    ) -> None:
        told = six["second_year"]
        [reading] = told.readings
        assert reading.key == CouncilRule.FOCUS_NARROWED
        [figures] = reading.figures
        assert re.fullmatch(
            r"Jack Taylor: focus .* in the last round, change −\d\.\d, others 1\.7 \(10\)\.",
            figures,
        )

    def test_has_the_roles_of_this_year(self, six: Mapping[str, Told]) -> None:
        register = cells(six["second_year"].tables("holders")[0])
        assert {row["Holder"]: row["Roles held"] for row in register} == {
            "1 Isla Morgan": "E-champion",
            "2 Jack Taylor": "Head of ICT",
            "3 Lowri Evans": "Head of ICT",
        }


class TestTwoPlacesThatSayTheSame:
    """Each pair is made by another function; a reader sets them side by side."""

    @pytest.mark.parametrize("name", SIX)
    def test_the_blend_and_its_table(self, six: Mapping[str, Told], name: str) -> None:
        told = six[name]
        blend = told.picture("coverage", Blend)
        rows = cells(told.tables("coverage")[-1])
        for skill in blend.skills:
            for row, mark in zip(rows, skill.marks, strict=True):
                said = row[skill.label]
                if mark is LeadMark.BELOW:
                    assert said.endswith("below")
                elif mark is LeadMark.REACHES:
                    assert said.endswith(("above", "at target"))
                elif mark is LeadMark.UNSAID:
                    assert not said.endswith(("above", "below", "target"))

    @pytest.mark.parametrize("name", SIX)
    def test_the_table_of_skills_and_the_sentence_above_it(
        self, six: Mapping[str, Told], name: str
    ) -> None:
        told = six[name]
        answers = [
            cell.text.split(":")[0]
            for row in told.tables("coverage")[0].rows
            for cell in row.cells[:-1]
        ]
        said = told.sentences("coverage")[0]
        assert said.startswith("In each") == (set(answers) == {"Yes"})
        assert ("reached by nobody" in said) == ("No" in answers)
        assert ("cannot be said" in said) == ("Cannot be said" in answers)

    @pytest.mark.parametrize("name", SIX)
    def test_the_spots_of_a_focus_and_its_table(self, six: Mapping[str, Told], name: str) -> None:
        told = six[name]
        lanes = told.picture("focus", FocusLanes).lanes
        within = sum(spot.within for lane in lanes for spot in lane.spots)
        places = [row["Others see it"] for row in cells(told.tables("focus")[0])]
        assert places.count("within the range") == within
        drawn = sum(len(lane.spots) for lane in lanes)
        assert drawn == len(places) - places.count("cannot be said")

    @pytest.mark.parametrize("name", SIX)
    def test_the_two_by_two_and_its_table(self, six: Mapping[str, Told], name: str) -> None:
        told = six[name]
        quarters = told.picture("corners", Quarters)
        words = [row["What helps"] for row in cells(told.tables("corners")[0])]
        for box in (*quarters.boxes, quarters.rest):
            assert words.count(box.label) == len(box.holders)
            assert f"{box.label}: {len(box.holders)}" in quarters.title

    @pytest.mark.parametrize("name", SIX)
    def test_the_counts_and_the_sentences_above_them(
        self, six: Mapping[str, Told], name: str
    ) -> None:
        told = six[name]
        if told.book.is_one:
            return
        rows = cells(told.tables("overall")[-1])
        most = max(int(row["Among priorities"]) for row in rows)
        said = next(each for each in told.sentences("overall") if "priorit" in each)
        if most:
            assert said.endswith(f", {most} of {len(told.book.holders)}.")
            often = [row["Skill"] for row in rows if int(row["Among priorities"]) == most]
            assert all(skill.lower() in said.lower() for skill in often)
        else:
            assert said.startswith("No skill is a priority")

    @pytest.mark.parametrize("name", SIX)
    def test_the_corner_and_the_reading(self, six: Mapping[str, Told], name: str) -> None:
        told = six[name]
        conditions = told.about.told.picture.corner_counts[Corner.CONDITIONS]
        fired = CouncilRule.OBSTACLE_NOT_PERSON in {each.key for each in told.readings}
        assert not fired or conditions


class TestNumbers:
    def test_that_lie_side_by_side_are_one_run(self) -> None:
        assert runs_of_numbers([1, 2, 3, 8, 12, 13]) == "1–3, 8, 12–13"
        assert runs_of_numbers([]) == ""
