"""Every address of the product × every kind of visitor, by GET and by POST.

A new address without a row here fails the first test.
"""

from __future__ import annotations

import copy
import datetime
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessment.models import (
    Council,
    CouncilLetter,
    Framework,
    Invitation,
    Person,
    Rater,
    Report,
    Round,
    User,
)
from assessment.release.services import release
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    answer,
    make_participant_account,
    make_person,
    make_round,
    make_sponsor,
    signed_in,
)
from tests.council.actions.plans import add as add_action_of_plan

FRANKS_TOKEN, CAROLS_TOKEN = (f"{name}-token".ljust(43, "-") for name in ("franks", "carols"))

KINDS = [
    "nobody",
    "alice",
    "susan",
    "dave",
    "carol",
    "gina",
    "erin",
    "olga",
    "frank",
    "carols_link",
]
ANSWERED, SIGN_IN, BY_LINK, FORBIDDEN, UNKNOWN = "answered", "sign in", "by link", 403, 404


def row(**outcomes: object) -> dict[str, object]:
    """What each kind of visitor gets; `others` is for those not named.

    A link opens no page of an account, whoever's it is: a participant's no more than a rater's.
    """
    others = outcomes.pop("others")
    if outcomes.get("frank") == SIGN_IN:
        outcomes["carols_link"] = SIGN_IN
    return {kind: outcomes.get(kind, others) for kind in KINDS}


PUBLIC = row(others=ANSWERED)
SIGNED_IN = row(nobody=SIGN_IN, frank=SIGN_IN, others=ANSWERED)
# Any council's HR has a list of its own; everybody else who signs in is known and refused.
HR = row(alice=ANSWERED, dave=ANSWERED, nobody=SIGN_IN, frank=SIGN_IN, others=FORBIDDEN)
ASHFORD_HR = row(
    alice=ANSWERED,
    susan=FORBIDDEN,
    carol=FORBIDDEN,
    gina=FORBIDDEN,
    nobody=SIGN_IN,
    frank=SIGN_IN,
    others=UNKNOWN,
)
# Susan is the sponsor at Ashford.
COUNCIL = ASHFORD_HR | {"susan": ANSWERED}
READERS = HR | {"susan": ANSWERED}
# Erin edits the shared frameworks; whoever edits none is known and refused.
EDITOR = row(erin=ANSWERED, nobody=SIGN_IN, frank=SIGN_IN, others=FORBIDDEN)
REPORT = ASHFORD_HR | {"carol": ANSWERED}
OWN_REPORT = REPORT | {"alice": FORBIDDEN}
WHO_ANSWERS = row(nobody=BY_LINK, others=ANSWERED)
FRANKS_RATING = row(frank=ANSWERED, nobody=BY_LINK, others=UNKNOWN)

EXPECTED: dict[str, dict[str, object]] = {
    "home": SIGNED_IN,
    "hr_home": HR,
    "brand": PUBLIC,
    "language": PUBLIC,
    "session": PUBLIC,
    "signed_out": PUBLIC,
    "help": PUBLIC,
    "help_participants": PUBLIC,
    "help_raters": PUBLIC,
    "help_hr": PUBLIC,
    "help_sponsor": PUBLIC,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "cookies": PUBLIC,
    "my_data": WHO_ANSWERS,
    "my_data_file": PUBLIC,
    "my_answers_withdraw": FRANKS_RATING,
    "holdings": HR,
    "holdings_csv": HR,
    "holdings_json": HR,
    "periods": HR,
    "benchmark": HR,
    "benchmark_join": SIGNED_IN,
    "benchmark_leave": SIGNED_IN,
    "data_people": HR,
    "data_person": ASHFORD_HR,
    "data_person_file": SIGNED_IN,
    "data_person_erase": ASHFORD_HR,
    "audit": HR,
    "audit_csv": HR,
    "round_list": HR,
    "round_new": HR,
    "people_example": HR,
    "round_page": ASHFORD_HR,
    "round_edit": ASHFORD_HR,
    "round_delete": ASHFORD_HR,
    "round_open": ASHFORD_HR,
    "round_extend": ASHFORD_HR,
    "round_remind": ASHFORD_HR,
    "round_close": ASHFORD_HR,
    "round_release": ASHFORD_HR,
    "round_again": ASHFORD_HR,
    "round_check_ins": ASHFORD_HR,
    "round_people": ASHFORD_HR,
    "people_import": ASHFORD_HR,
    "people_import_check": ASHFORD_HR,
    "participant_new": ASHFORD_HR,
    "participant_page": ASHFORD_HR,
    "participant_roles": ASHFORD_HR,
    "participant_remove": ASHFORD_HR,
    "rater_new": ASHFORD_HR,
    "rater_page": ASHFORD_HR,
    "rater_group": ASHFORD_HR,
    "rater_withdraw": ASHFORD_HR,
    "rater_resend": ASHFORD_HR,
    "rater_revoke": ASHFORD_HR,
    "person_edit": ASHFORD_HR,
    "people_join": ASHFORD_HR,
    "link_arrive": row(others=BY_LINK),
    "link_start": PUBLIC,
    "answer_list": WHO_ANSWERS,
    "answer_leave": PUBLIC,
    "answer_left": PUBLIC,
    "answer_promise": FRANKS_RATING,
    "answer_tasks": FRANKS_RATING,
    "answer_questions": FRANKS_RATING,
    "answer_resume": FRANKS_RATING,
    "answer_draft": FRANKS_RATING,
    "answer_closing": FRANKS_RATING,
    "answer_closing_draft": FRANKS_RATING,
    "answer_check": FRANKS_RATING,
    "answer_submitted": FRANKS_RATING,
    "answer_decline": FRANKS_RATING,
    "answer_later": FRANKS_RATING,
    "answer_together": FRANKS_RATING,
    "answer_together_promise": FRANKS_RATING,
    "answer_together_resume": FRANKS_RATING,
    "answer_together_questions": FRANKS_RATING,
    "answer_together_draft": FRANKS_RATING,
    "framework_preview": EDITOR,
    "framework_preview_questions": EDITOR,
    "framework_preview_closing": EDITOR,
    "sample_report": EDITOR,
    "sample_report_pdf": EDITOR,
    "blank_questionnaire": EDITOR,
    "report_page": REPORT,
    "report_pdf": REPORT,
    "report_conversation": REPORT,
    "report_goals": OWN_REPORT,
    "council_told_list": READERS,
    "council_told": COUNCIL,
    "council_letter": COUNCIL,
    "round_letter": ASHFORD_HR,
    "council_consent": OWN_REPORT,
    "check_ins_of_report": OWN_REPORT,
    "check_in_start": OWN_REPORT,
    # The world's report is none of a check-in; tests/check_ins/test_views.py has one.
    "check_in_result": row(nobody=SIGN_IN, frank=SIGN_IN, others=UNKNOWN),
    "round_results_csv": ASHFORD_HR,
    "round_results_xlsx": ASHFORD_HR,
    "round_results_comments_csv": ASHFORD_HR,
    "round_results_comments_xlsx": ASHFORD_HR,
    "round_comments_csv": ASHFORD_HR,
    "round_comments_xlsx": ASHFORD_HR,
    "round_csv": ASHFORD_HR,
    "round_xlsx": ASHFORD_HR,
    "council_report": ASHFORD_HR,
    "council_report_pdf": ASHFORD_HR,
    "council_report_xlsx": ASHFORD_HR,
    "round_bundle": ASHFORD_HR,
    "round_bundle_zip": ASHFORD_HR,
    "council_actions": ASHFORD_HR,
    "council_action_new": ASHFORD_HR,
    "council_action_edit": ASHFORD_HR,
    "council_action_step": SIGNED_IN,  # posts alone, by the door of the others
    "council_action_remove": ASHFORD_HR,
    "council_actions_pdf": ASHFORD_HR,
}

OF_ACCOUNTS_AND_ADMIN = {"accounts/", "admin/"}  # allauth's and Django's own, tested below


def names(patterns: list[Any] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Name and arguments of each address that is ours."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) not in OF_ACCOUNTS_AND_ADMIN:
                yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern), sorted(pattern.pattern.regex.groupindex)


ADDRESSES = dict(names())

# A post that was refused: signed out meanwhile, not allowed, or no posts there at all.
REFUSALS = {401, 403, 405}


@dataclass
class World:
    """Ashford with everything that an address can name, and everybody who may come."""

    arguments: dict[str, object]
    clients: dict[str, Client]

    @contextmanager
    def as_new(self) -> Iterator[World]:
        """This world for one case, which leaves no trace: not in it, not in a visitor's cookies."""
        clients = {kind: Client() for kind in self.clients}
        for kind, client in clients.items():
            client.cookies = copy.deepcopy(self.clients[kind].cookies)
        with transaction.atomic():
            yield World(self.arguments, clients)
            transaction.set_rollback(True)


@pytest.fixture
def world(
    same_identifiers: None,
    ashford: Council,
    alice: User,
    dave: User,
    erin: User,
    olga: User,
    carol: Person,
    frank: Person,
    framework: Framework,
) -> World:
    gina = make_person(ashford, "Gina")
    opened = make_round(ashford, framework, by=alice, state="open")
    opened.closes_on = timezone.localdate() + datetime.timedelta(days=7)
    opened.save()
    add_participant(opened, gina)
    rater = add_rater(add_participant(opened, carol), frank, "peer")
    users = {
        "alice": alice,
        "dave": dave,
        "susan": make_sponsor(ashford),
        "carol": carol.user,
        "gina": make_participant_account(gina),
        "erin": erin,
        "olga": olga,
    }
    clients = {"nobody": Client(), "frank": by_link(opened, frank, FRANKS_TOKEN)}
    clients["carols_link"] = by_link(opened, carol, CAROLS_TOKEN)
    clients |= {kind: signed_in(user) for kind, user in users.items() if user}
    report = released_report(ashford, framework, carol, by=alice)
    arguments = {
        "round_id": opened.pk,
        "participant_id": rater.participant_id,
        "rater_id": rater.pk,
        "person_id": frank.pk,
        "other_id": gina.pk,
        "report_id": report.pk,
        "framework_id": framework.pk,
        "whose": "others",
        "released_round_id": report.participant.round_id,
        "action_id": add_action_of_plan(report.participant.round, alice).pk,
        "told_round_id": report.participant.round_id,
        "dimension_key": "communication",
        "token": "no-such-token",
        "kind": "csv",
        "colour": "1d4f5c",
    }
    return World(arguments, clients)


def by_link(round: Round, person: Person, token: str) -> Client:
    """A visitor who has followed the person's link."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    Invitation.objects.create(round=round, person=person, token_hash=digest, sent_at=NOW)
    client = Client()
    client.get(reverse("link_arrive", args=[token]))
    client.post(reverse("link_start"))
    return client


def released_report(council: Council, framework: Framework, person: Person, *, by: User) -> Report:
    closed = make_round(council, framework, by=by, state="closed", name="Last year")
    participant = add_participant(closed, person)
    answer(Rater.objects.get(participant=participant))
    release.release(round=closed, by=by, at=NOW)
    CouncilLetter.objects.create(round=closed, made_at=NOW, made_by=by)
    return Report.objects.get(participant=participant)


def outcome(answer: Any) -> object:
    """What the visitor met: an answer, the sign-in page, or a refusal by number."""
    if answer.streaming:
        answer.getvalue()  # a file is closed after its last byte
    if answer.status_code in {403, 404}:
        return answer.status_code
    # A rater has no account: answering asks for the link, or to sign in; its script is told so.
    if answer.status_code == 401:
        return BY_LINK
    if answer.status_code == 302:
        turned = {reverse("account_login"): SIGN_IN, reverse("link_start"): BY_LINK}
        return turned.get(answer["Location"].partition("?")[0], ANSWERED)
    assert answer.status_code < 500
    return ANSWERED


def address(world: World, name: str) -> str:
    return reverse(name, kwargs={key: world.arguments[key] for key in ADDRESSES[name]})


class TestEveryAddress:
    def test_has_a_row_in_the_table(self) -> None:
        assert set(ADDRESSES) == set(EXPECTED)

    def test_answers_each_kind_of_visitor_as_the_table_says(
        self, world: World, subtests: pytest.Subtests
    ) -> None:
        for name in sorted(EXPECTED):
            with subtests.test(name), world.as_new() as here:
                path = address(here, name)
                met = {kind: outcome(here.clients[kind].get(path)) for kind in KINDS}
                assert met == EXPECTED[name]

    def test_is_no_wider_open_for_a_post(self, world: World, subtests: pytest.Subtests) -> None:
        for name in sorted(EXPECTED):
            with subtests.test(name), world.as_new() as here:
                path = address(here, name)
                for kind in KINDS:
                    if EXPECTED[name][kind] != ANSWERED:
                        met = here.clients[kind].post(path)
                        refused = met.status_code in REFUSALS
                        assert refused or outcome(met) == EXPECTED[name][kind], kind

    def test_is_met_by_visitors_who_have_been_nowhere_else(self, world: World) -> None:
        """One world serves every address, so a case must leave nothing of its own in it."""
        tasks = address(world, "answer_tasks")
        for _ in range(2):
            with world.as_new() as here:
                frank = here.clients["frank"]
                assert outcome(frank.get(tasks)) == ANSWERED
                frank.post(reverse("answer_leave"))
                assert outcome(frank.get(tasks)) == BY_LINK
                Council.objects.update(contact_email="elsewhere@example.gov.uk")
        assert not Council.objects.filter(contact_email="elsewhere@example.gov.uk").exists()

    def test_of_the_admin_answers_only_editors_and_operators(self, world: World) -> None:
        answers = {kind: world.clients[kind].get(reverse("admin:index")) for kind in KINDS}
        assert {kind for kind, answer in answers.items() if answer.status_code == 200} == {
            "erin",
            "olga",
        }


class TestTwoCouncils:
    def test_see_nothing_of_each_other_in_their_lists(self, world: World) -> None:
        page = world.clients["dave"].get(reverse("round_list")).content.decode()
        assert "Spring" not in page
        assert "Last year" not in page
        assert "Ashford" not in page
