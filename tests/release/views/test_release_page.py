"""The page before a release: what a second person should look at."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from assessment.models import Council, Framework, Invitation, Participant, Person, Round, User
from assessment.release.services import release
from assessment.rounds.services import invitations, people, raters, same_person
from assessment.spreadsheets import PersonRow
from tests.answers import keep_open
from tests.cast import add_participant, add_rater, answer, make_person, make_round, signed_in
from tests.console import get, text


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def opened(open_round: Round, carol: Person) -> Round:
    add_participant(open_round, carol)
    return keep_open(open_round)


def close(round: Round) -> None:
    round.state, round.closed_at, round.closed_by = "closed", timezone.now(), round.opened_by
    round.save()


class TestThePage:
    def test_shows_what_was_changed_about_raters_before_the_button(
        self, hr: Client, opened: Round, alice: User
    ) -> None:
        participant = Participant.objects.get()
        raters.add(
            participant=participant, name="Frank", email="frank@example.com", group="peer",
            by=alice, at=timezone.now(),
        )  # fmt: skip
        close(opened)
        page = text(get(hr, "round_release", opened.pk))
        assert "Changes to raters since the round opened" in page
        assert "Frank was added as peer of Carol." in page
        assert page.index("Frank was added") < page.index("Released reports never change")

    def test_shows_every_change_of_who_answers_as_whom(
        self, hr: Client, opened: Round, frank: Person, alice: User
    ) -> None:
        add_rater(Participant.objects.get(), frank, "peer")
        invitation = Invitation.objects.create(round=opened, person=frank)
        at = timezone.now()
        raters.correct_person(
            person=frank, name="Frank", email="somebody@example.org", by=alice, at=at
        )
        invitations.revoke(invitation=invitation, by=alice, at=at)
        roles = ("head-of-ict",)
        row = PersonRow("Carol", "carol@example.gov.uk", roles, "Ida", "ida@example.com", "peer", 2)
        people.stage_import(round=opened, file_name="x.csv", rows=[row], by=alice, at=at)
        people.confirm_import(round=opened, by=alice, at=at)
        close(opened)
        page = text(get(hr, "round_release", opened.pk))
        for sentence in [
            "The address of Frank was changed from frank@example.com to somebody@example.org.",
            "The link of Frank was stopped.",
            "Frank was sent a new link.",
            "Ida was added as peer of Carol.",
        ]:
            assert sentence in page

    def test_says_that_nothing_was_changed_about_raters(self, hr: Client, opened: Round) -> None:
        close(opened)
        page = text(get(hr, "round_release", opened.pk))
        assert "Since the round opened nothing was changed about who answers" in page
        assert "Nearly the same raters" not in page

    def test_asks_whether_two_who_look_alike_are_one_and_says_who_are_two(
        self, hr: Client, opened: Round, frank: Person, ashford: Council, alice: User
    ) -> None:
        participant = Participant.objects.get()
        twin = make_person(ashford, "Frank", "f.newname@example.com")
        for person in (frank, twin):
            add_rater(participant, person, "peer")
        close(opened)
        sentence = "Frank (f.newname@example.com) and Frank (frank@example.com) have the same name."
        page = text(get(hr, "round_release", opened.pk))
        assert "One person or two? These are asked under two addresses" in page
        assert sentence in page
        same_person.tell_apart(one=frank, other=twin, by=alice, at=timezone.now())
        page = text(get(hr, "round_release", opened.pk))
        assert "These are asked under two addresses" not in page
        assert "HR has said that these are two people each." in page
        assert sentence in page

    def test_warns_of_nearly_the_same_raters_as_shortly_before(
        self, hr: Client, opened: Round, ashford: Council, framework: Framework, alice: User
    ) -> None:
        peers = [make_person(ashford, f"Peer {n}") for n in range(4)]
        earlier = make_round(ashford, framework, by=alice, state="closed", name="Before")
        carol = Participant.objects.get(round=opened)
        then = add_participant(earlier, carol.person)
        for peer in peers:
            answer(add_rater(then, peer, "peer"))
        release.release(round=earlier, by=alice, at=timezone.now())
        for peer in peers[1:]:
            answer(add_rater(carol, peer, "peer"))
        close(opened)
        page = text(get(hr, "round_release", opened.pk))
        assert "About 1 participant nearly the same people answered" in page
        assert "fewer than 3 answered only once: Carol." in page
        assert "cannot be checked" not in page
        then.responses.all().delete()
        page = text(get(hr, "round_release", opened.pk))
        assert "nobody can tell any more who answered then" in page
        assert "have been deleted: Carol. Whether nearly the same people" in page
        assert "Nearly the same raters" not in page
