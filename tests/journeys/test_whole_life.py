"""The whole life of a round in a browser: what a council learns, changes, and sees a year later."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from math import floor
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from assessment.answering import services as answering
from assessment.check_ins.services import ending
from assessment.models import (
    Council,
    CouncilAction,
    Indicator,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Report,
    Round,
    User,
)
from assessment.release.services.release import release
from tests.answers import first_answers
from tests.cast import add_participant, add_rater, answer, make_person, make_round
from tests.councils import BOTH, GOLDEN, shipped_framework
from tests.journeys.test_languages import Open, open_tab
from tests.journeys.test_whole_path import (
    answer_everything,
    fill_date,
    follow,
    link_in,
    press,
)
from tests.letters import parts
from tests.plugins.smtp import Mailbox

__all__ = ["open_tab"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DAY = datetime.timedelta(days=1)
PEERS = ("Frank", "Gwen", "Harri", "Idris")
RATERS = ("Bob", *PEERS)
OWNER = "olwen@example.gov.uk"
NARROW = {
    "customer-service": 2.4,
    "communication": 2.9,
    "mandate": 1.8,
    "focus": 1.6,
}
"""Around these means lie the levels that others give in the first year, by dimension."""
WIDER = {
    "customer-service": 4.2,
    "communication": 4.4,
    "mandate": 3.9,
    "focus": 3.1,
}
OTHERWISE = 3.6


def levels(round: Round, means: Mapping[str, float], who: int) -> dict[str, int]:
    """What the rater of this number gives, by indicator: evenly around the means."""
    found = Indicator.objects.filter(dimension__framework=round.framework).order_by("key")
    return {
        each.key: floor(means.get(each.dimension.key, OTHERWISE) + ((who * 7 + n) * GOLDEN) % 1)
        for n, each in enumerate(found.select_related("dimension"))
    }


@pytest.fixture
def first(ashford: Council, alice: User, carol: Person, bob: Person) -> Round:
    """Carol holds both roles; everybody answered, and she sees her mandate as others do."""
    framework = shipped_framework()
    round = make_round(ashford, framework, by=alice, state="closed", name="Spring 2026")
    participant = add_participant(round, carol, *BOTH)
    raters = [
        participant.raters.get(),
        add_rater(participant, bob, RaterGroup.MANAGER),
        *(add_rater(participant, make_person(ashford, each), RaterGroup.PEER) for each in PEERS),
    ]
    for number, rater in enumerate(raters):
        answer(rater, levels=levels(round, NARROW, number), marks=["customer-service"])
    release(round=round, by=alice, at=timezone.now())
    return Round.objects.get(pk=round.pk)


def let_pass(days: int) -> None:
    """So many days go by: all that has a day in the story is so much longer ago."""
    gone = days * DAY
    for round in Round.objects.exclude(state="draft"):
        stamps = ("opened_at", "closed_at", "released_at", "opens_on", "closes_on")
        moved = {name: getattr(round, name) for name in stamps}
        Round.objects.filter(pk=round.pk).update(
            **{name: was - gone for name, was in moved.items() if was}
        )
    for action in CouncilAction.objects.all():
        CouncilAction.objects.filter(pk=action.pk).update(due_on=action.due_on - gone)


def reads(tab: Page, *sentences: str, unseen: Iterable[str] = ()) -> None:
    """What somebody sees on the page that is open, and what they do not."""
    for sentence in sentences:
        expect(tab.locator("main")).to_contain_text(sentence)
    words = tab.locator("body").inner_text()
    assert [each for each in unseen if each in words] == []


def words_of(tab: Page, address: str) -> str:
    answer = tab.context.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(each.extract_text() for each in PdfReader(BytesIO(answer.body())).pages)


def go(tab: Page, name: str, *args: Any) -> None:
    tab.goto(reverse(name, args=args))


# --- the stations -------------------------------------------------------------------------


def hr_reads_what_the_council_learned(hr: Page, round: Round) -> None:
    go(hr, "round_page", round.pk)
    follow(hr, "Council report")
    reads(hr, "The services side has no champion", "What helps", "Carol")


def hr_makes_an_action_of_it(hr: Page) -> None:
    follow(hr, "Make actions of what helps")
    reads(hr, "What the results suggest", "Give the services side to a second person")
    hr.get_by_role("link", name=re.compile("an action.*services side to")).click()
    expect(hr.get_by_label("What will be done")).to_have_value(re.compile("services side"))
    hr.get_by_label("Who sees to it").fill("Olwen Owner")
    hr.get_by_label("Their email address").fill(OWNER)
    fill_date(hr, "Until when", timezone.localdate() + 30 * DAY)
    press(hr, "Add the action")
    reads(hr, "The action has been added.", "Olwen Owner", "planned")


def the_owner_is_reminded(mailbox: Mailbox) -> None:
    call_command("send_pending", verbosity=0)
    assert mailbox.to(OWNER) == []
    let_pass(24)
    call_command("send_pending", verbosity=0)
    call_command("send_pending", verbosity=0)
    [reminder] = mailbox.to(OWNER)
    assert "your action is due on" in str(reminder["Subject"])
    assert "services side" in parts(reminder)[0]


def she_agrees(carol: Page, report: Report) -> None:
    go(carol, "report_page", report.pk)
    follow(carol, "What your council’s chief executive may be told")
    press(carol, "I agree")
    reads(carol, "You have agreed.")


def hr_makes_the_letter(hr: Page, round: Round) -> None:
    go(hr, "round_page", round.pk)
    follow(hr, "letter to the sponsor")
    reads(hr, "1 of 1 participant has agreed")
    press(hr, "Make the letter")
    reads(hr, "Download the letter (PDF)")


def the_sponsor_reads_conditions_alone(sponsor: Page, round: Round) -> None:
    never = ("Carol", *RATERS, "Alice")
    go(sponsor, "council_told_list")
    follow(sponsor, round.name)
    reads(sponsor, "What the council can change", unseen=never)
    sentences = sponsor.locator("main li").all_inner_texts()
    assert re.findall(r"\d", "".join(sentences)) == []
    letter = words_of(sponsor, reverse("council_letter", args=[round.pk]))
    assert "in one pair of hands" in letter
    assert [each for each in never if each in letter] == []
    assert re.findall(r"\d[.,]\d|\d%", letter) == []
    go(sponsor, "council_report", round.pk)
    reads(sponsor, "Your account does not have the right", unseen=never)


def hr_offers_check_ins(hr: Page, round: Round) -> None:
    go(hr, "round_check_ins", round.pk)
    hr.get_by_label("Yes, they may").check()
    press(hr, "Save")
    reads(hr, "Participants of this round may check in.")


def she_starts_a_check_in(carol: Page, report: Report) -> Round:
    go(carol, "report_page", report.pk)
    follow(carol, "Your check-ins")
    press(carol, "Start a check-in")
    carol.get_by_label("Customer service").check()
    press(carol, "Ask 5 people")
    reads(carol, "You started a check-in on")
    return Round.objects.check_ins().get()


def three_answer_on_their_phones(phone: Page, mailbox: Mailbox) -> None:
    for name, chosen in zip(PEERS[:3], ["More", "More", "Much more"], strict=True):
        phone.context.clear_cookies()
        phone.goto(link_in(mailbox, f"{name.lower()}@example.gov.uk", "/link/"))
        press(phone, "Start")
        press(phone, "Continue")
        reads(phone, "Carol", "Customer service")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 375
        phone.get_by_label(chosen, exact=True).check()
        press(phone, "Send my answers")
        reads(phone, "Answers submitted")


def the_worker_ends_it(check_in: Round) -> None:
    let_pass(15)
    ending.look_after.enqueue(str(check_in.pk))
    check_in.refresh_from_db()
    assert check_in.is_released


def she_reads_the_result(carol: Page, mailbox: Mailbox) -> None:
    told = mailbox.to("carol@example.gov.uk")[-1]
    assert "the result of your check-in is ready" in str(told["Subject"])
    carol.reload()
    carol.locator("main li a").click()
    reads(carol, "Result of your check-in", "Customer service", "+1.3", unseen=RATERS)


def hr_sees_participation_alone(hr: Page, round: Round, check_in: Round) -> None:
    go(hr, "round_check_ins", round.pk)
    reads(hr, "Participants who have started one", unseen=["+1.3", "Carol"])
    result = Report.check_ins.get(participant__round=check_in)
    go(hr, "check_in_result", result.pk)
    reads(hr, "There is no page at this address", unseen=["+1.3", "Customer service"])


def hr_makes_next_years_round(hr: Page, round: Round) -> Round:
    go(hr, "round_page", round.pk)
    follow(hr, "Assess these people again")
    hr.get_by_label("Name of the round").fill("Spring 2027")
    fill_date(hr, "Opening date", timezone.localdate())
    fill_date(hr, "Closing date", timezone.localdate() + 14 * DAY)
    press(hr, "See who is taken over")
    reads(hr, "1 participant", "5 ratings by other people")
    press(hr, "Make the round")
    reads(hr, "Nobody has been invited yet.")
    made = Round.objects.get(name="Spring 2027")
    take_step(hr, made, "round_open")
    return Round.objects.get(pk=made.pk)


def take_step(hr: Page, round: Round, step: str) -> None:
    go(hr, step, round.pk)
    hr.locator("main button[type=submit]").first.click()
    hr.wait_for_load_state()


def everybody_answers(round: Round, phone: Page, mailbox: Mailbox) -> None:
    """Idris in the browser, the others by the service."""
    raters = Participant.objects.get(round=round).raters.exclude(person__name="Idris")
    for number, rater in enumerate(raters.order_by("person__name", "group")):
        answer_by_service(rater, number)
    phone.context.clear_cookies()
    phone.goto(link_in(mailbox, "idris@example.gov.uk", "/link/"))
    press(phone, "Start")
    answer_everything(phone, level=4)
    reads(phone, "Answers submitted")


def answer_by_service(rater: Rater, number: int) -> None:
    given = levels(rater.participant.round, WIDER, number)
    for dimension in rater.participant.round.framework.dimensions.all():
        asked = [each for each in dimension.indicators.all() if each.asks(rater.group)]
        chosen: dict[Indicator, int | None] = {each: given[each.key] for each in asked}
        answering.save_page(
            rater=rater,
            dimension=dimension,
            levels=first_answers(chosen),
            comment=None,
            at=timezone.now(),
            draft=False,
        )
    answering.submit(rater=rater, at=timezone.now())


def she_reads_the_change(carol: Page, mailbox: Mailbox) -> None:
    told = mailbox.to("carol@example.gov.uk")[-1]
    assert "your skills report is ready" in str(told["Subject"])
    go(carol, "home")
    follow(carol, "Spring 2027")
    reads(
        carol,
        *("Change since the last round", "Compared with Spring 2026", "higher than before"),
        *("customer service (+1.8", "Check-ins since then", "+1.3"),
    )


def hr_reads_over_the_years(hr: Page, round: Round) -> None:
    go(hr, "council_report", round.pk)
    reads(
        hr,
        *("Over the years", "Spring 2026 to Spring 2027", "higher than before", "2.4 to 4.2"),
        unseen=["Check-ins since then", "+1.3", "Of another framework"],
    )


def the_sponsor_is_told_of_the_two_rounds(sponsor: Page) -> None:
    go(sponsor, "council_told_list")
    reads(sponsor, "Spring 2027, released on")
    assert sponsor.locator("main li").count() == 2


def hr_reviews_last_rounds_action(hr: Page, round: Round) -> None:
    go(hr, "council_actions", round.pk)
    reads(hr, "Still open from Spring 2026", "Olwen Owner", "overdue by")
    press(hr, "Carry over")
    reads(hr, "The action goes on in this plan.", "from the plan of Spring 2026")


def test_from_a_release_to_the_change_a_year_later(
    open_tab: Open,
    smtp_server: Mailbox,
    settings: Any,
    live_server: Any,
    first: Round,
    carol: Person,
    alice: User,
    susan: User,
) -> None:
    settings.PUBLIC_URL = live_server.url
    report = Report.objects.get(participant__round=first)
    hr, hers = open_tab(user=alice), open_tab(user=carol.user)
    hr_reads_what_the_council_learned(hr, first)
    hr_makes_an_action_of_it(hr)
    the_owner_is_reminded(smtp_server)
    she_agrees(hers, report)
    hr_makes_the_letter(hr, first)
    sponsor = open_tab(user=susan)
    the_sponsor_reads_conditions_alone(sponsor, first)

    let_pass(76)
    hr_offers_check_ins(hr, first)
    phone = open_tab(width=375)
    check_in = she_starts_a_check_in(hers, report)
    three_answer_on_their_phones(phone, smtp_server)
    the_worker_ends_it(check_in)
    she_reads_the_result(hers, smtp_server)
    hr_sees_participation_alone(hr, first, check_in)

    let_pass(250)
    second = hr_makes_next_years_round(hr, first)
    everybody_answers(second, phone, smtp_server)
    take_step(hr, second, "round_close")
    take_step(hr, second, "round_release")
    she_reads_the_change(hers, smtp_server)
    hr_reads_over_the_years(hr, second)
    the_sponsor_is_told_of_the_two_rounds(sponsor)
    hr_reviews_last_rounds_action(hr, second)
