"""Who of HR may do what about a round that HR staff take part in themselves.

Every address that HR has × Alice, who has no part in it; Beth, who is assessed; Gail, who rates
Carol; and Beth when hers is the only HR account. "hidden": what raters do about Beth changes the
page for Alice and not for whoever sees it hidden.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

import tests.house.test_access as access
from assessment import audit, separation
from assessment.models import (
    Action,
    Council,
    Framework,
    Invitation,
    QueuedEmail,
    Rater,
    Report,
    Round,
    User,
)
from assessment.refused import Refused
from assessment.release.services import release
from assessment.rounds.selectors import imports
from assessment.rounds.services import invitations, raters, rounds
from assessment.spreadsheets import PersonRow
from tests.cast import (
    NOW,
    answer,
    make_round,
)
from tests.house import duties
from tests.house.duties import World

beth, gail, world = duties.beth, duties.gail, duties.world

ALLOWED, HIDDEN, REFUSED = "allowed", "hidden", "refused"
KINDS = ("alice", "beth", "gail", "only")
SAID = "Another HR account looks after this"

# What it is about, and what each of KINDS meets there.
EVERYBODY = (ALLOWED, ALLOWED, ALLOWED, ALLOWED)
LISTS = (ALLOWED, HIDDEN, ALLOWED, HIDDEN)
OF_ALL = (ALLOWED, REFUSED, ALLOWED, REFUSED)
OF_BETH = (ALLOWED, REFUSED, ALLOWED, REFUSED)
OF_CAROL_WHOM_GAIL_RATES = (ALLOWED, ALLOWED, REFUSED, ALLOWED)

DUTIES: dict[str, tuple[str, str, str, str]] = {
    "holdings": LISTS,
    "holdings_csv": LISTS,
    "holdings_json": LISTS,
    "periods": EVERYBODY,
    "data_people": EVERYBODY,
    "data_person of Beth": OF_BETH,
    "data_person of Beth's rater": OF_BETH,
    "data_person of Carol": OF_CAROL_WHOM_GAIL_RATES,
    "data_person_erase of Beth": OF_BETH,
    "data_person_erase of Beth's rater": OF_BETH,
    "data_person_erase of Carol": OF_CAROL_WHOM_GAIL_RATES,
    "audit": LISTS,
    "audit_csv": LISTS,
    "round_list": LISTS,
    "round_new": EVERYBODY,
    "people_example": EVERYBODY,
    "round_page": LISTS,
    "round_edit": EVERYBODY,
    "round_delete": OF_ALL,
    "round_open": EVERYBODY,
    "round_extend": OF_ALL,
    "round_remind": OF_ALL,
    "round_close": OF_ALL,
    "round_release": OF_ALL,
    "round_people": LISTS,
    "people_import": EVERYBODY,
    "people_import_check": OF_BETH,  # with a row about Beth
    "participant_new": EVERYBODY,
    "participant_page of Beth": OF_BETH,
    "participant_page of Carol": LISTS,  # of emails to those who rate both
    "participant_roles of Beth": OF_BETH,
    "participant_roles of Carol": EVERYBODY,
    "participant_remove of Beth": OF_BETH,
    "participant_remove of Carol": EVERYBODY,
    "rater_new of Beth": OF_BETH,
    "rater_new of Carol": EVERYBODY,
    "rater_page of Beth": OF_BETH,
    "rater_page of Carol": EVERYBODY,
    "rater_group of Beth": OF_BETH,
    "rater_group of Carol": EVERYBODY,
    "rater_withdraw of Beth": OF_BETH,
    "rater_withdraw of Carol": EVERYBODY,
    "rater_resend of Beth": OF_BETH,
    "rater_resend of Carol": EVERYBODY,
    "rater_resend of Carol, by a link that is for Beth too": OF_BETH,
    "rater_revoke of Beth": OF_BETH,
    "rater_revoke of Carol": EVERYBODY,
    "rater_revoke of Carol, by a link that is for Beth too": OF_BETH,
    "person_edit of Beth": OF_BETH,
    "person_edit of Beth's rater": OF_BETH,
    "person_edit of Carol": EVERYBODY,
    "people_join of Beth": OF_BETH,
    "people_join of Beth's rater": OF_BETH,
    "people_join of Carol": EVERYBODY,
    "report_page of Beth": EVERYBODY,  # hers to read
    "report_page of Carol": OF_CAROL_WHOM_GAIL_RATES,
    "report_pdf of Carol": OF_CAROL_WHOM_GAIL_RATES,
    "round_results_csv": OF_CAROL_WHOM_GAIL_RATES,
    "round_results_xlsx": OF_CAROL_WHOM_GAIL_RATES,
    "round_csv": OF_CAROL_WHOM_GAIL_RATES,
    "round_xlsx": OF_CAROL_WHOM_GAIL_RATES,
    "round_bundle": OF_CAROL_WHOM_GAIL_RATES,
    "round_bundle_zip": OF_CAROL_WHOM_GAIL_RATES,
}

NOT_READ = {"data_person_file"}  # posts alone, by the door of data_person


def raters_of_beth_do_something(world: World) -> None:
    """One declines, one answers, one gets a reminder that bounces; last year's were others."""
    raters = Rater.objects.filter(participant__round=world.opened, participant__person__name="Beth")
    one, other = raters.get(person__name="Frank"), raters.get(person__name="Bob")
    one.declined_on, one.decline_reason = timezone.localdate(), "Too close a friend"
    one.save()
    keys = audit.whose(world.opened.pk, one.participant_id, one.person_id)
    for subject in (one, one.person, Invitation.objects.get(round=world.opened, person=one.person)):
        audit.record(
            action=Action.RATER_DECLINED,
            subject=subject,
            council=world.opened.council,
            by=None,
            at=timezone.now(),
            **keys,
        )
    audit.record(
        action=Action.INVITATIONS_REMINDED,
        subject=world.opened,
        council=world.opened.council,
        by=None,
        at=timezone.now(),
        people=1,
    )
    answer(other)
    QueuedEmail.objects.create(
        round=world.opened, person=other.person, kind="reminder", failures=1, queued_at=NOW
    )


def outcome(world: World, case: str, kind: str) -> str:
    status, seen = world.read(case, kind)
    if status == 403:
        assert SAID in seen
        return REFUSED
    assert status in {200, 302}
    if kind not in {"beth", "only"}:
        return ALLOWED
    _status, alice = world.read(case, "alice")
    with transaction.atomic():
        raters_of_beth_do_something(world)
        _status, after = world.read(case, kind)
        _status, alice_after = world.read(case, "alice")
        transaction.set_rollback(True)
    assert after == seen, "what raters did about Beth shows"
    return HIDDEN if alice_after != alice else ALLOWED


class TestEveryAddressOfHR:
    def test_has_a_row_in_the_table(self) -> None:
        of_hr = {
            name
            for name, row in access.EXPECTED.items()
            if row in (access.HR, access.ASHFORD_HR, access.REPORT)
        }
        assert {case.partition(" of ")[0] for case in DUTIES} == of_hr - NOT_READ

    def test_answers_as_the_table_says(self, world: World, subtests: pytest.Subtests) -> None:
        for case, expected in DUTIES.items():
            with subtests.test(case):
                assert tuple(outcome(world, case, kind) for kind in KINDS) == expected

    def test_is_no_wider_open_for_a_post(self, world: World, subtests: pytest.Subtests) -> None:
        for case, row in DUTIES.items():
            for kind, expected in zip(KINDS[:3], row[:3], strict=True):
                if expected == REFUSED:
                    with subtests.test(f"{case}, {kind}"), world.as_new() as clients:
                        assert clients[kind].post(world.path(case)).status_code in {403, 405}


def named(page: Any) -> str:
    return " ".join(page.content.decode().split())


class TestThePageOfARound:
    def test_says_what_it_leaves_out_and_shows_the_own_row_without_progress(
        self, world: World
    ) -> None:
        page = named(world.clients["beth"].get(world.path("round_page")))
        assert "You are assessed yourself." in page
        assert '<bdi>Beth</bdi></th> <td class="govuk-table__cell" colspan' in page
        assert SAID in page
        assert "You are assessed yourself." not in named(
            world.clients["alice"].get(world.path("round_page"))
        )

    @pytest.mark.parametrize("step", ["round_close", "round_remind", "round_extend"])
    def test_offers_no_step_that_another_hr_account_takes(self, world: World, step: str) -> None:
        path = world.path(step)
        assert path in named(world.clients["alice"].get(world.path("round_page")))
        assert path not in named(world.clients["beth"].get(world.path("round_page")))


class TestWhoeverTakesPart:
    """The services refuse as well: views are not their only callers."""

    def test_neither_closes_nor_extends_nor_reminds(self, world: World, beth: User) -> None:
        work: dict[str, Any] = {"round": world.opened, "by": beth, "at": timezone.now()}
        for call in (
            lambda: rounds.close(**work),
            lambda: rounds.extend(**work, closes_on=timezone.localdate()),
            lambda: invitations.remind(**work),
        ):
            with pytest.raises(Refused, match="this is for another HR account"):
                call()

    def test_neither_deletes_nor_releases(self, world: World, beth: User) -> None:
        by: dict[str, Any] = {"by": beth, "at": timezone.now()}
        draft, closed = (Round.objects.get(name=f"A {state} one") for state in ("draft", "closed"))
        for call in (
            lambda: rounds.delete(round=draft, **by),
            lambda: release.ask(round=closed, **by),
            lambda: release.release(round=closed, **by),
        ):
            with pytest.raises(Refused, match="this is for another HR account"):
                call()

    def test_brings_in_no_row_about_themself(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        draft = make_round(ashford, framework, by=alice)
        row = PersonRow("Alice", alice.email, ("head-of-ict",), number=2)
        problems = imports.check_rows(round=draft, rows=[row], viewer=alice).problems
        assert [each.message for each in problems] == [separation.not_yourself()]
        with pytest.raises(Refused, match="Another HR account brings in"):
            raters.add_participant(
                round=draft,
                name="Alice",
                email=alice.email,
                roles=list(framework.roles.all()),
                by=alice,
                at=NOW,
            )


class TestACouncilWithOneHRAccount:
    def test_is_told_before_it_opens_a_round_with_that_account(self, world: World) -> None:
        told = "Every HR account of your council takes part in this round"
        assert told not in named(world.clients["alice"].get(world.path("round_open")))
        _status, page = world.read("round_open", "only")
        assert told in " ".join(page.split())
        assert "Ask the service operator for another HR account." in " ".join(page.split())

    def test_cannot_add_the_last_account_to_an_open_round(
        self, open_round: Round, framework: Framework, alice: User, olga: User
    ) -> None:
        who: dict[str, Any] = {
            "name": "Alice",
            "email": alice.email,
            "roles": list(framework.roles.all()),
        }
        with pytest.raises(Refused, match="Ask the service operator for another HR account"):
            raters.add_participant(round=open_round, **who, by=olga, at=NOW)
        row = PersonRow("Alice", alice.email, ("head-of-ict",), number=2)
        problems = imports.check_rows(round=open_round, rows=[row]).problems
        assert [each.message for each in problems] == [separation.nobody_left()]


class TestHRWhoRates:
    def test_reads_the_report_once_the_page_before_the_release_has_said_so(
        self, world: World, alice: User
    ) -> None:
        said = named(world.clients["alice"].get(world.path("round_release")))
        assert "Gail manages this round and rates Carol." in said
        closed = Round.objects.get(name="A closed one")
        release.ask(round=closed, by=alice, at=timezone.now())
        closed.refresh_from_db()
        assert closed.is_released
        report = Report.objects.get(participant__round=closed, participant__person__name="Carol")
        assert (
            world.clients["gail"].get(reverse("report_page", args=[report.pk])).status_code == 200
        )
        figures = world.clients["gail"].get(reverse("round_results_csv", args=[closed.pk]))
        assert figures.status_code == 200
        assert figures.getvalue()

    def test_is_not_told_of_by_a_release_without_the_page(self, world: World) -> None:
        status, page = world.read("report_page of Carol", "gail")
        assert status == 403
        assert "the page before the release did not say so" in " ".join(page.split())
