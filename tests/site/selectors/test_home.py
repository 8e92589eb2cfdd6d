"""What participants find about themselves, and what they never find."""

from __future__ import annotations

import pytest

from assessment.models import Council, Framework, Person, User
from assessment.site.selectors import home
from tests.cast import add_participant, add_rater, answer, make_person, make_round


@pytest.mark.parametrize(("state", "shown"), [("draft", 0), ("open", 1), ("closed", 1)])
def test_own_raters_show_from_opening_on(
    ashford: Council, framework: Framework, alice: User, carol: Person, state: str, shown: int
) -> None:
    round = make_round(ashford, framework, by=alice, state=state)
    add_rater(add_participant(round, carol), make_person(ashford, "Gina"), "peer")
    assert carol.user is not None
    assert len(home.list_own_rounds(carol.user)) == shown


def test_own_raters_come_by_group_and_name_whatever_they_have_done(
    ashford: Council, framework: Framework, alice: User, carol: Person
) -> None:
    round = make_round(ashford, framework, by=alice, state="open")
    participant = add_participant(round, carol)
    for name, group in [("Zoe", "manager"), ("Hugo", "peer"), ("Ada", "peer")]:
        add_rater(participant, make_person(ashford, name), group)
    answer(participant.raters.get(person__name="Hugo"))
    assert carol.user is not None
    (own,) = home.list_own_rounds(carol.user)
    assert [rater.person.name for rater in own.raters] == ["Zoe", "Ada", "Hugo"]


def test_nobody_finds_the_raters_of_others(
    ashford: Council, framework: Framework, alice: User, carol: Person, bob: Person
) -> None:
    round = make_round(ashford, framework, by=alice, state="open")
    add_rater(add_participant(round, bob), carol, "peer")
    assert carol.user is not None
    assert home.list_own_rounds(carol.user) == []
    assert home.list_own_reports(carol.user) == []
