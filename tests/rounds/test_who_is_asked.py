"""Nobody comes into a round in a group that its framework asks nothing, by any door."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assessment.models import (
    Council,
    Framework,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    Round,
    User,
)
from assessment.rounds.selectors.imports import check_rows
from assessment.rounds.selectors.rounds import get_opening
from assessment.rounds.services import invitations, letters, people, raters
from assessment.rounds.services.joining import ImportRefused
from assessment.rounds.services.raters import RaterRefused
from assessment.spreadsheets import PersonRow
from tests.cast import (
    NOW,
    TODAY,
    add_participant,
    add_rater,
    make_framework_asked_apart,
    make_person,
    make_round,
    publish,
    signed_in,
)

REFUSED = "This framework asks councillors nothing, so nobody can be asked in this group."


@pytest.fixture
def framework(db: None) -> Framework:
    return make_framework_asked_apart()


@pytest.fixture
def participant(ashford: Council, framework: Framework, alice: User, carol: Person) -> Participant:
    return add_participant(make_round(ashford, framework, by=alice), carol)


@pytest.fixture
def peer(participant: Participant, frank: Person) -> Rater:
    return add_rater(participant, frank, "peer")


def a_row(group: str) -> PersonRow:
    roles = ("head-of-ict",)
    return PersonRow(
        "Carol", "carol@example.gov.uk", roles, "Gina", "gina@example.gov.uk", group, 2
    )


class TestAGroupThatIsAskedNothing:
    def test_gets_no_rater_by_hand(self, participant: Participant, alice: User) -> None:
        def add(group: str) -> Rater:
            email = "gina@example.gov.uk"
            return raters.add(
                participant=participant, name="Gina", email=email, group=group, by=alice, at=NOW
            )

        with pytest.raises(RaterRefused, match=REFUSED):
            add("councillor")
        assert add("partner").group == "partner"

    def test_gets_none_from_another_group(self, peer: Rater, alice: User) -> None:
        with pytest.raises(RaterRefused, match=REFUSED):
            raters.change_group(rater=peer, group="councillor", by=alice, at=NOW)

    def test_gets_none_from_a_spreadsheet(self, participant: Participant, alice: User) -> None:
        round = participant.round
        (problem,) = check_rows(round=round, rows=[a_row("councillor")]).problems
        assert (problem.row, str(problem.column), problem.message) == (2, "group", REFUSED)
        with pytest.raises(ImportRefused):
            people.stage_import(
                round=round, file_name="p.csv", rows=[a_row("councillor")], by=alice, at=NOW
            )
        assert check_rows(round=round, rows=[a_row("partner")]).problems == []

    @pytest.mark.parametrize("name", ["rater_new", "rater_group", "people_import"])
    def test_is_offered_on_no_page(self, peer: Rater, alice: User, name: str) -> None:
        key = {
            "rater_new": peer.participant_id,
            "rater_group": peer.pk,
            "people_import": peer.participant.round_id,
        }[name]
        page = signed_in(alice).get(reverse(name, args=[key])).content.decode()
        assert "direct report" in page
        assert "councillor" not in page.split("<main")[1]


class TestTheForecast:
    def test_misses_nobody_who_would_be_asked_nothing(
        self, ashford: Council, alice: User, carol: Person
    ) -> None:
        framework = make_framework_asked_apart(published=False)
        for dimension in framework.dimensions.all():
            dimension.indicators.update(seen_by=["self", "report"])
        publish(framework)
        round = make_round(ashford, framework, by=alice)
        add_participant(round, carol)
        found = get_opening(round, on=TODAY).forecast
        assert (found.few_peers, found.no_manager) == ([], [])
        assert check_rows(round=round, rows=[a_row("report")]).warnings == []

    def test_misses_the_others(self, participant: Participant) -> None:
        found = get_opening(participant.round, on=TODAY).forecast
        assert (found.few_peers, found.no_manager) == (["Carol"], ["Carol"])


def test_an_email_says_the_minutes_of_the_longest_that_somebody_is_asked(
    peer: Rater, ashford: Council, alice: User
) -> None:
    other = add_participant(peer.participant.round, make_person(ashford, "Gina"))
    Rater.objects.filter(pk=peer.pk).update(group="partner")
    assert minutes(peer, alice) == 5
    add_rater(other, peer.person, "peer")
    assert minutes(peer, alice) == 10


def minutes(rater: Rater, alice: User) -> int:
    round = rater.participant.round
    Round.objects.filter(pk=round.pk).update(state="open", opened_at=NOW, opened_by=alice)
    round.refresh_from_db()
    invitations.issue(round=round, by=alice, at=NOW)
    rows = list(QueuedEmail.objects.filter(person=rater.person))
    (letter,) = letters.write_letters(rows[-1:], at=NOW)
    return int(letter.context["minutes"])
