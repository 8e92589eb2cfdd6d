"""Every page that raters, participants, HR, editors and operators meet, read in Welsh."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from assessment.frameworks.selectors import read_content, translation_lines
from assessment.languages import SESSION_KEY
from assessment.models import CouncilAction, Framework, Person, Round, StagedImport, User
from tests.journeys.visits import Visit, World, rooms, session_key
from tests.welsh import english_on, is_english, known, read

pytestmark = pytest.mark.one_database


def reader_of_welsh(visit: Visit, world: World) -> tuple[Client, str]:
    """Whoever makes a visit, as a reader of Welsh, and the key of their session."""
    client = Client(headers={"accept-language": "cy"}, raise_request_exception=False)
    if key := session_key(visit, world):
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        if not visit.who:
            store = SessionStore(key)
            store[SESSION_KEY] = "cy"
            store.save()
    return client, key


def page_in_welsh(visit: Visit, world: World) -> str:
    """What a visit shows to somebody who reads Welsh."""
    client, _key = reader_of_welsh(visit, world)
    response = client.get(visit.address(world), follow=True)
    return str(response.content.decode()) if "html" in response.headers["Content-Type"] else ""


def written_by_people() -> list[str]:
    """The texts of frameworks and plans, the names of rounds, and what was noted of an upload in
    the language of whoever made it; the longest first."""
    contents = map(read_content, Framework.objects.all())
    texts = {line.english for each in contents for line in translation_lines(each, "cy")}
    notes = {note for each in StagedImport.objects.all() for note in each.rows["notes"]}
    plans = CouncilAction.objects.values_list("text", "outcome", "owner_name")
    planned = {said for each in plans for said in each if said}
    names = {each.name for each in Round.objects.all()}
    return sorted(texts | notes | planned | names, key=len)[::-1]


def faults(visit: Visit, world: World) -> list[str]:
    page = page_in_welsh(visit, world)
    found = [f"{visit}: {each}" for each in english_on(page, written_by_people())]
    if page and not re.search(r'<html lang="cy"', page):
        found.append(f"{visit}: its lang is not Welsh")
    return found


@pytest.mark.parametrize("room", sorted(rooms()))
def test_no_page_says_in_english_what_it_has_in_welsh(room: str, db: None) -> None:
    module = rooms()[room]
    world = module.world()
    User.objects.update(language="cy")
    Person.objects.update(language="cy")
    visits = [each for each in module.VISITS if "gallery" not in each.name]
    found = [fault for each in visits for fault in faults(each, world)]
    assert found == []


class TestTheReader:
    def test_knows_the_sentences_of_the_catalogue(self) -> None:
        assert len(known().whole) > 1000
        assert len(known().runs) > 3000

    @pytest.mark.parametrize(
        "text",
        [
            "Save and continue",
            "Not observed",
            "  Answers that you\n submitted before it closed are kept ",
            "Privacy notice of Ashford Sample Council",
            "Mae'r rownd yn cau. Nobody has seen a figure yet.",
        ],
    )
    def test_finds_english(self, text: str) -> None:
        assert is_english(text)

    @pytest.mark.parametrize("text", ["Cadw a pharhau", "Carol", "PDF", "360", "Communication"])
    def test_leaves_the_rest_alone(self, text: str) -> None:
        assert not is_english(text)

    @pytest.mark.parametrize(
        "planted",
        [
            "<p>Save and continue</p>",
            '<span lang="en-gb">Save and continue</span>',
            '<button aria-label="Save and continue">→</button>',
            '<input type="submit" value="Save and continue">',
            "<title>Save and continue</title>",
            '<p data-saved="Your answers are saved as you choose them.">1</p>',
        ],
    )
    def test_finds_a_planted_sentence_on_a_page(self, planted: str, db: None) -> None:
        page = Client(headers={"accept-language": "cy"}).get("/help/").content.decode()
        assert list(english_on(page)) == []
        assert len(list(english_on(page.replace("</h1>", f"</h1>{planted}", 1)))) == 1

    def test_reads_the_language_of_each_text(self) -> None:
        page = '<html lang="cy"><p>A<br><b lang="en-gb">B</b>C</p><script>D</script></html>'
        found = [(each.text, each.language) for each in read(page)]
        assert found == [("A", "cy"), ("B", "en-gb"), ("C", "cy")]
