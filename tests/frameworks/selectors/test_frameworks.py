from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.frameworks import selectors
from assessment.frameworks.selectors import Content, TextChange
from assessment.frameworks.selectors.content import IndicatorContent, RoleContent
from assessment.frameworks.selectors.wording import remarks
from assessment.models import Framework
from tests.cast import make_framework


@pytest.fixture
def content(framework: Framework) -> Content:
    return selectors.read_content(framework)


class TestRead:
    def test_needs_the_same_queries_for_any_size(
        self, db: None, django_assert_num_queries: object
    ) -> None:
        small, large = make_framework(), make_framework(version="2", indicators=9)
        for framework in (small, large):
            with django_assert_num_queries(6):  # type: ignore[operator]
                selectors.read_content(framework)

    def test_gives_line_ends_one_form(self, db: None) -> None:
        draft = make_framework(published=False)
        draft.roles.update(purpose="First\r\nsecond ")
        assert {role.purpose for role in selectors.read_content(draft).roles} == {"First\nsecond"}


def changes(old: Content, new: Content) -> list[tuple[str, str, str, str]]:
    parts = selectors.compare(old, new)
    return [(c.part, c.place, c.old, c.new) for part in parts for c in part.changes]


class TestCompare:
    def test_finds_nothing_between_the_same(self, content: Content) -> None:
        assert selectors.compare(content, content) == []

    def test_names_what_changed_on_both_sides(self, content: Content) -> None:
        other = replace(content, name="Other", scale_top=7)
        assert changes(content, other) == [
            ("Framework", "name", "Small framework", "Other"),
            ("Framework", "levels", "5", "7"),
        ]

    def test_shows_a_new_row_with_an_empty_old_side(self, content: Content) -> None:
        other = replace(content, roles=(*content.roles, RoleContent("x", "Data owner", "Owns.")))
        added = [
            ("Roles", "Data owner, name", "", "Data owner"),
            ("Roles", "Data owner, purpose", "", "Owns."),
        ]
        assert changes(content, other) == added
        assert changes(other, content) == [(p, w, new, old) for p, w, old, new in added]

    def test_knows_a_renamed_row_by_its_key(self, content: Content) -> None:
        first, *rest = content.roles
        other = replace(content, roles=(replace(first, name="Digital lead"), *rest))
        assert ("Roles", "Digital lead, name", "e-champion", "Digital lead") in changes(
            content, other
        )

    def test_tells_a_change_of_order(self, content: Content) -> None:
        other = replace(content, dimensions=tuple(reversed(content.dimensions)))
        assert changes(content, other) == [
            (
                "Dimensions",
                "order",
                "Communication\nLeadership\nMandate\nFocus",
                "Focus\nMandate\nLeadership\nCommunication",
            )
        ]

    def test_finds_indicators_levels_and_suggestions_of_a_dimension(self, content: Content) -> None:
        first, *rest = content.dimensions
        changed = replace(
            first,
            indicators=(IndicatorContent("new", "Asks", "I ask"), *first.indicators[1:]),
            levels=(replace(first.levels[0], anchor="Never seen."), *first.levels[1:]),
            suggestions=first.suggestions[1:],
        )
        found = changes(content, replace(content, dimensions=(changed, *rest)))
        assert {part for part, *_rest in found} == {"Communication"}
        assert [place for _part, place, *_texts in found] == [
            "level 1, anchor",
            "“Asks”, for raters",
            "“Asks”, in the first person",
            "“Asks”, who is asked",
            "“Shows communication in way 1.”, for raters",
            "“Shows communication in way 1.”, in the first person",
            "“Shows communication in way 1.”, who is asked",
            "suggestions for level 1, text",
        ]

    def test_finds_translations(self, content: Content) -> None:
        other = replace(content, translations={"cy": {"name": "Fframwaith"}})
        assert changes(content, other) == [("Framework", "name (Welsh)", "", "Fframwaith")]

    def test_takes_numbers_for_what_they_are(self, content: Content) -> None:
        other = replace(
            content,
            standard_deviation=Decimal("0.6"),
            targets=tuple(
                replace(t, level=t.level and t.level.normalize()) for t in content.targets
            ),
        )
        assert changes(content, other) == []

    def test_puts_targets_into_words(self, content: Content) -> None:
        other = replace(content, targets=content.targets[1:])
        assert changes(content, other) == [
            ("Targets", "e-champion × Communication, target", "level 4, core", "")
        ]


class TestChange:
    def test_marks_the_words_that_differ(self) -> None:
        change = TextChange(
            "", "", "", "Asks people what they need", "Asks residents what they want"
        )
        assert [(p.text, p.differs) for p in change.old_pieces] == [
            ("Asks ", False),
            ("people ", True),
            ("what they ", False),
            ("need", True),
        ]
        assert "".join(p.text for p in change.new_pieces) == change.new


def advice(text: str, self_text: str = "", kind: str = "skill") -> list[str]:
    own = self_text or f"I {text[0].lower()}{text[1:]}"
    return [remark.message for remark in remarks(text, own, kind)]


class TestWording:
    @pytest.mark.parametrize(
        "text",
        [
            "Asks people in other services what they need",
            "Explains technical matters in everyday words",
            "Hands over in good order",  # “and” and “or” within a word
        ],
    )
    def test_leaves_a_good_indicator_alone(self, text: str) -> None:
        assert advice(text) == []

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("Asks and listens", "“and” may join"),
            ("Asks or listens", "“or” may join"),
            ("Asks, listens", "“,” may join"),
            ("Never shouts", "“Never” is negative"),
            ("Doesn't shout", "“n't” is negative"),
            ("Asks " + "very " * 20 + "often", "It has 22 words. Keep it under 20."),
            ("I ask people", "in the first person"),
        ],
    )
    def test_advises_on_a_poor_one(self, text: str, word: str) -> None:
        assert any(word in message for message in advice(text))

    @pytest.mark.parametrize("self_text", ["Asks people", "It is asked", "Ich frage"])
    def test_asks_for_the_first_person(self, self_text: str) -> None:
        assert advice("Asks", self_text) == [
            "The participant's own statement should begin with “I”."
        ]

    def test_asks_a_focus_indicator_to_stay_open(self) -> None:
        assert advice("Talks about…", kind="focus") == []
        assert len(advice("Talks about", kind="focus")) == 1


class TestCheck:
    def test_advises_against_too_many_and_too_few_indicators(self, db: None) -> None:
        many = selectors.check(selectors.read_content(make_framework(indicators=10)))
        assert [str(f) for f in many if f.where == "Indicators"] == [
            "Indicators: There are 40 indicators. More than 37 take longer than 15 minutes to "
            "answer, and fewer raters finish."
        ]
        few = selectors.check(selectors.read_content(make_framework(indicators=2, version="2")))
        assert [f.message for f in few if "fewer than 3" in f.message] == [
            "There are fewer than 3 indicators, so the result will be unsteady."
        ] * 4

    def test_advises_against_ranges_that_do_not_meet(self, content: Content) -> None:
        *rest, last = content.targets
        apart = replace(last, range_low=5, range_high=5)  # type: ignore[arg-type]
        found = selectors.check(replace(content, targets=(*rest, apart)))
        assert any("do not meet" in f.message for f in found)
