"""Every write of the services, played once on a small stage, and the events that it leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from assessment.answering import services as responses
from assessment.data_protection.services import retention, rights
from assessment.frameworks import services as frameworks
from assessment.frameworks.selectors import read_content
from assessment.frameworks.selectors.content import TargetContent
from assessment.frameworks.services import drafts, order, publishing
from assessment.frameworks.services.format import to_data
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
from assessment.quality import services as instrument
from assessment.release.selectors.results import GoalTexts
from assessment.release.services import downloads as reports
from assessment.release.services import release
from assessment.rounds.services import accounts, invitations, people, raters, rounds, same_person
from assessment.rounds.services.address_wait import ask_for_address
from assessment.spreadsheets import PersonRow
from assessment.web import language_choice as languages
from tests.cast import (
    NOW,
    TODAY,
    add_participant,
    add_rater,
    make_framework,
    make_participant_account,
    make_person,
    make_round,
)
from tests.instrument import judged_round
from tests.writes_of_benchmark import WRITES_OF_BENCHMARK
from tests.writes_of_check_ins import OF_CHECK_INS, UNRECORDED_OF_CHECK_INS
from tests.writes_of_release import WRITES_OF_RELEASE
from tests.writes_of_rounds import WRITES_OF_ROUNDS

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
    data = json.loads(json.dumps(to_data(read_content(stage.framework)), default=str))
    frameworks.import_draft(data=data | {"version": "9.0"}, council=None, **stage.by_erin)


def judge(stage: Stage) -> None:
    judged_round(stage.council, stage.framework, stage.alice, name="Last year")
    instrument.take_reading(framework=stage.framework, council=None, **stage.by_erin)


Act = Callable[[Stage], object]

# What each write does, and every event that this leaves, those of writes that it calls included.
WRITES: dict[str, tuple[Act, list[str]]] = {
    "rounds.accounts.ensure_for_participants": (
        lambda s: (
            Person.objects.update(user=None),
            accounts.ensure_for_participants(round=s.round, **s.by_alice),
        ),
        ["accounts.ensured"],
    ),
    "frameworks.drafts.bring_in": (
        lambda s: drafts.bring_in(
            content=read_content(s.framework), name="Two", version="2.0", council=None, **s.by_erin
        ),
        ["framework.loaded"],
    ),
    "frameworks.drafts.import_draft": (load, ["framework.loaded"]),
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
    "frameworks.order.reorder": (
        lambda s: order.reorder(
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
    "quality.take_reading": (judge, ["round.released", "framework.quality_read"]),
    "rounds.invitations.issue": (
        lambda s: invitations.issue(round=s.round, **s.by_alice),
        ["invitations.issued"],
    ),
    "rounds.invitations.invite_for_new": (
        lambda s: invitations.invite_for_new(
            round=s.round, people=[s.bob.person.pk, s.frank.person.pk], **s.by_alice
        ),
        ["invitations.resent", "invitations.issued"],
    ),
    "rounds.invitations.remind": (
        lambda s: invitations.remind(round=s.round, **s.by_alice),
        ["invitations.reminded"],
    ),
    "rounds.invitations.resend": (
        lambda s: invitations.resend(invitation=s.link, **s.by_alice),
        ["invitation.resent"],
    ),
    "rounds.invitations.revoke": (
        lambda s: invitations.revoke(invitation=s.link, **s.by_alice),
        ["invitation.revoked"],
    ),
    "web.language_choice.choose": (
        lambda s: languages.choose(user=s.alice, language="cy", at=NOW),
        ["language.chosen"],
    ),
    "web.language_choice.choose_by_link": (
        lambda s: languages.choose_by_link(invitation=s.link, language="cy", at=NOW),
        ["language.chosen"],
    ),
    "rounds.people.confirm_import": (confirm, ["people.staged", "people.imported"]),
    "rounds.people.drop_import": (drop, ["people.staged", "people.dropped"]),
    "rounds.people.stage_import": (lambda s: s.stage_people(s.draft()), ["people.staged"]),
    "rounds.raters.add": (
        lambda s: raters.add(
            participant=s.participant,
            name="Hugo",
            email="hugo@example.com",
            group="peer",
            **s.by_alice,
        ),
        ["invitations.issued", "rater.added"],
    ),
    "rounds.raters.add_participant": (
        lambda s: raters.add_participant(
            round=s.round,
            name="Hugo",
            email="hugo@example.com",
            roles=s.framework.roles.all(),
            **s.by_alice,
        ),
        ["accounts.ensured", "invitations.issued", "participant.added"],
    ),
    "rounds.same_person.join_people": (
        lambda s: same_person.join_people(
            one=s.bob.person, other=make_person(s.council, "B"), **s.by_alice
        ),
        ["people.joined"],
    ),
    "rounds.same_person.tell_apart": (
        lambda s: same_person.tell_apart(one=s.bob.person, other=s.frank.person, **s.by_alice),
        ["people.told_apart"],
    ),
    "rounds.raters.change_roles": (
        lambda s: raters.change_roles(
            participant=s.participant, roles=s.framework.roles.all(), **s.by_alice
        ),
        ["participant.roles_changed"],
    ),
    "rounds.address_wait.ask_for_address": (
        lambda s: ask_for_address(person=s.participant.person, email="x@y.gov.uk", **s.by_alice),
        ["person.address_asked"],
    ),
    "rounds.raters.correct_person": (
        lambda s: raters.correct_person(
            person=s.bob.person, name="Robert", email=s.bob.person.email, **s.by_alice
        ),
        ["person.corrected"],
    ),
    "rounds.raters.change_group": (
        lambda s: raters.change_group(rater=s.frank, group="report", **s.by_alice),
        ["rater.moved"],
    ),
    "rounds.raters.remove_participant": (
        lambda s: raters.remove_participant(participant=s.participant, **s.by_alice),
        ["participant.removed", "invitation.revoked"],
    ),
    "rounds.raters.withdraw_rater": (
        lambda s: raters.withdraw_rater(rater=s.frank, **s.by_alice),
        ["rater.withdrawn"],
    ),
    "release.release.ask": (
        lambda s: release.ask(round=s.close(), **s.by_alice),
        ["round.release_asked", "round.released"],
    ),
    "release.release.release": (
        lambda s: release.release(round=s.close(), **s.by_alice),
        ["round.released"],
    ),
    "release.downloads.keep_goals": (keep_goals, ["round.released", "report.goals_kept"]),
    **WRITES_OF_BENCHMARK,
    **WRITES_OF_RELEASE,
    "release.downloads.record_bundle_request": (
        lambda s: reports.record_bundle_request(round=s.round, reports=1, **s.by_alice),
        ["round.reports_asked"],
    ),
    "release.downloads.record_export": (
        lambda s: reports.record_export(round=s.round, kind="xlsx", **s.by_alice),
        ["round.exported"],
    ),
    "release.downloads.record_download": (download, ["round.released", "report.downloaded"]),
    "release.downloads.record_reading": (read_report, ["round.released", "report.read"]),
    "data_protection.retention.apply": (
        lambda s: retention.apply(council=s.council, at=NOW + timedelta(days=5000)),
        ["retention.applied"],
    ),
    "data_protection.retention.set_periods": (
        lambda s: retention.set_periods(
            council=s.council, months={"ratings_months": 6}, **s.by_alice
        ),
        ["council.periods_changed"],
    ),
    "data_protection.rights.erase": (
        lambda s: rights.erase(person=s.bob.person, **s.by_alice),
        ["person.erased"],
    ),
    "data_protection.rights.record_copy": (
        lambda s: rights.record_copy(subject=s.bob.person, **s.by_alice),
        ["data.copied"],
    ),
    "answering.decline": (
        lambda s: responses.decline(rater=s.frank, reason="No time.", at=NOW),
        ["rater.declined"],
    ),
    "answering.take_back_decline": (
        lambda s: responses.take_back_decline(rater=s.frank, at=NOW),
        ["rater.decline_taken_back"],
    ),
    "rounds.rounds.update": (
        lambda s: rounds.update(round=s.draft(), **s.terms(name="Renamed"), **s.by_alice),
        ["round.changed"],
    ),
    "rounds.rounds.close": (lambda s: rounds.close(round=s.round, **s.by_alice), ["round.closed"]),
    "rounds.rounds.delete": (
        lambda s: rounds.delete(round=s.draft(), **s.by_alice),
        ["round.deleted"],
    ),
    "rounds.rounds.extend": (
        lambda s: rounds.extend(round=s.round, closes_on=TODAY + timedelta(days=30), **s.by_alice),
        ["round.extended"],
    ),
    "rounds.rounds.create": (
        lambda s: rounds.create(council=s.council, **s.terms(), **s.by_alice),
        ["round.made"],
    ),
    "rounds.rounds.open_": (open_a_draft, ["invitations.issued", "round.opened"]),
    **OF_CHECK_INS,
    **WRITES_OF_ROUNDS,
}

# These leave none. Of raters: a moment would tell who answered when.
UNRECORDED = {
    "answering.save_page",
    "answering.closing.save_closing",
    "answering.hold",  # a step of every save; it locks and reads
    "answering.submit",
    "answering.withdraw",
    "rounds.invitations.finish_later",
    "rounds.invitations.send_pending",  # queued by a write that is recorded
    # Steps of a write that is recorded
    *("rounds.identity.empty", "rounds.identity.end_address", "rounds.identity.join"),
    *("rounds.identity.readdress", "rounds.identity.save_account"),
    *("data_protection.forgetting.forget", "rounds.letters.write_letters"),
    *UNRECORDED_OF_CHECK_INS,
    *("rounds.links.offer", "rounds.links.has_left"),
    *(f"rounds.outbox.{e}" for e in ("forget_old", "queue", "queue_account_email", "send_batch")),
    "data_protection.retention.due",  # this changes nothing
    "audit.record",
    # They write nothing yet: rows made ready before a lock is taken.
    "audit.prepare_each",
    *("rounds.invitations.write_invitations", "rounds.invitations.write_for_all"),
    *("rounds.joining.plan_import", "rounds.outbox.write_emails"),
}
