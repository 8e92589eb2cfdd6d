"""The link that a newer one replaces: what pages, emails and docs say of it is what happens."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Person, QueuedEmail, Rater, Round, User
from assessment.rounds.selectors.invitations import find_invitation
from assessment.rounds.services import invitations, links, outbox
from tests.answers import by_link, follow, page
from tests.cast import signed_in
from tests.house.source import ROOT
from tests.plugins.smtp import Mailbox

Kind = QueuedEmail.Kind
ASKING = [Kind.INVITATION, Kind.REMINDER, Kind.LATER]


def send(round: Round, frank: Person, kind: str) -> str:
    """Another email to Frank; its text in one line."""
    outbox.queue(round=round, people=[frank.pk], kind=kind, at=timezone.now())
    invitations.send_pending(round=round, at=timezone.now())
    return " ".join(str(mail.outbox[-1].body).split())


def pages(alice: User, peer: Rater) -> dict[str, str]:
    hr = signed_in(alice)
    return {
        "help": Client().get(reverse("help_raters")).content.decode(),
        "left": Client().get(f"{reverse('answer_left')}?emailed").content.decode(),
        "resend": hr.get(page("rater_resend", peer)).content.decode(),
        "remind": hr.get(
            reverse("round_remind", args=[peer.participant.round_id])
        ).content.decode(),
    }


class TestTheLengthOfTheOverlap:
    @pytest.mark.parametrize(("days", "words"), [(1, "a day"), (3, "3 days")])
    def test_is_the_same_everywhere(
        self,
        monkeypatch: pytest.MonkeyPatch,
        round: Round,
        peer: Rater,
        frank: Person,
        alice: User,
        days: int,
        words: str,
    ) -> None:
        monkeypatch.setattr(links, "OVERLAP", datetime.timedelta(days=days))
        invitations.issue(round=round, by=alice, at=timezone.now())
        QueuedEmail.objects.all().delete()  # whoever waits for one is not reminded
        for name, text in pages(alice, peer).items():
            assert f"or for {words}" in " ".join(text.split()), name
        send(round, frank, Kind.INVITATION)
        for kind in ASKING:
            said = send(round, frank, kind)
            assert f"when you use this one, or after {words}" in said, kind

    def test_is_that_of_the_docs(self) -> None:
        assert datetime.timedelta(days=1) == links.OVERLAP
        for name in ("docs/hr.md", "docs/adr/0006-one-link-per-person-and-round.md"):
            text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
            assert "a day after the" in text, name


def test_a_first_invitation_speaks_of_no_earlier_link(
    round: Round, peer: Rater, frank: Person, alice: User
) -> None:
    invitations.issue(round=round, by=alice, at=timezone.now())
    assert "stops working" not in send(round, frank, Kind.INVITATION)


@pytest.mark.parametrize("kind", ASKING)
def test_an_email_that_is_refused_leaves_the_link_that_somebody_has(
    round: Round, peer: Rater, frank: Person, alice: User, smtp_server: Mailbox, kind: str
) -> None:
    frank_comes = by_link(round, frank)
    smtp_server.refused.add(frank.email)
    at = timezone.now()
    outbox.queue(round=round, people=[frank.pk], kind=kind, at=at)
    for attempt in range(6):
        outbox.send_batch(at=at + datetime.timedelta(hours=7 * attempt))

    invitation = frank.invitations.get()
    assert invitation.earlier_links.count() == 0
    assert frank_comes.get(page("answer_tasks", peer)).status_code == 200


def test_to_finish_later_leaves_the_link_until_the_new_one_is_used(
    round: Round, peer: Rater, frank: Person, client: Client
) -> None:
    frank_comes = by_link(round, frank)
    response = frank_comes.post(page("answer_later", peer), follow=True)
    text = " ".join(response.content.decode().split())
    assert "works until you use the new one, or for a day" in text

    invitations.send_pending(round=round, at=timezone.now())
    (old,) = frank.invitations.get().earlier_links.all()
    assert old.ends_at is not None
    newer = str(mail.outbox[-1].body).split("/link/")[1].split("/")[0]
    assert find_invitation(newer, at=timezone.now())
    follow(client, reverse("link_arrive", args=[newer]))
    assert frank.invitations.get().earlier_links.count() == 0
