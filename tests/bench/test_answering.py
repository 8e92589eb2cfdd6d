"""A page of the questionnaire beside one loop template, a save beside its bare rows."""

from __future__ import annotations

import itertools

import pytest
from django.db import connection, transaction
from django.template import engines
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import reverse

from assessment.access import Visitor
from assessment.answering import selectors as answering
from assessment.answering import services as responses
from assessment.answering.changes import UNANSWERED, Edit
from assessment.answering.forms.questions import SectionForm
from assessment.models import Indicator, Invitation, Person, Rater, Rating, Response, Round
from tests.answers import by_link, dimension_of, keep_open, page, posted
from tests.cast import NOW, add_participant, add_rater, answer, make_framework, make_round
from tests.plugins.bench import Bench

LIMIT = 2.0
LOOP = """{% extends "answering/layout.html" %}{% block content %}<form method="post">
{% csrf_token %}<h1>{{ section.dimension.name }}</h1><p>{{ section.dimension.description }}</p>
<dl>{% for level in section.levels %}
<dt>{{ level.label }}</dt><dd>{{ level.anchor }}</dd>{% endfor %}</dl>
{% for question in questions %}<div class="govuk-form-group"><fieldset class="govuk-fieldset">
<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{{ question.text }}</legend>
<div class="govuk-radios">{% for value, label in choices %}<div class="govuk-radios__item">
<input class="govuk-radios__input" id="{{ question.name }}-{{ forloop.counter }}" type="radio"
 name="{{ question.name }}" value="{{ value }}"{% if value == question.given %} checked{% endif %}>
<label class="govuk-label govuk-radios__label" for="{{ question.name }}-{{ forloop.counter }}">
{{ label }}</label></div>{% endfor %}</div></fieldset></div>{% endfor %}
<textarea name="comment">{{ comment }}</textarea>
<button>Save and continue</button></form>{% endblock %}"""


@pytest.fixture
def peer(open_round: Round, carol: Person, frank: Person) -> Rater:
    framework = make_framework(indicators=6, version="6.0")
    council, by = open_round.council, open_round.opened_by
    assert by is not None
    round = keep_open(make_round(council, framework, by=by, state="open", name="Six"))
    rater = add_rater(add_participant(round, carol), frank, "peer")
    answer(rater, 4, submitted=False, comments={"communication": "Clear and kind."})
    return rater


@pytest.mark.bench
class TestAPageOfTheQuestionnaire:
    def test_renders_like_one_loop(self, peer: Rater, bench: Bench, rf: RequestFactory) -> None:
        progress = answering.progress(peer, answering.sheet(peer))
        section = progress.sheet.section("communication")
        assert section is not None
        request = rf.get("/")
        visitor = Visitor(invitation=Invitation(person=peer.person))
        shared = {
            "rater": peer,
            "name": "Carol",
            "council": peer.participant.round.council,
            "invitation": visitor.invitation,
            "section": section,
        }
        loop, ours = engines["django"].from_string(LOOP), get_template("answering/questions.html")

        def bare() -> str:
            choices = [(str(each.value), each.label) for each in section.levels]
            questions = [
                {
                    "name": f"q-{each.key}",
                    "text": each.text(for_self=False),
                    "given": str(progress.answers[each.indicator.pk]),
                }
                for each in section.questions
            ]
            own = {
                "questions": questions,
                "choices": [*choices, ("not-observed", "Not observed")],
                "comment": progress.comment(section),
            }
            return str(loop.render({**shared, **own}, request))

        def whole() -> str:
            form = SectionForm(
                section=section,
                for_self=False,
                answers=progress.answers,
                comment=progress.comment(section),
            ).to_answer(
                draft_url="/draft/", submitted=False, kept_until=peer.participant.round.closes_on
            )
            own = {"form": form, "progress": progress, "place": 1, "places": 4}
            return str(ours.render({**shared, **own}, request))

        assert whole().count('type="radio"') == bare().count('type="radio"') == 36
        ratio = bench.compare("questionnaire page, by a loop template", whole, bare, runs=60)
        assert ratio <= LIMIT

    def test_is_answered(self, peer: Rater, bench: Bench) -> None:
        client = by_link(peer.participant.round, peer.person)
        url = page("answer_questions", peer, dimension_of(peer.participant))
        help_page = reverse("cookies")

        bench.compare(
            "questionnaire page requested, by a static page",
            lambda: client.get(url),
            lambda: client.get(help_page),
            runs=30,
        )


@pytest.mark.bench
class TestSavingAPage:
    def test_beside_its_bare_rows(self, peer: Rater, bench: Bench) -> None:
        dimension = dimension_of(peer.participant)
        response = Response.objects.get()
        asked = list(Indicator.objects.filter(dimension=dimension))

        def bare() -> None:
            with transaction.atomic():
                Rating.objects.bulk_create(
                    [Rating(response=response, indicator=each, level=3) for each in asked],
                    update_conflicts=True,
                    unique_fields=["response", "indicator"],
                    update_fields=["level"],
                )

        def service() -> None:
            responses.save_page(
                rater=peer,
                dimension=dimension,
                levels=dict.fromkeys(asked, Edit(3, frozenset({3, 4}))),
                comment=Edit("Clear.", frozenset({"Clear.", "Clear and kind."})),
                at=NOW.replace(year=2020),
                draft=False,
            )

        bench.compare("save of a page, by its bare rows", service, bare, runs=60)

    def test_on_the_disk(self, transactional_db: None, peer: Rater, bench: Bench) -> None:
        """What it costs on SQLite that a save is on the disk before it is answered."""
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL is asked for the same on both sides")
        dimension = dimension_of(peer.participant)
        asked = list(Indicator.objects.filter(dimension=dimension))
        level = itertools.cycle([3, 4])

        def save(synchronous: str) -> None:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous={synchronous}")
            responses.save_page(
                rater=peer,
                dimension=dimension,
                levels=dict.fromkeys(asked, Edit(next(level), frozenset({UNANSWERED, 3, 4}))),
                comment=None,
                at=NOW.replace(year=2020),
                draft=False,
            )

        bench.compare(
            "save of a page on the disk, by one that may be lost",
            lambda: save("FULL"),
            lambda: save("NORMAL"),
            runs=60,
        )

    def test_by_a_request(self, peer: Rater, bench: Bench) -> None:
        client: Client = by_link(peer.participant.round, peer.person)
        dimension = dimension_of(peer.participant)
        url = page("answer_questions", peer, dimension)
        data = posted(dimension)

        bench.compare(
            "save of a page requested, by showing it",
            lambda: client.post(url, data),
            lambda: client.get(url),
            runs=30,
        )
