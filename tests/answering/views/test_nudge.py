"""A kind question before a submission, once, that stops nothing."""

from __future__ import annotations

from django.test import Client

from assessment.models import Rater, Response
from tests.answers import by_link, page
from tests.cast import answer

SAME = "You gave the same level for everything."
UNSEEN = "for everything. Would you rather"


def check(client: Client, rater: Rater) -> str:
    return " ".join(client.get(page("answer_check", rater)).content.decode().split())


class TestTheNudge:
    def test_asks_about_one_level_for_everything(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer, 5, levels={"communication-1": None}, submitted=False)

        assert SAME in check(frank_comes, peer)

    def test_asks_who_saw_nothing_whether_to_decline(
        self, frank_comes: Client, peer: Rater
    ) -> None:
        answer(peer, None, submitted=False)
        text = check(frank_comes, peer)

        assert UNSEEN in text
        assert f'href="{page("answer_decline", peer)}"' in text

    def test_asks_a_participant_too(self, carol_comes: Client, own: Rater) -> None:
        answer(own, 3, submitted=False)

        assert SAME in check(carol_comes, own)

    def test_asks_once_for_each_sheet(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer, 4, submitted=False)

        assert SAME in check(frank_comes, peer)
        assert SAME not in check(frank_comes, peer)

    def test_stops_nothing(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer, 4, submitted=False)
        response = frank_comes.post(page("answer_check", peer))

        assert response.headers["Location"] == page("answer_submitted", peer)
        assert Response.objects.completed().count() == 1

    def test_asks_nothing_where_levels_differ(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer, 4, levels={"focus-3": 3}, submitted=False)

        assert SAME not in check(frank_comes, peer)

    def test_asks_nothing_about_a_few_levels_beside_what_was_not_seen(
        self, frank_comes: Client, peer: Rater
    ) -> None:
        few = {f"communication-{number}": 4 for number in (1, 2, 3)}
        answer(peer, None, levels=few, submitted=False)
        text = check(frank_comes, peer)

        assert SAME not in text
        assert UNSEEN not in text

    def test_asks_nothing_before_everything_is_answered_or_after_the_submission(
        self, frank_comes: Client, peer: Rater
    ) -> None:
        response = answer(peer, 4, submitted=False)
        response.ratings.filter(indicator__key="focus-3").delete()
        assert SAME not in check(frank_comes, peer)
        response.delete()
        answer(peer, 4)

        assert SAME not in check(frank_comes, peer)

    def test_is_kept_apart_from_the_answers(self, frank_comes: Client, peer: Rater) -> None:
        answer(peer, 4, submitted=False)
        check(frank_comes, peer)

        assert frank_comes.session["nudged"] == [peer.pk.hex]
        assert SAME in check(by_link(peer.participant.round, peer.person), peer)
