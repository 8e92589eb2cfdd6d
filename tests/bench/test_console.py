"""HR's console with 2,000 participants and 16,000 raters."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Council, Framework, Participant, Person, Rater, Response, Round, User
from assessment.rounds.services import people
from assessment.spreadsheets import PersonRow, read_people
from tests.cast import NOW, TODAY, make_round, signed_in
from tests.plugins.bench import Bench
from tests.spreadsheets.builders import HEADER, ROLES, as_xlsx

pytestmark = pytest.mark.bench

PARTICIPANTS, RATERS_EACH = 2000, 8
GROUPS = ["manager", "peer", "peer", "peer", "peer", "report", "report", "report"]
RUNS = 15

LOOP = Template(
    "<table>{% for line in lines %}<tr><th><a href='{{ line.id }}'>{{ line.name }}</a></th>"
    "<td>{{ line.roles }}</td>{% for cell in line.cells %}<td>{{ cell }}</td>{% endfor %}</tr>"
    "{% endfor %}</table>"
)


@pytest.fixture
def large(ashford: Council, framework: Framework, alice: User) -> Round:
    """Every rater rates eight participants; half have answered."""
    round = make_round(ashford, framework, by=alice, state="open")
    people = Person.objects.bulk_create(
        Person(council=ashford, name=f"Person {n:05}", email=f"p{n}@example.gov.uk")
        for n in range(PARTICIPANTS * 2)
    )
    participants = Participant.objects.bulk_create(
        Participant(round=round, person=person) for person in people[:PARTICIPANTS]
    )
    role = framework.roles.all()[0]
    held = Participant.roles.through
    held.objects.bulk_create(held(participant=each, role=role) for each in participants)
    raters = Rater.objects.bulk_create(_raters(participants, people), batch_size=2000)
    Response.objects.bulk_create(
        (
            Response(participant_id=each.participant_id, rater=each, submitted_on=TODAY)
            for each in raters[::2]
        ),
        batch_size=2000,
    )
    return round


def _raters(participants: list[Participant], people: list[Person]) -> list[Rater]:
    raters = []
    for n, participant in enumerate(participants):
        raters.append(Rater(participant=participant, person=people[n], group="self"))
        for k, group in enumerate(GROUPS):
            person = people[PARTICIPANTS + (n + k) % PARTICIPANTS]
            raters.append(Rater(participant=participant, person=person, group=group))
    return raters


def bare(client: Client, path: str) -> tuple[int, Callable[[], object]]:
    """The number of a page's queries; and work that runs them alone and fills a loop template."""
    with CaptureQueriesContext(connection) as captured:
        response: Any = client.get(path)
    asked = [each["sql"] for each in captured if each["sql"].startswith("SELECT")]
    context = Context({"lines": response.context.get("lines") or rows_of(response)})

    def work() -> object:
        for sql in asked:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                cursor.fetchall()
        return LOOP.render(context)

    return len(captured), work


def rows_of(response: Any) -> list[dict[str, Any]]:
    """The people of a page as the loop template takes them."""
    return [
        {
            "id": each.pk,
            "name": each.name,
            "roles": each.email,
            "cells": [each.asked, each.answered, each.declined, each.waiting],
        }
        for each in response.context["page"]
    ]


@pytest.mark.parametrize("name", ["round_page", "round_people"])
def test_a_page_takes_at_most_twice_its_bare_queries_and_a_loop(
    bench: Bench, large: Round, alice: User, name: str
) -> None:
    client, path = signed_in(alice), reverse(name, args=[large.pk])
    count, floor = bare(client, path)
    bench.record(f"{name}, 16,000 raters: queries", count, "queries")
    ratio = bench.compare(f"{name}, 16,000 raters", lambda: client.get(path), floor, RUNS)
    assert count <= 15
    assert ratio <= 2


def test_reading_and_importing_five_thousand_rows(
    bench: Bench, ashford: Council, framework: Framework, alice: User
) -> None:
    rows = [
        [f"P {n // 8}", f"p{n // 8}@example.gov.uk", "both", f"R {n}", f"r{n}@example.com", "peer"]
        for n in range(5000)
    ]
    content = as_xlsx([HEADER, *rows])
    round = make_round(ashford, framework, by=alice)
    start = time.perf_counter()
    sheet = read_people(content, ROLES)
    read = time.perf_counter()
    people.stage_import(round=round, file_name="p.xlsx", rows=sheet.rows, by=alice, at=NOW)
    people.confirm_import(round=round, by=alice, at=NOW)
    bench.record("read 5,000 rows of XLSX", (read - start) * 1000, "ms")
    bench.record("stage and import 5,000 rows", (time.perf_counter() - read) * 1000, "ms")
    assert Rater.objects.count() == 5000 + 625
    assert isinstance(sheet.rows[0], PersonRow)
