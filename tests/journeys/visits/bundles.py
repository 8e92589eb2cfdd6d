"""All reports of a round as one ZIP, in the states that HR meets."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from assessment.models import Council, Framework, Round, User
from assessment.release.services import release
from reports.bundles import current_marks
from reports.exports import request_sheet
from reports.models import Bundle, Part, Sheet
from tests.cast import PASSWORD, add_participant, answer, make_framework, make_person, make_round
from tests.journeys.visits import Visit, World
from tests.journeys.visits.rounds import hr

NOT_PAGES = {"round_bundle_zip": "a ZIP file to download"}

NAMES = ["Ann Ash", "Bo Bright", "Wilhelmina-Aurélie Featherstonehaugh-Cholmondeley O’Shaughnessy"]


def world() -> World:
    council = Council.objects.create(
        name="Ashford Sample Council", contact_email="hr@ashford.example.gov.uk"
    )
    alice = User.objects.create_user(
        "alice@hr.example.gov.uk", PASSWORD, name="Alice", council=council, is_hr=True
    )
    framework = make_framework(name="e-Government roles")
    found: World = {"alice": alice}
    states = ["nothing", "working", "still", "failed", "old", "ready"]
    for number, state in enumerate(states):
        round = _released(council, framework, alice, f"Spring {2030 - number}")
        if state != "nothing":
            _bundle(round, alice, state)
        found[state] = round
    _sheets(found)
    return found


def _released(council: Council, framework: Framework, alice: User, name: str) -> Round:
    round = make_round(council, framework, by=alice, name=name, state="closed")
    for place, person in enumerate(NAMES):
        email = f"{name}.{place}@example.gov.uk".replace(" ", "")
        participant = add_participant(round, make_person(council, person, email))
        answer(participant.raters.get())
    release.release(round=round, by=alice, at=timezone.now())
    round.refresh_from_db()
    return round


def _bundle(round: Round, alice: User, state: str) -> None:
    """As workers leave it when this is the state; none has made anything for some minutes."""
    now = timezone.now()
    earlier = now - datetime.timedelta(minutes=7)
    bundle = Bundle.objects.create(
        council=round.council,
        round=round,
        asked_by=alice,
        asked_at=earlier if state == "still" else now,
    )
    marks = current_marks(round.pk)
    for place, (report, mark) in enumerate(marks.items()):
        part = Part(bundle=bundle, report_id=report, mark="old" if state == "old" else mark)
        if state == "failed" and place:
            part.problem = Part.Problem.ERROR
        elif state in {"ready", "old", "failed"} or (state == "working" and not place):
            _make(part, earlier)
        part.save()


def _make(part: Part, at: datetime.datetime) -> None:
    part.file = default_storage.save(f"bundles/{part.bundle_id}/{part.pk}.pdf", ContentFile(b"PDF"))
    part.size, part.sha256, part.made_at = 3, "0" * 64, at


def _sheets(found: World) -> None:
    """Three reports are a file at once; the page is for larger rounds, and shows all this."""
    earlier = timezone.now() - datetime.timedelta(minutes=7)
    Sheet.objects.create(round=found["working"], kind="csv", mark="", asked_at=timezone.now())
    Sheet.objects.create(round=found["still"], kind="csv", mark="", asked_at=earlier)
    failed = Sheet(round=found["failed"], kind="xlsx", mark="", asked_at=earlier)
    failed.problem = Sheet.Problem.SPACE
    failed.save()
    ready, now = found["ready"], timezone.now()
    for kind in ("xlsx", "comments_xlsx"):
        request_sheet(round=ready, kind=kind, language=settings.LANGUAGE_CODE, at=now)


VISITS: list[Visit] = [
    hr("round_csv", "not asked for", "nothing"),
    hr("round_csv", "being made", "working"),
    hr("round_csv", "no worker", "still"),
    hr("round_xlsx", "failed", "failed"),
    hr("round_xlsx", "ready", "ready"),
    hr("round_comments_csv", "not asked for", "nothing"),
    hr("round_comments_xlsx", "ready", "ready"),
    hr("round_bundle", "not asked for", "nothing"),
    hr("round_bundle", "being made", "working"),
    hr("round_bundle", "no worker", "still"),
    hr("round_bundle", "failed", "failed"),
    hr("round_bundle", "changed since", "old"),
    hr("round_bundle", "ready", "ready"),
]
