"""The spreadsheet says who reads which language, and each keeps what they chose themselves."""

from __future__ import annotations

import pytest

from assessment.models import (
    Action,
    AuditEvent,
    Person,
    Round,
    StagedImport,
    User,
)
from assessment.rounds.selectors.imports import check_rows, get_preview
from assessment.rounds.selectors.rounds import opening_blockers
from assessment.rounds.services import invitations, joining
from assessment.spreadsheets import PersonRow
from assessment.web.language_choice import choose
from tests.cast import NOW, signed_in
from tests.console import get
from tests.imports import bring_in, row_of_carol, stage
from tests.letters import only, parts
from tests.plugins.smtp import Mailbox


def row(*, carol: str = "", bob: str = "") -> PersonRow:
    return row_of_carol(participant_language=carol, rater_language=bob)


def reads(name: str) -> str:
    return Person.objects.get(name=name).language


def warnings(round: Round, *rows: PersonRow) -> list[str]:
    languages = ("participant_language", "rater_language")
    found = check_rows(round=round, rows=rows).warnings
    return [each.message for each in found if each.column in languages]


class TestSomebodyNew:
    def test_reads_what_the_file_says_or_english(self, draft: Round, alice: User) -> None:
        assert warnings(draft, row(bob="cy")) == []
        assert bring_in(draft, alice, row(bob="cy")).languages == 0
        assert (reads("Bob"), reads("Carol")) == ("cy", "en-gb")

    def test_who_reads_welsh_keeps_a_round_closed_that_lacks_it(
        self, draft: Round, alice: User
    ) -> None:
        bring_in(draft, alice, row(bob="cy"))
        (blocker,) = opening_blockers(draft, on=draft.opens_on)
        assert "reads Welsh" in blocker

    def test_is_written_to_in_it(
        self, open_round: Round, alice: User, smtp_server: Mailbox
    ) -> None:
        bring_in(open_round, alice, row(bob="cy"))
        invitations.send_pending(round=open_round, at=NOW)
        assert "Helo Bob," in parts(only(smtp_server.to("bob@example.gov.uk")))[0]
        assert "Hello Carol," in parts(only(smtp_server.to("carol@example.gov.uk")))[0]


class TestSomebodyKnown:
    def test_reads_what_the_file_says_and_the_trail_names_the_field(
        self, draft: Round, alice: User, bob: Person, carol: Person
    ) -> None:
        (warning,) = warnings(draft, row(bob="cy", carol="en-gb"))
        assert warning == "The language of Bob changes from English to Welsh."
        assert bring_in(draft, alice, row(bob="cy", carol="en-gb")).languages == 1
        assert (reads("Bob"), reads("Carol")) == ("cy", "en-gb")
        event = AuditEvent.objects.get(action=Action.PERSON_CORRECTED)
        assert (event.subject_id, event.detail) == (bob.pk, {"changed": ["language"]})

    def test_keeps_theirs_where_the_file_says_nothing(
        self, draft: Round, alice: User, bob: Person
    ) -> None:
        Person.objects.filter(pk=bob.pk).update(language="cy")
        assert warnings(draft, row()) == []
        bring_in(draft, alice, row())
        assert reads("Bob") == "cy"
        assert not AuditEvent.objects.filter(action=Action.PERSON_CORRECTED).exists()

    def test_keeps_what_they_chose_themself(self, draft: Round, alice: User, carol: Person) -> None:
        assert carol.user is not None
        choose(user=carol.user, language="cy", at=NOW)
        (warning,) = warnings(draft, row(carol="en-gb"))
        assert warning == "Carol chose a language themself, and that is kept: Welsh."
        bring_in(draft, alice, row(carol="en-gb"))
        assert reads("Carol") == "cy"

    def test_who_chooses_while_the_import_is_prepared_keeps_it(
        self, draft: Round, alice: User, carol: Person
    ) -> None:
        stage(draft, alice, row(carol="en-gb"))
        Person.objects.filter(pk=carol.pk).update(language="cy")
        plan = joining.plan_import(round=draft, staged=StagedImport.objects.get(), by=alice, at=NOW)
        Person.objects.filter(pk=carol.pk).update(language="en-gb")
        with pytest.raises(joining.Changed):
            joining.write_import(plan, draft)


class TestThePreview:
    def test_counts_those_who_get_emails_in_welsh_and_names_what_is_not_in_it(
        self, draft: Round, alice: User
    ) -> None:
        stage(draft, alice, row(bob="cy", carol="cy"))
        preview = get_preview(draft)
        assert preview is not None
        assert preview.languages == [("Welsh", 2)]
        page = get(signed_in(alice), "people_import_check", draft.pk).content.decode()
        assert "Welsh: 2 people in the file get emails in this language." in page
        assert "reads Welsh, and" in page

    def test_says_nothing_of_it_where_all_read_english(self, draft: Round, alice: User) -> None:
        stage(draft, alice, row(bob="en-gb"))
        preview = get_preview(draft)
        assert preview is not None
        assert (preview.languages, preview.untranslated) == ([], [])


def test_rows_that_were_staged_before_there_were_languages_are_read() -> None:
    old = {"participant_name": "C", "participant_email": "c@example.com", "roles": ["r"]}
    assert PersonRow.from_json(old).participant_language == ""
