"""Old and new addresses are told; a mail server that fails stops nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.models import Invitation, QueuedEmail, Round, User
from assessment.rounds.selectors import invitations
from assessment.rounds.services import links, outbox
from tests.admin_pages import save
from tests.cast import NOW, signed_in
from tests.handover import HERS, NEW, World, correct, make_participant
from tests.plugins.smtp import Mailbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uncounted")]


class TestARaterWithoutAnAccount:
    def told(
        self, world: World, capture: DjangoCaptureOnCommitCallbacks, *, emailed: bool
    ) -> list[Any]:
        Invitation.objects.create(
            round=world.round, person=world.carol, sent_at=NOW if emailed else None
        )
        Round.objects.update(state="closed", closed_at=NOW, closed_by=world.alice)
        with capture(execute=True):
            correct(world)
        return sorted(letter.to for letter in mail.outbox)

    def test_is_told_at_both_addresses(
        self, world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        told = self.told(world, django_capture_on_commit_callbacks, emailed=True)
        assert told == [[HERS], [NEW]]

    def test_is_told_nothing_at_an_address_that_never_got_an_email(
        self, world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        assert not self.told(world, django_capture_on_commit_callbacks, emailed=False)

    def test_reads_their_own_data_by_no_old_link_after_closing(self, world: World) -> None:
        invitation = Invitation.objects.create(round=world.round, person=world.carol, sent_at=NOW)
        token = links.offer(invitation=invitation, at=NOW).split("/")[2]
        Round.objects.update(state="closed", closed_at=NOW, closed_by=world.alice)
        assert invitations.find_invitation(token)
        correct(world)
        assert invitations.find_invitation(token) is None


class TestANotice:
    def test_names_neither_the_person_nor_the_other_address(
        self, world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        make_participant(world)
        with django_capture_on_commit_callbacks(execute=True):
            correct(world)
        old, new = sorted(mail.outbox, key=lambda letter: letter.to == [NEW])
        assert "Carol" not in str(old.body)
        assert NEW not in str(old.body)
        assert HERS not in str(new.body)
        assert old.reply_to == new.reply_to == [world.carol.council.contact_email]

    def test_of_an_account_without_a_council_comes_from_the_service(
        self, erin: User, olga: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            save(signed_in(olga), f"/admin/assessment/user/{erin.pk}/change/", email=NEW)
        subjects = {letter.to[0]: letter.subject for letter in mail.outbox}
        assert subjects.keys() == {erin.email, NEW}
        assert subjects[NEW] == "Skills assessment: we now write to you at this address"

    def test_that_cannot_leave_stops_nothing_and_is_tried_again(
        self,
        world: World,
        smtp_server: Mailbox,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        make_participant(world)
        smtp_server.refused.add(HERS)
        with django_capture_on_commit_callbacks(execute=True):
            correct(world)
        assert [str(each["To"]) for each in smtp_server.messages] == [NEW]
        smtp_server.refused.clear()
        outbox.send_batch(at=timezone.now() + datetime.timedelta(hours=7))
        assert [str(each["To"]) for each in smtp_server.messages] == [NEW, HERS]
        assert not QueuedEmail.objects.exists()

    def test_without_a_mail_server_waits(
        self,
        world: World,
        settings: Any,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        make_participant(world)
        with django_capture_on_commit_callbacks(execute=True):
            correct(world)
        assert User.objects.get(email=NEW)
        waiting = QueuedEmail.objects.waiting().values_list("address", flat=True)
        assert sorted(waiting) == [HERS, NEW]
