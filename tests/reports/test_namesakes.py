"""Two people of one name in a round: told apart wherever one of their reports is named."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from django.urls import reverse

from assessment.models import Council, Framework, Person, Report, Round, User
from assessment.release.selectors.namesakes import namesakes, reference_of
from assessment.release.selectors.report_hashes import report_hashes
from reports import services
from reports.file_names import file_stem
from tests.cast import make_person, signed_in
from tests.reports.people import closed_round, rated, released


@pytest.fixture
def reports(ashford: Council, framework: Framework, alice: User) -> list[Report]:
    round = closed_round(ashford, framework, alice)
    for place, name in enumerate(["Siân Lee", "Sian LEE", "Łukasz Żak"]):
        rated(round, make_person(ashford, name, f"p{place}@example.gov.uk"), groups={})
    return released(round, alice)


def named(reports: list[Report], name: str) -> Report:
    return next(each for each in reports if each.participant.person.name == name)


def facts(report: Report) -> dict[str, str]:
    return {fact.label: fact.text for fact in services.content_of(report).cover.facts}


def test_are_found_whatever_the_accents_and_capitals(reports: list[Report]) -> None:
    round = reports[0].participant.round_id
    alike = {named(reports, "Siân Lee").pk, named(reports, "Sian LEE").pk}
    assert namesakes(round) == alike


def test_have_a_reference_on_the_cover_in_the_title_and_in_the_name_of_the_file(
    reports: list[Report],
) -> None:
    report = named(reports, "Siân Lee")
    content, reference = services.content_of(report), reference_of(report.pk)
    assert facts(report)["Reference"] == reference
    assert content.title == f"Gap report of Siân Lee ({reference}), Spring"
    assert content.running_head == f"Siân Lee ({reference}) · Spring"
    assert content.file_name == f"gap-report-spring-sian-lee-{reference}"


def test_leave_everybody_else_without_one(reports: list[Report]) -> None:
    report = named(reports, "Łukasz Żak")
    assert "Reference" not in facts(report)
    assert services.content_of(report).file_name == "gap-report-spring-lukasz-zak"


def test_make_a_report_that_was_prepared_before_old(reports: list[Report]) -> None:
    report = named(reports, "Łukasz Żak")
    round = report.participant.round_id
    before = report_hashes(round, "1")
    Person.objects.filter(name="Sian LEE").update(name="Łukasz Zak")
    after = report_hashes(round, "1")
    assert {key for key in before if before[key] != after[key]} == set(before)


def test_are_files_of_their_own_for_the_operator(reports: list[Report], tmp_path: Path) -> None:
    round = Round.objects.get()
    written = {path.name for path in services.write_all(round.pk, tmp_path)}
    assert len(written) == 3
    reference = reference_of(named(reports, "Sian LEE").pk)
    assert f"gap-report-spring-sian-lee-{reference}.pdf" in written


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Łukasz Żółć", "lukasz-zolc"),
        ("Seán Ó Briain", "sean-o-briain"),
        ("Ŵyn ap Llŷr", "wyn-ap-llyr"),
        ("Siobhán O’Neill-Smith", "siobhan-oneill-smith"),
        ("李小龍", "李小龍"),
        ("Ольга Иванова", "ольга-иванова"),
        ("أحمد الشمري", "أحمد-الشمري"),
        ("સુનીતા પટેલ", "સુનીતા-પટેલ"),
        ("../../etc/passwd", "etc-passwd"),
        ("🙂", ""),
    ],
)
def test_a_file_is_called_by_the_name_in_every_script(name: str, stem: str) -> None:
    assert file_stem(name) == stem


def test_a_long_name_in_any_script_makes_a_name_that_a_file_can_have() -> None:
    for letter in "a", "Ж", "龍", "𒀀":
        assert 0 < len(file_stem(letter * 300).encode()) <= 80


def test_a_browser_is_told_the_name_in_its_script(
    ashford: Council, framework: Framework, alice: User
) -> None:
    round = closed_round(ashford, framework, alice)
    rated(round, make_person(ashford, "李小龍", "li@example.gov.uk"), groups={})
    (report,) = released(round, alice)
    answer = signed_in(alice).get(reverse("report_pdf", args=[report.pk]))
    said = unquote(answer["Content-Disposition"])
    assert said == "attachment; filename*=utf-8''gap-report-spring-李小龍.pdf"
