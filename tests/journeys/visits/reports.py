"""The report on the page, as the participant and as HR read it, and the goals beside it."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from assessment.models import Council, Framework, Person, RaterGroup, Report, User
from assessment.release.selectors.results import GoalTexts
from assessment.release.services.downloads import keep_goals
from tests.cast import PASSWORD, make_participant_account, make_person
from tests.journeys.visits import Visit, World
from tests.reports.people import LATER, TYPICAL, closed_round, rated, released

NOT_PAGES = {
    "report_pdf": "a PDF to download",
    "council_report_pdf": "a PDF to download",
    "council_report_xlsx": "a spreadsheet",
    "report_conversation": "a PDF to download",
    "round_results_csv": "a spreadsheet",
    "round_results_xlsx": "a spreadsheet",
    "round_results_comments_csv": "a spreadsheet",
    "round_results_comments_xlsx": "a spreadsheet",
}


def world() -> World:
    council = Council.objects.create(
        name="Ashford Sample Council", contact_email="hr@ashford.example.gov.uk"
    )
    alice = User.objects.create_user(
        "alice@reports.example.gov.uk", PASSWORD, name="Alice", council=council, is_hr=True
    )
    call_command("load_frameworks", verbosity=0)
    framework = Framework.objects.published().get(key="e-government-roles", version="2.0")
    carol, gina = (make_person(council, name) for name in ("Carol", "Gina"))
    found: World = {"alice": alice}
    found |= {person.name.lower(): make_participant_account(person) for person in (carol, gina)}
    found["full"] = _report(council, framework, alice, carol)
    found["few"] = _report(council, framework, alice, gina)
    skill = framework.dimensions.get(key="communication")
    goal = GoalTexts(
        "Meet the housing service.",
        "They call me.",
        datetime.date(2027, 3, 27),
        str(skill.pk),
        "We meet.",
    )
    keep_goals(report=found["full"], goals=[goal], by=found["carol"], at=timezone.now())
    found["second"] = _report(council, framework, alice, carol, "Autumn", later=180)
    return found


def _report(
    council: Council,
    framework: Framework,
    alice: User,
    person: Person,
    season: str = "Spring",
    later: int = 0,
) -> Report:
    """A typical one for Carol, one with everything withheld for anybody else."""
    round = closed_round(council, framework, alice, f"{season} of {person.name}")
    groups = TYPICAL if person.name == "Carol" else {RaterGroup.PEER: 2}
    roles = ("head-of-ict", "e-champion") if person.name == "Carol" else ()
    rated(round, person, *roles, groups=groups, comments=["Explains plans well.", ""])
    return released(round, alice, LATER + datetime.timedelta(days=later))[0]


def of(name: str) -> Any:
    return lambda world: [world[name].pk]


def leave_a_goal_without_words(page: Page) -> None:
    page.get_by_label("How I will know that it works").first.fill("They call me.")
    page.get_by_label("What I will do").first.fill("")
    page.get_by_role("button", name="Save").click()


def make_a_goal_of_a_priority(page: Page) -> None:
    page.get_by_role("link", name="Make this a goal").first.click()
    page.get_by_text("is now about").wait_for()


def round_of(name: str) -> Any:
    return lambda world: [world[name].participant.round_id]


VISITS = [
    Visit("council_report", "one holder, a second round", args=round_of("second"), who="alice"),
    Visit("council_report", "withheld", args=round_of("few"), who="alice"),
    Visit("report_page", "one's own", args=of("full"), who="carol"),
    Visit("report_page", "of everybody", args=of("full"), who="alice"),
    Visit("report_page", "withheld", args=of("few"), who="gina"),
    Visit("report_page", "after another", args=of("second"), who="carol"),
    Visit("report_goals", "after another", args=of("second"), who="carol"),
    Visit(
        "report_page",
        "made a goal of",
        args=of("second"),
        who="carol",
        act=make_a_goal_of_a_priority,
    ),
    Visit("report_goals", "kept", args=of("full"), who="carol"),
    Visit("report_goals", "none yet", args=of("few"), who="gina"),
    Visit(
        "report_goals",
        "without words",
        args=of("full"),
        who="carol",
        act=leave_a_goal_without_words,
    ),
]
