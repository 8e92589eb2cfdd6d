"""A round opens in Welsh only when every text of its framework is in Welsh."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from assessment.models import Framework, Person, Round, User
from assessment.rounds.selectors.rounds import opening_blockers
from assessment.rounds.services import rounds
from assessment.rounds.services.rounds import RoundRefused
from tests.cast import NOW, add_participant, add_rater, make_round


@pytest.fixture
def draft(framework: Framework, alice: User, carol: Person, frank: Person) -> Round:
    """Frank is to rate Carol by a framework that nobody has translated."""
    assert alice.council is not None
    round = make_round(alice.council, framework, by=alice)
    add_rater(add_participant(round, carol, "e-champion"), frank, "peer")
    return round


@pytest.mark.parametrize("who", ["Carol", "Frank"])
def test_a_round_stays_a_draft_while_somebody_reads_what_is_not_there(
    draft: Round, alice: User, who: str
) -> None:
    Person.objects.filter(name=who).update(language="cy")
    with pytest.raises(RoundRefused, match=r"reads Welsh, and \d+ texts .*, name; .*; …\."):
        rounds.open_(round=draft, by=alice, at=NOW)
    draft.refresh_from_db()
    assert draft.is_draft


def test_it_opens_when_all_read_english(draft: Round, alice: User) -> None:
    assert rounds.open_(round=draft, by=alice, at=NOW).is_open


def test_it_opens_in_welsh_with_a_framework_that_is_whole_in_it(
    draft: Round, alice: User, frank: Person
) -> None:
    call_command("load_frameworks", verbosity=0)
    whole = Framework.objects.get(key="e-government-roles", version="2.0")
    round = make_round(draft.council, whole, by=alice, name="In Welsh")
    add_participant(round, frank, "e-champion")
    Person.objects.filter(pk=frank.pk).update(language="cy")
    assert opening_blockers(round, on=round.opens_on) == []
