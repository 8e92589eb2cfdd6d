"""Every write of the services, played once on a small stage, and the events that it leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from assessment.models import (
    Council,
    Framework,
    Invitation,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Round,
    User,
)
from assessment.selectors.frameworks import read
from assessment.selectors.frameworks.content import TargetContent
from assessment.selectors.results import GoalTexts
from assessment.services import (
    accounts,
    frameworks,
    instrument,
    invitations,
    languages,
    people,
    raters,
    release,
    reports,
    responses,
    retention,
    rights,
    rounds,
)
from assessment.services.frameworks import drafts, order, publishing
from assessment.services.frameworks.format import to_data
from assessment.spreadsheets import PersonRow
from tests.cast import (
    NOW,
    TODAY,
    add_participant,
    add_rater,
    make_framework,
    make_participant_account,
    make_round,
)
from tests.instrument import judged_round

COMMENT = "Explains what nobody else explains."


@dataclass
class Stage:
    """Ashford with an open round in which Bob and Frank have answered about Carol."""

    council: Council
    framework: Framework
    round: Round
    participant: Participant
    bob: Rater
    frank: Rater
    link: Invitation
    alice: User
    erin: User

    @property
    def by_alice(self) -> dict[str, Any]:
        return {"by": self.alice, "at": NOW}

    @property
    def by_erin(self) -> dict[str, Any]:
        return {"by": self.erin, "at": NOW}

    def draft(self) -> Round:
        return make_round(self.council, self.framework, by=self.alice, name="Next")

    def terms(self, **changes: Any) -> dict[str, Any]:
        terms = {
            "name": "Autumn",
            "framework": self.framework,
            "opens_on": TODAY,
            "closes_on": TODAY + timedelta(days=7),
            "min_group_size": 3,
        }
        return terms | changes

    def close(self) -> Round:
        Round.objects.filter(pk=self.round.pk).update(
            state="closed", closed_at=NOW, closed_by=self.alice
        )
        return self.round

    def stage_people(self, round: Round) -> None:
        row = PersonRow(
            number=2,
            participant_name="Carol",
            participant_email="carol@example.gov.uk",
            roles=("head-of-ict",),
            rater_name="Bob",
            rater_email="bob@example.gov.uk",
            group="manager",
        )
        people.stage_import(round=round, file_name="people.csv", rows=[row], **self.by_alice)

    def draft_framework(self) -> Framework:
        return make_framework(published=False, version="2.0")


def open_a_draft(stage: Stage) -> None:
    draft = stage.draft()
    add_participant(draft, stage.participant.person)
    for person in (stage.bob.person, stage.frank.person):
        add_rater(draft.participants.get(), person, RaterGroup.PEER)
    rounds.open_(round=draft, **stage.by_alice)


def confirm(stage: Stage) -> None:
    draft = stage.draft()
    stage.stage_people(draft)
    people.confirm_import(round=draft, **stage.by_alice)


def drop(stage: Stage) -> None:
    draft = stage.draft()
    stage.stage_people(draft)
    people.drop_import(round=draft, **stage.by_alice)


def download(stage: Stage) -> None:
    release.release(round=stage.close(), **stage.by_alice)
    report = stage.participant.report
    reports.record_download(report=report, kind="pdf", sha256="0" * 64, **stage.by_alice)


def read_report(stage: Stage) -> None:
    release.release(round=stage.close(), **stage.by_alice)
    reports.record_reading(report=stage.participant.report, **stage.by_alice)


def keep_goals(stage: Stage) -> None:
    release.release(round=stage.close(), **stage.by_alice)
    person = stage.participant.person
    account = person.user or make_participant_account(person)
    goals = [GoalTexts("Meet the housing service.", "", None)]
    reports.keep_goals(report=stage.participant.report, goals=goals, by=account, at=NOW)


def set_targets(stage: Stage) -> None:
    draft = stage.draft_framework()
    target = TargetContent("e-champion", "communication", level=Decimal(5), importance=2)
    frameworks.set_targets(framework=draft, targets=[target], **stage.by_erin)


def load(stage: Stage) -> None:
    data = json.loads(json.dumps(to_data(read(stage.framework)), default=str))
    frameworks.load(data=data | {"version": "9.0"}, council=None, **stage.by_erin)


def judge(stage: Stage) -> None:
    judged_round(stage.council, stage.framework, stage.alice, name="Last year")
    instrument.read(framework=stage.framework, council=None, **stage.by_erin)


Act = Callable[[Stage], object]

# What each write does, and every event that this leaves, those of writes that it calls included.
WRITES: dict[str, tuple[Act, list[str]]] = {
    "accounts.ensure_for_participants": (
        lambda s: (
            Person.objects.update(user=None),
            accounts.ensure_for_participants(round=s.round, **s.by_alice),
        ),
        ["accounts.ensured"],
    ),
    "frameworks.drafts.bring_in": (
        lambda s: drafts.bring_in(
            content=read(s.framework), name="Two", version="2.0", council=None, **s.by_erin
        ),
        ["framework.loaded"],
    ),
    "frameworks.drafts.load": (load, ["framework.loaded"]),
    "frameworks.drafts.new_draft": (
        lambda s: frameworks.new_draft(
            framework=s.framework, council=None, version="2.0", name="Two", **s.by_erin
        ),
        ["framework.drafted"],
    ),
    "frameworks.languages.translate": (
        lambda s: frameworks.translate(
            framework=s.draft_framework(), language="cy", texts={("name",): "Bach"}, **s.by_erin
        ),
        ["framework.translated"],
    ),
    "frameworks.order.move": (
        lambda s: order.move(
            part=s.draft_framework().dimensions.order_by("position")[1], up=True, **s.by_erin
        ),
        ["framework.order_changed"],
    ),
    "frameworks.publishing.publish": (
        lambda s: publishing.publish(framework=s.draft_framework(), **s.by_erin),
        ["framework.published"],
    ),
    "frameworks.publishing.retire": (
        lambda s: publishing.retire(framework=make_framework(version="3.0"), **s.by_erin),
        ["framework.retired"],
    ),
    "frameworks.targets.set_targets": (set_targets, ["framework.targets_changed"]),
    "instrument.read": (judge, ["round.released", "framework.quality_read"]),
    "invitations.issue": (
        lambda s: invitations.issue(round=s.round, **s.by_alice),
        ["invitations.issued"],
    ),
    "invitations.invite_for_new": (
        lambda s: invitations.invite_for_new(
            round=s.round, people=[s.bob.person.pk, s.frank.person.pk], **s.by_alice
        ),
        ["invitations.resent", "invitations.issued"],
    ),
    "invitations.remind": (
        lambda s: invitations.remind(round=s.round, **s.by_alice),
        ["invitations.reminded"],
    ),
    "invitations.resend": (
        lambda s: invitations.resend(invitation=s.link, **s.by_alice),
        ["invitation.resent"],
    ),
    "invitations.revoke": (
        lambda s: invitations.revoke(invitation=s.link, **s.by_alice),
        ["invitation.revoked"],
    ),
    "languages.choose": (
        lambda s: languages.choose(user=s.alice, language="cy", at=NOW),
        ["language.chosen"],
    ),
    "languages.choose_by_link": (
        lambda s: languages.choose_by_link(invitation=s.link, language="cy", at=NOW),
        ["language.chosen"],
    ),
    "people.confirm_import": (confirm, ["people.staged", "people.imported"]),
    "people.drop_import": (drop, ["people.staged", "people.dropped"]),
    "people.stage_import": (lambda s: s.stage_people(s.draft()), ["people.staged"]),
    "raters.add": (
        lambda s: raters.add(
            participant=s.participant,
            name="Hugo",
            email="hugo@example.com",
            group="peer",
            **s.by_alice,
        ),
        ["invitations.issued", "rater.added"],
    ),
    "raters.add_participant": (
        lambda s: raters.add_participant(
            round=s.round,
            name="Hugo",
            email="hugo@example.com",
            roles=s.framework.roles.all(),
            **s.by_alice,
        ),
        ["accounts.ensured", "invitations.issued", "participant.added"],
    ),
    "raters.change_roles": (
        lambda s: raters.change_roles(
            participant=s.participant, roles=s.framework.roles.all(), **s.by_alice
        ),
        ["participant.roles_changed"],
    ),
    "raters.correct_person": (
        lambda s: raters.correct_person(
            person=s.bob.person, name="Robert", email=s.bob.person.email, **s.by_alice
        ),
        ["person.corrected"],
    ),
    "raters.move": (
        lambda s: raters.move(rater=s.frank, group="report", **s.by_alice),
        ["rater.moved"],
    ),
    "raters.remove_participant": (
        lambda s: raters.remove_participant(participant=s.participant, **s.by_alice),
        ["participant.removed", "invitation.revoked"],
    ),
    "raters.withdraw": (
        lambda s: raters.withdraw(rater=s.frank, **s.by_alice),
        ["rater.withdrawn"],
    ),
    "release.ask": (
        lambda s: release.ask(round=s.close(), **s.by_alice),
        ["round.release_asked", "round.released"],
    ),
    "release.release": (
        lambda s: release.release(round=s.close(), **s.by_alice),
        ["round.released"],
    ),
    "reports.keep_goals": (keep_goals, ["round.released", "report.goals_kept"]),
    "reports.record_bundle_download": (
        lambda s: reports.record_bundle_download(
            round=s.round, hashes={s.round.pk: "0" * 64}, **s.by_alice
        ),
        ["round.reports_downloaded", "report.downloaded"],
    ),
    "reports.record_bundle_request": (
        lambda s: reports.record_bundle_request(round=s.round, reports=1, **s.by_alice),
        ["round.reports_asked"],
    ),
    "reports.record_export": (
        lambda s: reports.record_export(round=s.round, kind="xlsx", **s.by_alice),
        ["round.exported"],
    ),
    "reports.record_download": (download, ["round.released", "report.downloaded"]),
    "reports.record_reading": (read_report, ["round.released", "report.read"]),
    "retention.apply": (
        lambda s: retention.apply(council=s.council, at=NOW + timedelta(days=5000)),
        ["retention.applied"],
    ),
    "retention.set_periods": (
        lambda s: retention.set_periods(
            council=s.council, months={"ratings_months": 6}, **s.by_alice
        ),
        ["council.periods_changed"],
    ),
    "rights.erase": (
        lambda s: rights.erase(person=s.bob.person, **s.by_alice),
        ["person.erased"],
    ),
    "rights.record_copy": (
        lambda s: rights.record_copy(subject=s.bob.person, **s.by_alice),
        ["data.copied"],
    ),
    "responses.decline": (
        lambda s: responses.decline(rater=s.frank, reason="No time.", at=NOW),
        ["rater.declined"],
    ),
    "responses.take_back_decline": (
        lambda s: responses.take_back_decline(rater=s.frank, at=NOW),
        ["rater.decline_taken_back"],
    ),
    "rounds.change": (
        lambda s: rounds.change(round=s.draft(), **s.terms(name="Renamed"), **s.by_alice),
        ["round.changed"],
    ),
    "rounds.close": (lambda s: rounds.close(round=s.round, **s.by_alice), ["round.closed"]),
    "rounds.delete": (
        lambda s: rounds.delete(round=s.draft(), **s.by_alice),
        ["round.deleted"],
    ),
    "rounds.extend": (
        lambda s: rounds.extend(round=s.round, closes_on=TODAY + timedelta(days=30), **s.by_alice),
        ["round.extended"],
    ),
    "rounds.make": (
        lambda s: rounds.make(council=s.council, **s.terms(), **s.by_alice),
        ["round.made"],
    ),
    "rounds.open_": (
        open_a_draft,
        ["invitations.issued", "round.opened"],
    ),
}

# These leave none. Of raters: a moment would tell who answered when.
UNRECORDED = {
    "responses.save_page",
    "responses.submit",
    "responses.withdraw",
    "invitations.finish_later",
    "invitations.send_pending",  # queued by a write that is recorded
    # Steps of a write that is recorded
    "identity.empty",
    "identity.join",
    "identity.readdress",
    "identity.save_account",
    "unlinking.forget",
    "letters.write",
    "links.offer",
    "links.has_left",
    "outbox.queue",
    "outbox.queue_account_email",
    "outbox.send_batch",
    "outbox.forget_old",
    "outbox.next_due",  # changes nothing
    "retention.due",  # changes nothing
    "audit.record",
    "audit.record_each",
    # They write nothing yet: rows made ready before a lock is taken.
    "audit.prepare_each",
    "invitations.write",
    "invitations.write_for_all",
    "joining.plan",
    "outbox.write",
}
