"""Makes the sample council, and prints how to sign in; safe to run again."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessment.management.sample import build
from assessment.management.sample.afterwards import follow_up_release
from assessment.management.sample.draft import build_draft
from assessment.management.sample.people import COUNCIL, SAMPLE_PARTICIPANTS
from assessment.models import Council, Framework, Invitation, Report, Round, User
from assessment.rounds.services import invitations, links

ACCOUNTS = {
    "hr": "hr@example.gov.uk",
    "participant": "alex.sample@example.gov.uk",
    "in Welsh": "dilys.sample@example.gov.uk",
    "sponsor": "chief@example.gov.uk",
    "editor": "editor@example.gov.uk",
}


class Command(BaseCommand):
    help = "Make a sample council to click through. For development machines only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The sample council is for development machines: set DEBUG=true.")
        council = Council.objects.filter(name=COUNCIL).first() or self._build()
        path = Path(settings.VAR_DIR) / "sample.json"
        sample = _still_true(path) or _write(path, council)
        self._print(sample, path)

    def _build(self) -> Council:
        self.stdout.write("Making the sample council …")
        now = timezone.now()
        with transaction.atomic():
            council, hr = build.build_council(at=now)
            e_government, digital = (
                Framework.objects.published().filter(council=None, key=key).latest("published_at")
                for key in ["e-government-roles", "digital-leadership"]
            )
            released = build.build_released_round(council, e_government, by=hr, at=now)
            follow_up_release(released, by=hr, at=now)
            opened = build.build_open_round(council, e_government, by=hr, at=now)
            build.build_pilot_round(council, digital, by=hr, at=now)
            editor = User.objects.get(email=ACCOUNTS["editor"])
            build_draft(e_government, by=editor, at=now)
        # At once, so that no later email replaces the rater's link that is printed below.
        invitations.send_pending(round=opened, at=now)
        return council

    def _print(self, sample: dict[str, Any], path: Path) -> None:
        say = self.stdout.write
        say("\nSample logins (email, password):")
        for who in ACCOUNTS:
            say(f"  {who:<12} {sample[who]['email']:<28} {sample[who]['password']}")
        say("\nLinks to try:")
        for what, key in {
            "a rater's personal link": "rater_link",
            "the open round, as HR": "open_round_url",
            "the council report, as HR": "council_report_url",
            "a gap report, as participant": "report_url",
            "what the sponsor sees": "council_told_url",
        }.items():
            say(f"  {what:<29} {settings.PUBLIC_URL}{sample[key]}")
        say(f"\nThe same as JSON: {path.name} in the folder var. Emails: the folder var/mail.\n")


def _still_true(path: Path) -> dict[str, Any] | None:
    """The file of an earlier run, when its passwords still open this database."""
    if not path.exists():
        return None
    sample: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for who, email in ACCOUNTS.items():
        user = User.objects.filter(email=email).first()
        if user is None or not user.check_password(sample[who]["password"]):
            return None
    return sample


def _write(path: Path, council: Council) -> dict[str, Any]:
    rounds = Round.objects.of(council).run_by_hr()
    released, opened = (rounds.get(name=each) for each in (build.RELEASED_NAME, build.OPEN_NAME))
    report = Report.objects.get(
        participant__round=released, participant__person__name=SAMPLE_PARTICIPANTS[0].name
    )
    sample = {who: _sign_in(email) for who, email in ACCOUNTS.items()} | {
        "rater_link": links.offer(invitation=_waiting(opened), at=timezone.now()),
        "open_round_url": reverse("round_page", args=[opened.pk]),
        "released_round_url": reverse("round_page", args=[released.pk]),
        "council_report_url": reverse("council_report", args=[released.pk]),
        "council_told_url": reverse("council_told", args=[released.pk]),
        "report_url": reverse("report_pdf", args=[report.pk]),
    }
    path.write_text(json.dumps(sample, indent=2) + "\n", encoding="utf-8")
    return sample


def _sign_in(email: str) -> dict[str, str]:
    """A new random password: nobody can guess a sample that was left running."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    user = User.objects.get(email=email)
    user.set_password(password)
    user.save(update_fields=["password"])
    return {"email": email, "password": password}


def _waiting(opened: Round) -> Invitation:
    """Somebody who has not answered and rates the first participant."""
    return Invitation.objects.filter(
        round=opened,
        revoked_at=None,
        person__user=None,
        person__ratings_asked__participant__round=opened,
        person__ratings_asked__participant__person__name=SAMPLE_PARTICIPANTS[0].name,
        person__ratings_asked__response=None,
    ).earliest("person__name")
