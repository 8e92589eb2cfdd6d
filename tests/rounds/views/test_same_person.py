"""HR is asked whether two who look alike are one person, wherever somebody comes in."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from assessment.models import DifferentPeople, Participant, Person, Rater, User
from tests.cast import add_participant, add_rater, answer, make_person, make_round, signed_in
from tests.console import get, post, said, text
from tests.spreadsheets.builders import HEADER, as_csv

SECOND = "f.newname@example.gov.uk"
TWIN = {"name": "Frank", "email": SECOND}
TWO = "They are two different people"


@pytest.fixture
def hr(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def twin(assessed: Participant) -> Person:
    return make_person(assessed.round.council, "Frank", SECOND)


class TestAForm:
    def test_to_add_a_rater_asks_and_takes_the_answer(
        self, hr: Client, assessed: Participant
    ) -> None:
        assert TWO not in text(get(hr, "rater_new", assessed.pk))
        data = TWIN | {"group": "peer"}
        asked = text(post(hr, "rater_new", assessed.pk, **data))
        assert "Frank (frank@example.com) have the same name. Are they one person or two?" in asked
        assert TWO in asked
        assert not Person.objects.filter(email=SECOND).exists()
        post(hr, "rater_new", assessed.pk, **data, apart="yes")
        assert Rater.objects.filter(person__email=SECOND).exists()

    def test_to_add_a_participant_asks_and_takes_the_answer(
        self, hr: Client, assessed: Participant
    ) -> None:
        data = TWIN | {"roles": "head-of-ict"}
        assert TWO in text(post(hr, "participant_new", assessed.round_id, **data))
        post(hr, "participant_new", assessed.round_id, **data, apart="yes")
        assert Participant.objects.filter(person__email=SECOND).exists()

    def test_to_correct_a_person_asks_and_takes_the_answer(
        self, hr: Client, assessed: Participant, bob: Person
    ) -> None:
        assert TWO in text(post(hr, "person_edit", bob.pk, **TWIN))
        post(hr, "person_edit", bob.pk, **TWIN, apart="yes")
        bob.refresh_from_db()
        assert (bob.name, bob.email) == ("Frank", SECOND)

    def test_cleans_what_was_pasted(self, hr: Client, assessed: Participant) -> None:
        data = {"name": "Cat\u00a0O’Sample\u200b", "email": "cat.o’sam\u200bple@example.gov.uk"}
        post(hr, "rater_new", assessed.pk, **data, group="peer")
        made = Rater.objects.select_related("person").get(person__name__startswith="Cat").person
        assert (made.name, made.email) == ("Cat O’Sample", "cat.o'sample@example.gov.uk")


class TestAFile:
    def test_is_imported_once_they_are_said_to_be_two(
        self, hr: Client, ashford: object, framework: object, alice: User, frank: Person
    ) -> None:
        draft = make_round(ashford, framework, by=alice)  # type: ignore[arg-type]
        row = ["Carol", "carol@example.gov.uk", "head of ICT", "Frank", SECOND, "peer"]
        from django.core.files.uploadedfile import SimpleUploadedFile

        file = SimpleUploadedFile("people.csv", as_csv([HEADER, row]))
        hr.post(f"/rounds/{draft.pk}/people/import/", {"file": file, "mode": "add"})
        page = text(get(hr, "people_import_check", draft.pk))
        assert "Is it one person under another address, or are they two people?" in page
        assert "Each of them is somebody else" in page
        staged = draft.staged_import.pk
        answered = post(hr, "people_import_check", draft.pk, staged=staged)
        assert answered["Location"] == f"/rounds/{draft.pk}/people/import/check/"
        assert "Are they one person or two?" in said(answered)
        post(hr, "people_import_check", draft.pk, staged=staged, apart="yes")
        assert draft.participants.count() == 1
        assert DifferentPeople.objects.count() == 1


class TestThePageOfTwo:
    def test_is_reached_from_the_person_and_the_forecast(
        self, hr: Client, assessed: Participant, twin: Person, frank: Person
    ) -> None:
        add_rater(assessed, twin, "peer")
        for name, key in [("person_edit", frank.pk), ("round_page", assessed.round_id)]:
            page = get(hr, name, key).content.decode()
            either = (f"/people/{a.pk}/same/{b.pk}/" for a, b in [(frank, twin), (twin, frank)])
            assert any(address in page for address in either), name

    def test_says_what_moves_and_joins(
        self, hr: Client, assessed: Participant, twin: Person, frank: Person
    ) -> None:
        add_rater(add_participant(assessed.round, make_person(frank.council, "Gina")), twin, "peer")
        page = text(get(hr, "people_join", twin.pk, frank.pk))
        assert "the request to rate Gina in Spring moves" in page
        response = post(hr, "people_join", twin.pk, frank.pk)
        assert response["Location"] == f"/people/{frank.pk}/"
        assert not Person.objects.filter(pk=twin.pk).exists()

    def test_offers_the_other_address_where_nothing_binds_either(
        self, hr: Client, assessed: Participant, twin: Person, frank: Person
    ) -> None:
        page = get(hr, "people_join", twin.pk, frank.pk).content.decode()
        assert f'href="/people/{frank.pk}/same/{twin.pk}/"' in page
        assert f"whose address is {SECOND}" in text(get(hr, "people_join", frank.pk, twin.pk))
        answer(assessed.raters.get(person=frank))
        page = text(get(hr, "people_join", frank.pk, twin.pk))
        assert "Keep the other address instead" not in page
        assert "whose address is frank@example.com" in page

    def test_takes_the_answer_that_they_are_two(
        self, hr: Client, assessed: Participant, twin: Person, frank: Person
    ) -> None:
        post(hr, "people_join", twin.pk, frank.pk, apart="1")
        assert DifferentPeople.objects.count() == 1
        assert Person.objects.filter(pk=twin.pk).exists()

    def test_says_why_not(
        self, hr: Client, assessed: Participant, twin: Person, frank: Person
    ) -> None:
        answer(assessed.raters.get(person=frank))
        answer(add_rater(assessed, twin, "peer"))
        page = text(get(hr, "people_join", twin.pk, frank.pk))
        assert "The two cannot be joined:" in page
        assert "Join the two" not in page
        refused = post(hr, "people_join", twin.pk, frank.pk)
        assert "Both have begun to answer" in said(refused)
        assert Person.objects.filter(pk=twin.pk).exists()

    def test_of_a_person_and_themself_is_not_there(self, hr: Client, frank: Person) -> None:
        assert get(hr, "people_join", frank.pk, frank.pk).status_code == 404

    def test_is_for_hr_of_both_alone(
        self, hr: Client, frank: Person, dave: User, carol: Person, brindle: object
    ) -> None:
        theirs = make_person(brindle, "Frank")  # type: ignore[arg-type]
        assert carol.user is not None
        for client, status in [
            (Client(), 302), (signed_in(dave), 404), (signed_in(carol.user), 403)
        ]:  # fmt: skip
            assert get(client, "people_join", frank.pk, carol.pk).status_code == status
            assert post(client, "people_join", frank.pk, carol.pk).status_code == status
        assert get(hr, "people_join", frank.pk, theirs.pk).status_code == 404
        assert get(hr, "people_join", frank.pk, uuid.uuid4()).status_code == 404
        assert hr.put(f"/people/{frank.pk}/same/{carol.pk}/").status_code == 405
