"""A world in which every field of every table about people holds something."""

from __future__ import annotations

from assessment.models import (
    Action,
    AuditEvent,
    BenchmarkYear,
    Consent,
    Correction,
    Council,
    CouncilLetter,
    EarlierLink,
    Framework,
    Goal,
    InstrumentReading,
    Person,
    QueuedEmail,
    RaterGroup,
    RatingCount,
    Release,
    Report,
    Result,
    Round,
    StagedImport,
    User,
    frozen,
)
from reports.models import Bundle, Part, Sheet
from tests.cast import (
    NOW,
    PASSWORD,
    TODAY,
    add_participant,
    add_rater,
    answer,
    make_framework,
    make_round,
)
from tests.spring import RELEASED, invite


def make_sam(council: Council) -> User:
    duties = dict.fromkeys(("is_hr", "is_sponsor", "is_editor", "is_operator"), True)
    user = User.objects.create_user(
        "sam@example.gov.uk", PASSWORD, name="Sam", council=council, **duties
    )
    Person.objects.create(council=council, name="Sam", email=user.email, user=user)
    return user


def make_summer(council: Council, framework: Framework, sam: User, pat: Person) -> Round:
    round = make_round(council, framework, by=sam, state="open", name="Summer")
    participant = add_participant(round, pat)
    answer(participant.raters.get(), 2, comments={"leadership": "I lead."})
    answer(add_rater(participant, sam.person, RaterGroup.PEER), 5, comments={"focus": "Wide."})
    other = add_participant(round, sam.person)
    declined = add_rater(other, pat, RaterGroup.REPORT)
    declined.declined_on, declined.decline_reason = TODAY, "No time."
    declined.save()
    link = invite(round, pat)
    EarlierLink.objects.create(invitation=link, token_hash="e" * 64, replaced_at=NOW)
    QueuedEmail.objects.create(
        round=round, person=pat, kind=QueuedEmail.Kind.INVITATION, queued_at=NOW, sent_at=NOW
    )
    return round


def make_released(round: Round, sam: User) -> None:
    Round.objects.filter(pk=round.pk).update(opened_by=sam, closed_by=sam, released_by=sam)
    report = Report.objects.get(participant__person__name="Carol")
    with frozen.thawed():
        Report.objects.update(compared_round="Autumn", compared_on=TODAY, unit="Housing")
        figure = {"report": report, "value": 2, "n": 5, "group": "others"}
        Result.objects.create(position=9001, measure="distribution", level=3, **figure)
        Result.objects.create(position=9002, measure="score", bound="or_lower", **figure)
    goal = {"text": "Listen.", "sign_of_success": "Calm.", "why": "First.", "review_on": TODAY}
    skill = round.framework.dimensions.get(key="communication")
    Goal.objects.create(report=report, position=1, skill=skill, **goal)
    Consent.objects.create(participant=report.participant, given_on=RELEASED.date())
    CouncilLetter.objects.create(round=round, made_at=RELEASED, made_by=sam)
    bundle = Bundle.objects.create(
        council=round.council, round=round, asked_by=sam, asked_at=RELEASED
    )
    Part.objects.create(bundle=bundle, report=report, mark="m", file="carol.pdf")
    Sheet.objects.create(round=round, kind="csv", asked_at=RELEASED, file="spring.csv")


def make_traces(summer: Round, sam: User, pat: Person) -> None:
    event = AuditEvent.objects.create(
        council=summer.council,
        by=sam,
        at=NOW,
        action=Action.PERSON_CORRECTED,
        subject_type="person",
        subject_id=pat.pk,
        detail={"fields": ["name"]},
    )
    Correction.objects.create(person=pat, event=event, field="name", before="Pad", after="Pat")
    user = pat.user
    kind = QueuedEmail.Kind.ADDRESS_LEFT
    QueuedEmail.objects.create(
        user=user, address="pad@example.gov.uk", language="cy", kind=kind, queued_at=NOW
    )
    draft = make_round(summer.council, summer.framework, by=sam, name="Autumn")
    rows = {"rows": [{"rater_email": pat.email}]}
    StagedImport.objects.create(
        round=draft, file_name="people.csv", rows=rows, staged_by=sam, staged_at=NOW
    )
    other = make_round(summer.council, summer.framework, by=sam, state="closed", name="Winter")
    working = Release.objects.create(round=other, asked_by=sam, asked_at=NOW)
    carol = Report.objects.get(participant__person__name="Carol").participant
    RatingCount.objects.create(release=working, participant=carol, counts={str(pat.pk): [3]})
    retired = make_framework(published=False, name="Old framework", version="0.9")
    Framework.objects.filter(pk=retired.pk).update(
        state="retired", published_at=NOW, published_by=sam, retired_at=NOW, retired_by=sam
    )
    BenchmarkYear.objects.create(year=2025, made_at=NOW, made_by=sam)
    InstrumentReading.objects.create(framework=retired, read_at=NOW, read_by=sam, parts=[])
