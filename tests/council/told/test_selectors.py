"""What is told of a round, and what is left out where somebody has not agreed."""

from __future__ import annotations

from fractions import Fraction

from assessment.council.told.selectors import told
from assessment.council.told.services.told import give_consent, make_letter
from assessment.council.told.words import figure_table, told_words
from assessment.models import Person, Report, Round, User
from assessment.scoring.conditions import Condition
from assessment.scoring.values import Measure
from tests.council.told.world import LATER

ENGLISH = "en-gb"
C = Condition


def agree(*people: Person) -> None:
    for person in people:
        report = Report.objects.get(participant__person=person)
        assert person.user is not None
        give_consent(report=report, by=person.user, at=LATER)


def said(round: Round) -> set[tuple[Condition, tuple[str, ...]]]:
    names = {str(role.pk): role.key for role in round.framework.roles.all()}
    return {
        (each.condition, tuple(names[role] for role in each.roles))
        for each in told.conditions_of(round)
    }


class TestOfFew:
    def test_nothing_is_said_before_anybody_agreed(self, small: Round) -> None:
        assert said(small) == set()

    def test_what_concerns_somebody_who_has_not_agreed_is_left_out(
        self, small: Round, carol: Person
    ) -> None:
        agree(carol)
        assert said(small) == {
            (C.ONE, ("e-champion",)),
            (C.COMBINED, ("e-champion", "head-of-ict")),
            (C.MANDATE_LOW, ("e-champion",)),
        }

    def test_nobody_is_told_of_by_what_another_agreed_to(self, small: Round, gina: Person) -> None:
        agree(gina)
        assert said(small) == set()

    def test_what_holders_of_one_role_are_given_is_said_where_it_is_alike(
        self, small: Round, carol: Person, gina: Person
    ) -> None:
        agree(carol, gina)
        assert said(small) == {
            (C.ONE, ("e-champion",)),
            (C.SHARED, ("head-of-ict",)),
            (C.COMBINED, ("e-champion", "head-of-ict")),
            (C.MANDATE_LOW, ("e-champion",)),
        }

    def test_the_sponsor_reads_nothing_before_the_letter(
        self, small: Round, carol: Person, alice: User
    ) -> None:
        agree(carol)
        before = told.council_told_of(small, ENGLISH)
        assert (before.few, before.letter_on, before.conditions) == (True, None, ())
        make_letter(round=small, by=alice, at=LATER)
        after = told.council_told_of(small, ENGLISH)
        assert after.letter_on == LATER.date()
        assert after.conditions == told.conditions_of(small) != ()

    def test_no_figure_is_told(self, small: Round, carol: Person, gina: Person) -> None:
        agree(carol, gina)
        assert told.council_told_of(small, ENGLISH).figures == ()
        assert {f.withheld for f in told.told_figures(small)} == {"council_too_few_participants"}

    def test_the_words_name_roles_and_nobody(
        self, small: Round, carol: Person, gina: Person
    ) -> None:
        agree(carol, gina)
        words = told_words(
            told.conditions_of(small), told.council_told_of(small, ENGLISH).framework
        )
        assert words.roles == (
            "The role of e-champion is held by one person.",
            "The role of head of ICT is shared by 2 people.",
            "E-champion and head of ICT are in one pair of hands.",
        )
        (mandate,) = words.mandate
        assert mandate.text == "“Mandate” is seen as low for e-champion."
        assert mandate.evidence == tuple(f"Shows mandate in way {n}." for n in (1, 2, 3))
        assert words.changes == (
            "Write down who of those who hold the role of head of ICT decides what.",
            "See whether one person can do justice to e-champion and head of ICT. Set time aside "
            "for each, or give one of them to somebody else.",
            "Improve mandate from 2.",
            "Improve mandate from 3.",
        )


class TestOfMany:
    def test_figures_are_told_without_anybodys_word(self, large: Round) -> None:
        found = told.council_told_of(large, ENGLISH)
        assert (found.few, found.letter_on) == (False, None)
        scores = {
            each.dimension: (each.value, each.n)
            for each in found.figures
            if each.measure is Measure.SCORE
        }
        communication = large.framework.dimensions.get(key="communication")
        # five of 3 2/3 and one of 2
        assert scores[str(communication.pk)] == (Fraction("3.4"), 6)

    def test_one_head_of_ict_beside_five_has_no_figure_of_the_own_role(self, large: Round) -> None:
        assert {each.role for each in told.told_figures(large)} == {None}

    def test_roles_are_counted_and_the_mandate_is_that_of_all(self, large: Round) -> None:
        assert said(large) == {
            (C.SHARED, ("e-champion",)),
            (C.ONE, ("head-of-ict",)),
            (C.MANDATE_LOW, ()),
        }

    def test_the_table_has_a_line_for_each_dimension(self, large: Round) -> None:
        found = told.council_told_of(large, ENGLISH)
        table = figure_table(found.figures, found.framework)
        assert table.roles == ()
        cells = {line.dimension: (line.cells[0].value, line.cells[0].gap) for line in table.lines}
        assert cells == {
            "Communication": ("3.4", "0.5 below the target"),
            "Leadership": ("3.4", "0.5 below the target"),
            "Mandate": ("2.0 or lower", ""),
            "Focus": ("3.4", ""),
        }


class TestOwnConsents:
    def test_are_asked_for_in_small_rounds_alone(
        self, small: Round, large: Round, carol: Person
    ) -> None:
        reports = list(Report.objects.filter(participant__person=carol))
        found = told.own_consents(reports)
        assert [each.participant.round for each in found] == [small]
        (own,) = found.values()
        assert (own.given_on, own.letter_on) == (None, None)
        report = Report.objects.get(participant__person=carol, participant__round=small)
        assert carol.user is not None
        give_consent(report=report, by=carol.user, at=LATER)
        assert told.own_consents(reports)[report].given_on == LATER.date()

    def test_are_counted_and_not_named(self, small: Round, carol: Person) -> None:
        agree(carol)
        assert told.consents_of(small) == told.ConsentCount(1, 2)
