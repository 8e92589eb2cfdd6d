"""The language of whoever came: chosen on any page, kept, and used wherever texts are."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment import catalogues, languages
from assessment.frameworks import services as frameworks
from assessment.models import AuditEvent, Dimension, Framework, Person, Rater, User
from assessment.rounds.services import invitations
from assessment.web.language_choice import UnknownLanguage, choose
from tests.cast import (
    NOW,
    PASSWORD,
    add_participant,
    add_rater,
    make_framework,
    make_round,
    signed_in,
)
from tests.spring import invite, token_of
from tests.welsh import english_on, is_english

SWITCH = "/language/"
COOKIE = "django_language"


@pytest.fixture
def welsh(db: None) -> Framework:
    """Communication is translated but for its description and one label; no other dimension is."""
    draft = make_framework(published=False)
    at = ("dimensions", "communication")
    texts = {(*at, "name"): "Cyfathrebu", (*at, "indicators", "communication-1", "text"): "Esbonio"}
    texts |= {(*at, "levels", str(n), "label"): f"Lefel {n}" for n in range(1, 5)}
    texts |= {("roles", "head-of-ict", "name"): "pennaeth TGCh"}
    frameworks.translate(framework=draft, language="cy", texts=texts, by=None, at=NOW)
    return frameworks.publish(framework=draft, by=None, at=NOW, with_gaps=True)


@pytest.fixture
def rater(welsh: Framework, alice: User, carol: Person, frank: Person) -> Rater:
    """Frank is asked about Carol in a round that takes answers today."""
    assert alice.council is not None
    opened = make_round(alice.council, welsh, by=alice, state="open")
    opened.closes_on = timezone.localdate() + datetime.timedelta(days=7)
    opened.save()
    return add_rater(add_participant(opened, carol), frank, "peer")


def follow_link(rater: Rater, client: Client | None = None) -> Client:
    invite(rater.participant.round, rater.person)
    client = client or Client()
    client.get(reverse("link_arrive", args=[token_of(rater.person)]))
    client.post(reverse("link_start"))
    return client


def pick(client: Client, language: str = "cy", **more: str) -> Any:
    return client.post(SWITCH, {"language": language, **more})


def questions(client: Client, rater: Rater, key: str = "communication") -> str:
    response = client.get(reverse("answer_questions", args=[rater.pk, key]))
    assert response.status_code == 200
    return str(response.content.decode())


class TestTheSwitch:
    @pytest.mark.parametrize("path", ["/help/", "/accounts/login/", "/no-such-page/"])
    def test_is_on_every_page_for_everybody(self, db: None, path: str) -> None:
        page = " ".join(Client().get(path).content.decode().split())
        assert f'action="{SWITCH}"' in page
        assert f'name="next" value="{path}"' in page
        assert 'value="cy" lang="cy"' in page
        assert 'aria-current="true">English' in page

    def test_leads_back_to_the_page(self, db: None) -> None:
        assert pick(Client(), next="/help/?a=b").headers["Location"] == "/help/?a=b"

    @pytest.mark.parametrize(
        "elsewhere", ["https://example.com/", "//example.com", "/\\example.com", "javascript:x", ""]
    )
    def test_leads_nowhere_else(self, db: None, elsewhere: str) -> None:
        assert pick(Client(), next=elsewhere).headers["Location"] == "/"

    @pytest.mark.parametrize("language", ["fr", "", "cy ", "en", "../cy"])
    def test_refuses_a_language_that_the_settings_do_not_name(
        self, alice: User, language: str
    ) -> None:
        assert pick(signed_in(alice), language).status_code == 400

    def test_changes_nothing_when_it_is_only_opened(self, alice: User) -> None:
        assert signed_in(alice).get(SWITCH, {"language": "cy"}).status_code == 405
        assert User.objects.get(pk=alice.pk).language == "en-gb"

    def test_needs_the_form_of_this_service(self, alice: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert pick(strict).status_code == 403


class TestSomebodyWithAnAccount:
    def test_keeps_the_language_for_pages_and_emails(self, carol: Person) -> None:
        assert carol.user is not None
        client = signed_in(carol.user)
        pick(client)
        carol.refresh_from_db()
        assert (User.objects.get(person=carol).language, carol.language) == ("cy", "cy")
        assert COOKIE not in client.cookies
        event = AuditEvent.objects.get()
        assert (event.action, event.by) == ("language.chosen", carol.user)
        assert 'aria-current="true">Cymraeg' in signed_in(carol.user).get("/help/").content.decode()

    def test_is_recorded_once(self, carol: Person) -> None:
        assert carol.user is not None
        client = signed_in(carol.user)
        pick(client)
        pick(client)
        assert AuditEvent.objects.count() == 1

    def test_brings_what_was_chosen_on_the_way_in(self, alice: User) -> None:
        client = Client()
        assert pick(client).cookies[COOKIE].value == "cy"
        client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
        alice.refresh_from_db()
        assert alice.language == "cy"
        assert not client.cookies[COOKIE].value

    def test_cannot_have_a_language_that_the_settings_do_not_name(self, alice: User) -> None:
        with pytest.raises(UnknownLanguage):
            choose(user=alice, language="fr", at=NOW)


class TestSomebodyWithALink:
    def test_keeps_the_language_for_later_emails(self, rater: Rater) -> None:
        client = follow_link(rater)
        pick(client)
        assert Person.objects.get(pk=rater.person_id).language == "cy"
        assert "Cyfathrebu" in questions(client, rater)
        assert AuditEvent.objects.get(action="language.chosen").by is None

    def test_brings_what_was_chosen_before_the_start(self, rater: Rater) -> None:
        client = Client()
        pick(client)
        follow_link(rater, client)
        assert Person.objects.get(pk=rater.person_id).language == "cy"
        assert not client.cookies[COOKIE].value

    def test_reads_in_the_language_that_hr_gave(self, rater: Rater) -> None:
        Person.objects.filter(pk=rater.person_id).update(language="cy")
        assert "Cyfathrebu" in questions(follow_link(rater), rater)

    def test_is_not_switched_midway_by_a_correction(self, rater: Rater) -> None:
        client = follow_link(rater)
        Person.objects.filter(pk=rater.person_id).update(language="cy")
        assert "Cyfathrebu" not in questions(client, rater)

    def test_does_not_switch_by_what_the_browser_asks_for(self, rater: Rater) -> None:
        client = follow_link(rater)
        url = reverse("answer_questions", args=[rater.pk, "communication"])
        page = client.get(url, headers={"accept-language": "cy"}).content.decode()
        assert "Cyfathrebu" not in page

    def test_leaves_nothing_of_it_behind(self, rater: Rater, alice: User) -> None:
        client = follow_link(rater, signed_in(alice))
        pick(client)
        client.post(reverse("answer_leave"))
        assert 'aria-current="true">English' in client.get("/help/").content.decode()
        assert User.objects.get(pk=alice.pk).language == "en-gb"


class TestTheQuestionnaire:
    @pytest.fixture
    def client(self, rater: Rater) -> Client:
        client = follow_link(rater)
        pick(client)
        return client

    def test_marks_each_text_with_its_language(self, client: Client, rater: Rater) -> None:
        page = questions(client, rater)
        assert '<html lang="cy"' in page
        assert re.search(r": Cyfathrebu\s*</span>", page)
        assert "Esbonio" in page
        assert "<dt>Lefel 4</dt>" in page
        assert '<dt lang="en-gb">Level 5</dt>' in page
        assert page.count('<span lang="en-gb">Level 5</span>') == 3

    def test_falls_back_to_english_text_by_text(self, client: Client, rater: Rater) -> None:
        page = questions(client, rater)
        assert '<p class="govuk-body" lang="en-gb">What communication means.</p>' in page
        assert '<span lang="en-gb">Shows communication in way 2.</span>' in page
        leadership = questions(client, rater, "leadership")
        assert re.search(r': <span lang="en-gb">Leadership</span>\s*</span>', leadership)

    def test_is_english_for_everybody_else(
        self, client: Client, rater: Rater, alice: User, carol: Person
    ) -> None:
        questions(client, rater)
        assert carol.user is not None
        own = rater.participant.raters.get(group="self")
        page = questions(signed_in(carol.user), own)
        assert "Cyfathrebu" not in page
        assert 'lang="cy">Cyf' not in page

    def test_names_a_question_without_an_answer_in_its_language(
        self, client: Client, rater: Rater
    ) -> None:
        page = client.post(reverse("answer_questions", args=[rater.pk, "communication"]), {})
        text = page.content.decode()
        assert "Dewiswch ateb: Esbonio" in text
        assert 'Dewiswch ateb: <span lang="en-gb">Shows communication in way 2.</span>' in text

    def test_is_checked_in_the_language(self, client: Client, rater: Rater) -> None:
        url = reverse("answer_questions", args=[rater.pk, "communication"])
        client.post(url, {f"q-communication-{n}": "2" for n in (1, 2, 3)})
        page = client.get(reverse("answer_check", args=[rater.pk])).content.decode()
        assert page.count("Lefel 2") == 3
        assert '<h2 class="govuk-heading-m">Cyfathrebu</h2>' in page
        tasks = client.get(reverse("answer_tasks", args=[rater.pk])).content.decode()
        assert "Cyfathrebu</a>" in tasks
        promise = client.get(reverse("answer_promise", args=[rater.pk])).content.decode()
        assert "pennaeth TGCh" in promise

    def test_shows_markup_in_a_text_as_text(self, rater: Rater, client: Client) -> None:
        dimension = Dimension.objects.get(key="communication")
        assert dimension.framework.state == "published"
        assert str(languages.language_tagged(_spoken("<b>x</b>"))) == (
            '<span lang="cy">&lt;b&gt;x&lt;/b&gt;</span>'
        )


def _spoken(text: str) -> languages.TaggedText:
    spoken = languages.TaggedText(text)
    spoken.language = "cy"
    return spoken


class TestAnEmail:
    def test_speaks_of_roles_in_the_language_of_whoever_gets_it(
        self, rater: Rater, alice: User, settings: Any
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        Person.objects.filter(pk=rater.person_id).update(language="cy")
        invitations.issue(round=rater.participant.round, by=alice, at=timezone.now())
        invitations.send_pending(round=rater.participant.round, at=timezone.now())
        (message,) = [each for each in mail.outbox if each.to == [rater.person.email]]
        html = str(message.alternatives[0][0])  # type: ignore[attr-defined]
        assert "- Carol, pennaeth TGCh (" in message.body
        assert '<html lang="cy">' in html
        assert "Carol, pennaeth TGCh (" in html
        assert list(english_on(html)) == []
        lines = [str(message.subject), *message.body.splitlines()]
        assert [line for line in lines if is_english(line)] == []


class TestTheInterface:
    @pytest.fixture
    def no_catalogue(self, settings: Any, tmp_path: Path) -> Iterator[None]:
        """As if a sentence were missing, so that nothing was compiled."""
        settings.LOCALE_PATHS = [tmp_path]
        languages.with_catalogue.cache_clear()
        yield
        languages.with_catalogue.cache_clear()

    def test_is_english_as_a_whole_without_a_catalogue(self, db: None, no_catalogue: None) -> None:
        response = Client().get("/help/", headers={"accept-language": "cy"})
        assert '<html lang="en-gb"' in response.content.decode()
        assert response.headers["Content-Language"] == "en-gb"

    def test_is_welsh_for_whoever_reads_welsh(self, carol: Person) -> None:
        assert carol.user is not None
        client = signed_in(carol.user)
        pick(client)
        response = client.get("/help/")
        assert '<html lang="cy"' in response.content.decode()
        assert response.headers["Content-Language"] == "cy"


class TestTheReview:
    """Whether a Welsh speaker has read the translation."""

    NOT_YET = '<span lang="en-gb">This translation has not been reviewed yet.'

    @pytest.fixture(params=[0, 5])
    def reviewed(self, request: Any, monkeypatch: pytest.MonkeyPatch) -> int:
        monkeypatch.setattr(
            catalogues,
            "review",
            lambda code: catalogues.Review(5, request.param) if code == "cy" else None,
        )
        return int(request.param)

    def test_is_spoken_of_below_each_welsh_page_until_it_is_whole(
        self, db: None, reviewed: int
    ) -> None:
        page = Client().get("/help/", headers={"accept-language": "cy"}).content.decode()
        assert (self.NOT_YET in page) == (reviewed < 5)
        assert self.NOT_YET not in Client().get("/help/").content.decode()

    def test_is_a_number_for_whoever_operates_the_service(self, olga: User, reviewed: int) -> None:
        page = signed_in(olga).get("/admin/").content.decode()
        assert f"reviewed in Cymraeg: {reviewed} of 5 ({reviewed * 20}%)." in page


class TestTerms:
    def test_are_marked_wherever_they_stand_in_a_sentence(self) -> None:
        terms = languages.ForeignTerms({"Cyfathrebu": "cy", "Lefel 1": "cy", "Goal": "en-gb"})
        assert terms.marked("Widest: cyfathrebu, <b> Lefel 1.") == (
            'Widest: <span lang="cy">cyfathrebu</span>, &lt;b&gt; <span lang="cy">Lefel 1</span>.'
        )
        assert terms.marked("Lefel 12, a Goal") == "Lefel 12, a Goal"
        roles = languages.ForeignTerms({"pennaeth TGCh": "cy"})
        assert roles.marked("Pennaeth TGCh") == '<span lang="cy">Pennaeth TGCh</span>'

    def test_prefer_the_longer_one(self) -> None:
        terms = languages.ForeignTerms({"Arwain": "cy", "Arwain pobl": "cy"})
        assert terms.marked("Arwain pobl") == '<span lang="cy">Arwain pobl</span>'
