"""The sample council: made through the services, whole, and safe to make again."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from assessment.frameworks.selectors import check, compare, read_content
from assessment.models import Framework, Rater, Report, Result, Round, User
from tests.cast import signed_in
from tests.console import get, text
from tests.reports import pdfua
from tests.welsh import english_on, is_english

pytestmark = pytest.mark.django_db


SAMPLE = Path(settings.VAR_DIR, "sample.json")
SENT: list[Any] = []
"""The emails of the open round, which every test would find gone."""


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Made once, since it takes seconds; the tests roll back what they do with it."""
    SAMPLE.unlink(missing_ok=True)
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEBUG=True):
        call_command("load_frameworks", verbosity=0)
        mail.outbox.clear()
        call_command("sample_council")
        SENT[:] = mail.outbox
        yield json.loads(SAMPLE.read_text())
        transaction.set_rollback(True)


def email_to(address: str) -> tuple[str, str, str]:
    """The subject, the text and the HTML of the email about the open round."""
    (message,) = [each for each in SENT if each.to == [address]]
    return str(message.subject), str(message.body), str(message.alternatives[0][0])


class TestTheSampleCouncil:
    def test_has_a_released_round_and_two_open_ones(self, sample: dict[str, Any]) -> None:
        states = sorted(Round.objects.values_list("state", flat=True))
        assert states == ["open", "open", "released"]

    def test_uses_the_second_framework_in_each_of_its_roles(self, sample: dict[str, Any]) -> None:
        pilot = Round.objects.get(framework__key="digital-leadership")
        held = pilot.participants.values_list("roles__key", flat=True)
        assert sorted(held) == ["data-owner", "service-manager", "transformation-lead"]
        raters = Rater.objects.others().filter(participant__round=pilot)
        done = raters.filter(response__submitted_on__isnull=False).count()
        assert 0.4 < done / raters.count() < 0.8

    def test_has_twelve_participants_and_about_ninety_raters(self, sample: dict[str, Any]) -> None:
        released = Round.objects.get(state="released")
        raters = Rater.objects.others().filter(participant__round=released)
        assert released.participants.count() == 12
        assert 85 <= raters.count() <= 95

    def test_shows_what_a_council_will_meet(self, sample: dict[str, Any]) -> None:
        assert Result.objects.filter(withheld="group_too_small").exists()
        assert Result.objects.filter(measure="merged").exists()
        assert Result.objects.filter(measure="comment").exclude(text="").exists()
        assert Result.objects.filter(measure="role_target").exists()  # somebody holds both roles
        assert Result.objects.filter(measure="not_observed", value__gt=0).exists()

    def test_has_a_draft_that_differs_in_texts_order_and_targets(
        self, sample: dict[str, Any]
    ) -> None:
        draft = Framework.objects.get(state="draft")
        assert draft.made_from is not None
        parts = compare(read_content(draft.made_from), read_content(draft))
        names = [part.name for part in parts]
        assert names == ["Framework", "Dimensions", "Communication", "Targets"]
        findings = check(read_content(draft))
        assert not [finding for finding in findings if finding.blocks]
        assert [finding for finding in findings if "two behaviours" in finding.message]

    @pytest.mark.parametrize("who", ["hr", "participant", "in Welsh", "sponsor", "editor"])
    def test_lets_everybody_named_sign_in(self, sample: dict[str, Any], who: str) -> None:
        client = Client()
        given = {"login": sample[who]["email"], "password": sample[who]["password"]}
        assert client.post("/accounts/login/", given).status_code == 302
        assert "_auth_user_id" in client.session

    def test_shows_one_person_in_welsh_from_email_to_pdf(self, sample: dict[str, Any]) -> None:
        user = User.objects.get(email=sample["in Welsh"]["email"])
        subject, text, html = email_to(user.email)
        assert subject
        assert not is_english(subject)
        assert [line for line in text.splitlines() if is_english(line)] == []
        assert '<html lang="cy">' in html
        assert list(english_on(html)) == []
        client, report = signed_in(user), Report.objects.get(participant__person__user=user)
        comments = Result.objects.exclude(text="").values_list("text", flat=True)
        written = ["Spring round", "Autumn round", *comments]
        for page in ["/", "/help/", reverse("report_page", args=[report.pk])]:
            assert list(english_on(client.get(page).content.decode(), written)) == []
        body = client.get(reverse("report_pdf", args=[report.pk])).content
        with pikepdf.open(io.BytesIO(body)) as file:
            assert str(file.Root.Lang) == "cy"
        assert "Meithrin perthnasoedd" in pdfua.reading_order(body)

    def test_gives_links_that_work(self, sample: dict[str, Any]) -> None:
        user = User.objects.get(email=sample["participant"]["email"])
        assert signed_in(user).get(sample["report_url"]).status_code == 200
        assert Client().get(sample["rater_link"]).status_code == 302

    def test_has_a_round_with_all_that_follows_a_release(self, sample: dict[str, Any]) -> None:
        released = Round.objects.get(state="released")
        assert released.offers_check_in
        hr = signed_in(User.objects.get(email=sample["hr"]["email"]))
        assert hr.get(sample["council_report_url"]).status_code == 200
        overview = text(get(hr, "hr_home"))
        assert "Spring round offered 0" in overview
        assert "Give both e-champions" in text(get(hr, "council_actions", released.pk))
        sponsor = signed_in(User.objects.get(email=sample["sponsor"]["email"]))
        told = text(get(sponsor, "council_told", released.pk))
        assert "The letter to the sponsor (PDF)" in told
        assert "Alex Sample" not in told
        assert sponsor.get(sample["council_told_url"]).status_code == 200
        assert sponsor.get(sample["council_report_url"]).status_code == 403

    def test_made_again_keeps_its_passwords(self, sample: dict[str, Any]) -> None:
        with override_settings(DEBUG=True):
            call_command("sample_council")
        assert json.loads(SAMPLE.read_text()) == sample
        assert Round.objects.count() == 3

    def test_is_found_again_beside_a_check_in_which_is_called_like_its_round(
        self, sample: dict[str, Any], tmp_path: Path
    ) -> None:
        round = Round.objects.get(state="released")
        Round.objects.create(
            council=round.council,
            kind="check_in",
            follows=round,
            framework=round.framework,
            name=round.name,
            opens_on=round.opens_on,
            closes_on=round.closes_on,
        )
        with override_settings(DEBUG=True, VAR_DIR=tmp_path):
            call_command("sample_council")
        again = json.loads((tmp_path / SAMPLE.name).read_text())
        assert again["report_url"] == sample["report_url"]

    def test_is_refused_in_production(self, sample: dict[str, Any]) -> None:
        with override_settings(DEBUG=False), pytest.raises(CommandError, match="development"):
            call_command("sample_council")
