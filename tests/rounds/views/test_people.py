"""The people of a round: from the spreadsheet, and the list of everybody who is asked."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.models import Council, Framework, Person, Rater, Round, StagedImport, User
from assessment.spreadsheets import MAX_FILE_BYTES, read_people
from tests.answers import close
from tests.cast import add_participant, add_rater, answer, make_person, make_round, signed_in
from tests.console import get, post, said, searched, text
from tests.spreadsheets.builders import HEADER, MANAGER, PEER, ROLES, as_csv, as_xlsx

ONE_ROUND = ["round_people", "people_import", "people_import_check"]


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def draft(ashford: Council, framework: Framework, alice: User) -> Round:
    return make_round(ashford, framework, by=alice)


def upload(
    client: Client, round: Round, content: bytes, *, name: str = "people.csv", mode: str = "add"
) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return post(client, "people_import", round.pk, file=file, mode=mode)


def confirm(client: Client, round: Round) -> HttpResponse:
    staged = StagedImport.objects.get(round=round)
    return post(client, "people_import_check", round.pk, staged=staged.pk)


class TestImporting:
    def test_begins_without_a_complaint(self, hr: Client, draft: Round) -> None:
        assert "problem" not in text(get(hr, "people_import", draft.pk))

    @pytest.mark.parametrize("make", [as_csv, as_xlsx])
    def test_shows_what_the_file_would_do_and_then_does_it(
        self, hr: Client, draft: Round, make: object
    ) -> None:
        response = upload(hr, draft, make([HEADER, MANAGER, PEER]))  # type: ignore[operator]
        assert response["Location"] == f"/rounds/{draft.pk}/people/import/check/"
        assert not Person.objects.exists()
        page = text(get(hr, "people_import_check", draft.pk))
        assert "add 1 participant" in page
        assert "ask for 2 ratings by other people" in page
        assert "add 3 people whom your council did not have yet" in page
        confirm(hr, draft)
        assert Rater.objects.filter(participant__round=draft).count() == 3

    def test_names_every_problem_by_row_and_cell_and_keeps_nothing(
        self, hr: Client, draft: Round
    ) -> None:
        page = text(upload(hr, draft, as_csv([HEADER, MANAGER, [*PEER[:4], "frank@", "friend"]])))
        assert "2 problems in the spreadsheet" in page
        assert "3 rater email E3 “frank@” is not an email address." in page
        assert "3 group F3 “friend” is not a group." in page
        assert not StagedImport.objects.exists()

    def test_names_problems_with_people_who_are_there(
        self, hr: Client, draft: Round, carol: Person, bob: Person
    ) -> None:
        add_rater(add_participant(draft, carol), bob, "peer")
        page = text(upload(hr, draft, as_csv([HEADER, MANAGER])))
        assert "2 group F2 Bob already rates Carol in another group: peer." in page

    def test_asks_what_happens_to_people_who_are_there(
        self, hr: Client, draft: Round, carol: Person, bob: Person
    ) -> None:
        question = "What should happen to the people"
        assert question not in text(get(hr, "people_import", draft.pk))
        add_rater(add_participant(draft, carol), bob, "peer")
        assert question in text(get(hr, "people_import", draft.pk))
        upload(hr, draft, as_csv([HEADER, MANAGER]), mode="replace")
        page = text(get(hr, "people_import_check", draft.pk))
        assert "take out the 1 participant who is in the round now" in page
        confirm(hr, draft)
        assert Rater.objects.get(person=bob).group == "manager"

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("people.csv", b"", "The file is empty."),
            ("people.pdf", b"%PDF-1.7\x00", "This is not a spreadsheet."),
            ("people.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "old or a locked Excel file"),
            ("people.xlsx", b"PK\x03\x04broken", "damaged"),
            ("people.csv", b"x" * (MAX_FILE_BYTES + 1), "larger than 5 MB"),
            ("people.csv", as_csv([HEADER[:5], MANAGER[:5]]), "these are missing: group"),
        ],
    )
    def test_says_in_a_sentence_why_a_file_cannot_be_used(
        self, hr: Client, draft: Round, name: str, content: bytes, sentence: str
    ) -> None:
        response = upload(hr, draft, content, name=name)
        assert (response.status_code, sentence in text(response)) == (200, True)
        assert not StagedImport.objects.exists()

    def test_without_a_file_says_so(self, hr: Client, draft: Round) -> None:
        assert "Choose a file." in text(post(hr, "people_import", draft.pk))

    def test_says_when_letters_may_be_wrong(self, hr: Client, draft: Round) -> None:
        upload(hr, draft, as_csv([HEADER, ["Siân", *MANAGER[1:]]], encoding="cp1252"))
        page = text(get(hr, "people_import_check", draft.pk))
        assert "The file is not UTF-8." in page
        assert "Siân" in page

    def test_shows_a_file_name_as_text(self, hr: Client, draft: Round) -> None:
        upload(hr, draft, as_csv([HEADER, MANAGER]), name="<img src=x>.csv")
        assert "<img" not in get(hr, "people_import_check", draft.pk).content.decode()

    def test_stops_showing_problems_where_nobody_reads_on(self, hr: Client, draft: Round) -> None:
        rows = [[*PEER[:4], f"frank{n}@", "peer"] for n in range(5000)]
        response = upload(hr, draft, as_csv([HEADER, *rows]))
        assert "5,000 problems in the spreadsheet" in text(response)
        assert "And 4,700 more." in text(response)
        assert len(response.content) < 250_000


class TestTheCheck:
    @pytest.fixture
    def staged(self, hr: Client, draft: Round) -> Round:
        upload(hr, draft, as_csv([HEADER, MANAGER]))
        return draft

    def test_can_be_put_aside(self, hr: Client, staged: Round) -> None:
        post(hr, "people_import_check", staged.pk, drop="1")
        assert not StagedImport.objects.exists()
        assert not Person.objects.exists()

    def test_confirmed_twice_imports_once(self, hr: Client, staged: Round) -> None:
        seen = StagedImport.objects.get().pk
        for _press in range(2):
            response = post(hr, "people_import_check", staged.pk, staged=seen)
            assert response["Location"] == f"/rounds/{staged.pk}/"
        assert Rater.objects.count() == 2

    def test_of_a_file_replaced_in_another_tab_imports_nothing(
        self, hr: Client, staged: Round
    ) -> None:
        seen = StagedImport.objects.get().pk
        upload(hr, staged, as_csv([HEADER, PEER]))
        response = post(hr, "people_import_check", staged.pk, staged=seen)
        assert "Another spreadsheet was uploaded" in said(response)
        assert not Person.objects.exists()

    @pytest.mark.parametrize("nonsense", ["", "x", "../"])
    def test_with_a_forged_field_is_not_found(
        self, hr: Client, staged: Round, nonsense: str
    ) -> None:
        assert post(hr, "people_import_check", staged.pk, staged=nonsense).status_code == 404

    def test_without_a_file_leads_to_the_upload(self, hr: Client, draft: Round) -> None:
        response = get(hr, "people_import_check", draft.pk)
        assert response["Location"] == f"/rounds/{draft.pk}/people/import/"


class TestAfterClosing:
    @pytest.mark.parametrize("name", ["people_import", "people_import_check"])
    def test_nothing_is_imported(self, hr: Client, open_round: Round, name: str) -> None:
        close(open_round)
        for response in (get(hr, name, open_round.pk), post(hr, name, open_round.pk)):
            assert response["Location"] == f"/rounds/{open_round.pk}/"
            assert "nobody can be added" in said(response)


class TestTheExample:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_can_be_downloaded_and_imported(self, hr: Client, draft: Round, kind: str) -> None:
        response = get(hr, "people_example", kind)
        assert f'filename="people-example.{kind}"' in response["Content-Disposition"]
        sheet = read_people(response.content, ROLES)
        assert (sheet.problems, sheet.notes) == ((), ())
        upload(hr, draft, response.content, name=f"people-example.{kind}")
        confirm(hr, draft)
        assert draft.participants.count() == 3

    def test_says_the_same_in_both_forms(self, hr: Client) -> None:
        one, other = (
            read_people(get(hr, "people_example", kind).content, ROLES) for kind in ("csv", "xlsx")
        )
        assert one.rows == other.rows

    def test_has_no_other_form(self, hr: Client) -> None:
        assert hr.get("/rounds/people-example.ods").status_code == 404


class TestThePeople:
    def test_are_listed_with_what_they_have_done(
        self, hr: Client, open_round: Round, carol: Person, frank: Person
    ) -> None:
        answer(add_rater(add_participant(open_round, carol), frank, "peer"))
        page = text(get(hr, "round_people", open_round.pk))
        assert "Frank frank@example.com 1 1 0 0" in page
        assert "Carol carol@example.gov.uk 1 0 0 1" in page

    def test_can_be_searched_and_filtered(
        self, hr: Client, open_round: Round, carol: Person, frank: Person
    ) -> None:
        answer(add_rater(add_participant(open_round, carol), frank, "peer"))
        page = text(get(hr, "round_people", open_round.pk, show="waiting"))
        assert ("carol@" in page, "frank@" in page) == (True, False)
        assert "Nobody fits." in text(searched(hr, "round_people", open_round.pk, search="zzz"))

    def test_who_are_none_yet_lead_to_the_import(self, hr: Client, draft: Round) -> None:
        page = text(get(hr, "round_people", draft.pk))
        assert "Nobody is in this round yet. Import people" in page

    def test_cost_no_more_queries_when_there_are_more(
        self, hr: Client, open_round: Round, carol: Person
    ) -> None:
        participant = add_participant(open_round, carol)
        few = queries(hr, open_round)
        for number in range(70):
            add_rater(participant, make_person(open_round.council, f"R{number}"), "peer")
        assert queries(hr, open_round) == few


def queries(client: Client, round: Round) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert get(client, "round_people", round.pk).status_code == 200
    return len(captured)


class TestWhoMayNot:
    @pytest.mark.parametrize("name", ONE_ROUND)
    def test_see_or_import_anybody(
        self, draft: Round, dave: User, carol: Person, name: str
    ) -> None:
        assert carol.user is not None
        for client, status in [
            (Client(), 302),
            (signed_in(dave), 404),
            (signed_in(carol.user), 403),
        ]:
            assert get(client, name, draft.pk).status_code == status
            if name != "round_people":
                assert post(client, name, draft.pk).status_code == status

    @pytest.mark.parametrize("name", ONE_ROUND)
    def test_guess_an_address(self, hr: Client, name: str) -> None:
        assert get(hr, name, uuid.uuid4()).status_code == 404

    def test_use_another_method(self, hr: Client, draft: Round) -> None:
        assert hr.put(f"/rounds/{draft.pk}/people/").status_code == 405
        assert post(hr, "people_example", "csv").status_code == 405
        assert hr.put(f"/rounds/{draft.pk}/people/import/").status_code == 405
