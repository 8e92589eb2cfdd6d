"""HR sees what is held, sets how long, and answers people who ask."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from assessment.data_protection.services import retention
from assessment.models import AuditEvent, Council, Person, Round, User
from tests.cast import signed_in
from tests.spring import RELEASED

PAGES = ["holdings", "holdings_csv", "holdings_json", "periods", "data_people"]
MONTHS = {
    "link_cut_months": "3",
    "comments_months": "12",
    "ratings_months": "24",
    "reports_months": "36",
    "people_months": "36",
}


def text_of(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    return b"".join(answer).decode()


class TestTheOverview:
    def test_shows_counts_periods_next_days_and_the_log(
        self, ashford: Council, spring: Round, alice: User
    ) -> None:
        retention.apply(council=ashford, at=RELEASED.replace(month=7))
        page = text_of(signed_in(alice), "holdings")
        for shown in ["Sets of answers (ratings and comments)", "3 months", "31 Mar 2027"]:
            assert shown in page
        assert "sets of answers" in page
        assert "30 Apr 2026 and before" in page

    def test_warns_when_the_job_does_not_run(self, spring: Round, alice: User) -> None:
        assert "overdue" in text_of(signed_in(alice), "holdings")

    def test_comes_as_a_spreadsheet(self, spring: Round, alice: User) -> None:
        lines = text_of(signed_in(alice), "holdings_csv").splitlines()
        assert lines[0] == '\ufeffWhat,How many,Oldest,Who sees it,"Kept, months"'
        assert lines[1] == "People,9,2026-03-23,HR; each participant and rater their own,36"

    def test_comes_as_json(self, ashford: Council, spring: Round, alice: User) -> None:
        retention.apply(council=ashford, at=RELEASED.replace(month=7))
        data = json.loads(text_of(signed_in(alice), "holdings_json"))
        assert data["periods_in_months"]["link_cut_months"] == 3
        counts = {row["kind"]: row["count"] for row in data["deletion_log"]}
        assert counts == {"ratings": 10, "reasons": 1, "tokens": 6}
        assert data["next_deletions"][0] == {
            "round": "Spring",
            "what": "Comments",
            "on": "2027-03-31",
        }

    def test_names_nobody(self, spring: Round, alice: User) -> None:
        for name in ["holdings_csv", "holdings_json"]:
            text = text_of(signed_in(alice), name)
            people = Person.objects.values_list("name", "email")
            assert [each for pair in people for each in pair if each in text] == []


class TestThePeriods:
    def test_are_changed(self, ashford: Council, alice: User) -> None:
        answer = signed_in(alice).post(reverse("periods"), MONTHS | {"ratings_months": "6"})
        assert answer["Location"] == reverse("holdings")
        ashford.refresh_from_db()
        assert ashford.ratings_months == 6

    @pytest.mark.parametrize(
        ("name", "value"),
        [("link_cut_months", "13"), ("reports_months", "5"), ("people_months", "many")],
    )
    def test_out_of_bounds_come_back_with_the_reason(
        self, ashford: Council, alice: User, name: str, value: str
    ) -> None:
        page = signed_in(alice).post(reverse("periods"), MONTHS | {name: value})
        assert page.status_code == 200
        assert "There is a problem" in page.content.decode()
        assert "Enter a number of months from" in page.content.decode()
        assert not AuditEvent.objects.exists()

    def test_that_would_lose_people_first_come_back_with_the_reason(
        self, ashford: Council, alice: User
    ) -> None:
        page = signed_in(alice).post(reverse("periods"), MONTHS | {"people_months": "12"})
        assert "People must be kept at least as long" in page.content.decode()

    def test_that_break_the_promise_come_back_with_the_reason(
        self, ashford: Council, spring: Round, alice: User
    ) -> None:
        page = signed_in(alice).post(reverse("periods"), MONTHS | {"link_cut_months": "4"})
        assert "Raters were told when their answers are deleted." in page.content.decode()
        ashford.refresh_from_db()
        assert ashford.link_cut_months == 3


class TestAPersonWhoAsks:
    def test_is_found_without_their_name_in_any_address(self, spring: Round, alice: User) -> None:
        client = signed_in(alice)
        answer = client.post(reverse("data_people"), {"search": "frank@"})
        assert answer["Location"] == reverse("data_people")
        page = text_of(client, "data_people")
        assert "Frank" in page
        assert "Gina" not in page
        client.post(reverse("data_people"), {"search": ""})
        assert "Gina" in text_of(client, "data_people")

    def test_gets_a_copy_that_hr_takes_for_them(
        self, spring: Round, alice: User, bob: Person
    ) -> None:
        client = signed_in(alice)
        page = text_of(client, "data_person", bob.pk)
        assert "a person whom you were asked to rate as manager" in page
        assert "Better." not in page
        data = json.loads(client.post(reverse("data_person_file", args=[bob.pk])).content)
        assert data["rated"][0]["answers"] is None
        event = AuditEvent.objects.get(action="data.copied")
        assert (event.by, event.subject_id) == (alice, bob.pk)

    def test_is_erased_after_a_question(self, spring: Round, alice: User, bob: Person) -> None:
        client = signed_in(alice)
        assert "This cannot be undone." in text_of(client, "data_person_erase", bob.pk)
        assert Person.objects.filter(pk=bob.pk).exists()
        page = client.post(reverse("data_person_erase", args=[bob.pk]), follow=True)
        assert "Bob is erased." in page.content.decode()
        assert not Person.objects.filter(pk=bob.pk).exists()

    def test_with_a_report_stays_and_hr_reads_until_when(
        self, spring: Round, alice: User, carol: Person
    ) -> None:
        path = reverse("data_person_erase", args=[carol.pk])
        page = signed_in(alice).post(path, follow=True).content.decode()
        assert "You can erase Carol after that day." in page
        assert Person.objects.filter(pk=carol.pk).exists()


class TestOthers:
    @pytest.mark.parametrize("name", PAGES)
    def test_see_nothing_of_the_council(
        self, name: str, spring: Round, carol: Person, dave: User, erin: User
    ) -> None:
        assert carol.user is not None
        assert signed_in(carol.user).get(reverse(name)).status_code == 403
        assert signed_in(erin).get(reverse(name)).status_code == 403
        assert "Spring" not in text_of(signed_in(dave), name)
        assert "/accounts/login/" in Client().get(reverse(name))["Location"]

    @pytest.mark.parametrize(
        ("name", "method"),
        [
            ("data_person", "get"),
            ("data_person_erase", "get"),
            ("data_person_erase", "post"),
            ("data_person_file", "post"),
        ],
    )
    def test_reach_nobody_of_the_council(
        self, name: str, method: str, carol: Person, frank: Person, dave: User, alice: User
    ) -> None:
        path = reverse(name, args=[frank.pk])
        assert carol.user is not None
        assert getattr(signed_in(dave), method)(path).status_code == 404
        assert getattr(signed_in(carol.user), method)(path).status_code == 403
        assert "/accounts/login/" in getattr(Client(), method)(path)["Location"]
        unknown = reverse(name, args=[uuid.uuid4()])
        assert getattr(signed_in(alice), method)(unknown).status_code == 404
        assert Person.objects.filter(pk=frank.pk).exists()
        assert not AuditEvent.objects.exists()

    @pytest.mark.parametrize("name", ["holdings", "holdings_csv", "holdings_json"])
    def test_cannot_post_where_there_is_nothing_to_post(self, name: str, alice: User) -> None:
        assert signed_in(alice).post(reverse(name)).status_code == 405
