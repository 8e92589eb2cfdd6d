"""People join a round that is open: one by one, or from a spreadsheet that only adds."""

from __future__ import annotations

import pytest

from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    Invitation,
    Participant,
    Person,
    QueuedEmail,
    Rater,
    Round,
    User,
)
from assessment.rounds.selectors.imports import get_preview
from assessment.rounds.services import invitations, people, raters, rounds
from assessment.rounds.services.accounts import AccountTaken
from assessment.rounds.services.people import ImportRefused
from assessment.rounds.services.raters import RaterRefused
from assessment.spreadsheets import PersonRow
from tests.cast import NOW, add_participant, add_rater, make_framework, make_person, make_round
from tests.letters import only, parts, token_in
from tests.plugins.smtp import Mailbox

GINA = ("Gina", "gina@example.gov.uk", ("head-of-ict",))
ROWS = [
    PersonRow(*GINA, "Bob", "bob@example.gov.uk", "manager"),
    PersonRow(*GINA, "Frank", "frank@example.com", "peer"),
    PersonRow(*GINA, "Hugo", "hugo@example.com", "peer"),
]


@pytest.fixture
def running(
    open_round: Round, carol: Person, frank: Person, alice: User, smtp_server: Mailbox
) -> Round:
    """Frank rates Carol, and both were written to."""
    add_rater(add_participant(open_round, carol), frank, "peer")
    invitations.issue(round=open_round, by=alice, at=NOW)
    invitations.send_pending(round=open_round, at=NOW)
    return open_round


def add(round: Round, alice: User, *, name: str = "Gina", email: str = GINA[1]) -> Participant:
    roles = list(round.framework.roles.filter(key="head-of-ict"))
    return raters.add_participant(
        round=round, name=name, email=email, roles=roles, by=alice, at=NOW
    )


def stage(round: Round, alice: User, *, replace: bool = False) -> None:
    people.stage_import(
        round=round, file_name="late.csv", rows=ROWS, replace=replace, by=alice, at=NOW
    )


def waiting() -> set[str]:
    return set(QueuedEmail.objects.waiting().values_list("person__name", flat=True))


class TestAddingAParticipant:
    def test_to_an_open_round_gives_an_account_and_an_invitation(
        self, running: Round, alice: User, smtp_server: Mailbox
    ) -> None:
        gina = add(running, alice)
        assert [rater.group for rater in gina.raters.all()] == ["self"]
        assert [role.key for role in gina.roles.all()] == ["head-of-ict"]
        assert not User.objects.get(person=gina.person).has_usable_password()
        smtp_server.messages.clear()
        invitations.send_pending(round=running, at=NOW)
        letter = only(smtp_server.messages)
        assert letter["To"] == GINA[1]
        assert "/link/" in parts(letter)[0]
        event = AuditEvent.objects.get(action="participant.added")
        assert (event.by, event.subject_id) == (alice, gina.pk)

    def test_to_a_draft_writes_to_nobody(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        gina = add(make_round(ashford, framework, by=alice), alice)
        assert gina.person.user is None
        assert not Invitation.objects.exists()
        assert not QueuedEmail.objects.exists()

    def test_to_a_closed_round_is_refused(self, running: Round, alice: User) -> None:
        rounds.close(round=running, by=alice, at=NOW)
        with pytest.raises(RaterRefused, match="The round is closed"):
            add(running, alice)
        assert running.participants.count() == 1

    def test_twice_is_refused(self, running: Round, carol: Person, alice: User) -> None:
        with pytest.raises(RaterRefused, match="Carol is already assessed"):
            add(running, alice, name="Carol", email=carol.email.upper())

    def test_without_a_role_is_refused(self, running: Round, alice: User) -> None:
        with pytest.raises(RaterRefused, match="at least one role"):
            raters.add_participant(
                round=running, name="G", email=GINA[1], roles=[], by=alice, at=NOW
            )

    def test_with_a_role_of_another_framework_is_refused(self, running: Round, alice: User) -> None:
        foreign = list(make_framework(version="2.0").roles.all())
        with pytest.raises(RaterRefused, match="framework of this round"):
            raters.add_participant(
                round=running, name="G", email=GINA[1], roles=foreign, by=alice, at=NOW
            )

    def test_with_the_address_of_a_foreign_account_leaves_nothing_behind(
        self, running: Round, alice: User, dave: User
    ) -> None:
        with pytest.raises(AccountTaken):
            add(running, alice, name="Dave", email=dave.email)
        assert not Person.objects.filter(email=dave.email).exists()
        assert waiting() == set()

    def test_who_rates_already_asks_them_for_both(
        self, running: Round, frank: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        add(running, alice, name="Frank", email=frank.email)
        smtp_server.messages.clear()
        invitations.send_pending(round=running, at=NOW)
        words = parts(only(smtp_server.to(frank.email)))[0]
        assert "Please answer about yourself" in words
        assert "- Carol, head of ICT (you are asked as: peer)" in words


class TestASpreadsheetForAnOpenRound:
    def test_writes_to_those_who_are_asked_for_more(
        self, running: Round, frank: Person, bob: Person, alice: User, smtp_server: Mailbox
    ) -> None:
        first = token_in(only(smtp_server.to(frank.email)))
        stage(running, alice)
        preview = get_preview(running)
        assert preview is not None
        assert (preview.participants, preview.raters, preview.emails) == (1, 3, 4)
        people.confirm_import(round=running, by=alice, at=NOW)
        assert waiting() == {"Gina", "Bob", "Frank", "Hugo"}

        smtp_server.messages.clear()
        invitations.send_pending(round=running, at=NOW)
        letter = only(smtp_server.to(frank.email))
        assert "- Carol, head of ICT" in parts(letter)[0]
        assert "- Gina, head of ICT" in parts(letter)[0]
        assert token_in(letter) != first
        assert "at least 3 people" in parts(letter)[0]
        assert smtp_server.to("carol@example.gov.uk") == []

    def test_never_takes_anybody_out(self, running: Round, alice: User) -> None:
        with pytest.raises(ImportRefused, match="can only add"):
            stage(running, alice, replace=True)

    def test_that_was_to_replace_a_draft_is_refused_after_opening(
        self, ashford: Council, framework: Framework, alice: User, carol: Person
    ) -> None:
        draft = make_round(ashford, framework, by=alice)
        add_participant(draft, carol)
        stage(draft, alice, replace=True)
        rounds.open_(round=draft, by=alice, at=NOW)
        with pytest.raises(ImportRefused, match="can only add"):
            people.confirm_import(round=draft, by=alice, at=NOW)
        assert draft.participants.get().person == carol

    def test_is_refused_after_closing(self, running: Round, alice: User) -> None:
        stage(running, alice)
        rounds.close(round=running, by=alice, at=NOW)
        with pytest.raises(ImportRefused, match="The round is closed"):
            people.confirm_import(round=running, by=alice, at=NOW)
        with pytest.raises(ImportRefused, match="The round is closed"):
            stage(running, alice)
        assert Rater.objects.count() == 2

    def test_of_those_who_are_there_writes_to_nobody(self, running: Round, alice: User) -> None:
        row = PersonRow(
            "Carol",
            "carol@example.gov.uk",
            ("head-of-ict",),
            "Frank",
            "frank@example.com",
            "peer",
        )
        people.stage_import(round=running, file_name="p.csv", rows=[row], by=alice, at=NOW)
        people.confirm_import(round=running, by=alice, at=NOW)
        assert waiting() == set()

    def test_leaves_links_alone_of_people_in_no_new_row(
        self, running: Round, bob: Person, alice: User
    ) -> None:
        add_rater(running.participants.get(), make_person(bob.council, "Ivy"), "peer")
        invitations.issue(round=running, by=alice, at=NOW)
        invitations.send_pending(round=running, at=NOW)
        before = Invitation.objects.get(person__name="Ivy").token_hash
        stage(running, alice)
        people.confirm_import(round=running, by=alice, at=NOW)
        invitations.send_pending(round=running, at=NOW)
        assert Invitation.objects.get(person__name="Ivy").token_hash == before
