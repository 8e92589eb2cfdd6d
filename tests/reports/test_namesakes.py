"""Two people of one name in a round: told apart wherever one of their reports is named."""

from __future__ import annotations

import uuid
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from assessment.models import Council, Framework, Person, Report, Round, User
from assessment.release.selectors.namesakes import (
    Namesake,
    namesakes,
    reference_of,
    told_apart_of,
)
from assessment.release.selectors.report_hashes import report_hashes
from reports import services
from reports.file_names import file_stem
from tests.cast import make_person, signed_in
from tests.reports.people import closed_round, rated, released

NAMES = ["Siân Lee", "Sian LEE", "Łukasz Żak"]


def reports_with(council: Council, framework: Framework, by: User, *units: str) -> list[Report]:
    """Siân Lee and Sian LEE work in the first two units, Łukasz Żak in the third."""
    round = closed_round(council, framework, by)
    for place, (name, unit) in enumerate(zip(NAMES, units, strict=True)):
        person = make_person(council, name, f"p{place}@example.gov.uk")
        Person.objects.filter(pk=person.pk).update(unit=unit)
        rated(round, person, groups={})
    return released(round, by)


@pytest.fixture
def reports(ashford: Council, framework: Framework, alice: User) -> list[Report]:
    return reports_with(ashford, framework, alice, "", "", "Housing")


def named(reports: list[Report], name: str) -> Report:
    return next(each for each in reports if each.participant.person.name == name)


def facts(report: Report) -> dict[str, str]:
    return {fact.label: fact.text for fact in services.content_of(report).cover.facts}


def test_are_found_whatever_the_accents_and_capitals(reports: list[Report]) -> None:
    round = reports[0].participant.round_id
    alike = {named(reports, "Siân Lee").pk, named(reports, "Sian LEE").pk}
    assert namesakes(round).keys() == alike


def test_have_a_reference_on_the_cover_in_the_title_and_in_the_name_of_the_file(
    reports: list[Report],
) -> None:
    report = named(reports, "Siân Lee")
    content, reference = services.content_of(report), reference_of(report.pk)
    assert facts(report)["Reference"] == reference
    assert content.title == f"Gap report of Siân Lee ({reference}), Spring"
    assert content.running_head == f"Siân Lee ({reference}) · Spring"
    assert content.file_name == f"gap-report-spring-sian-lee-{reference}"


class TestWithUnits:
    def test_are_told_apart_by_them_wherever_a_report_is_named(
        self, ashford: Council, framework: Framework, alice: User, tmp_path: Path
    ) -> None:
        reports = reports_with(ashford, framework, alice, "Digital & data", "Tai", "Tai")
        report = named(reports, "Siân Lee")
        content = services.content_of(report)
        assert facts(report)["Unit"] == "Digital & data"
        assert "Reference" not in facts(report)
        assert content.title == "Gap report of Siân Lee (Digital & data), Spring"
        assert content.running_head == "Siân Lee (Digital & data) · Spring"
        assert content.file_name == "gap-report-spring-sian-lee-digital-data"
        assert "Unit" not in facts(named(reports, "Łukasz Żak"))
        written = {path.name for path in services.write_all(Round.objects.get().pk, tmp_path)}
        assert "gap-report-spring-sian-lee-tai.pdf" in written

    @pytest.mark.parametrize(
        "units",
        [
            ("Housing", "Housing"),
            ("Housing", " HOUSING."),
            ("Cartrefi Tŷ", "cartrefi ty"),
            ("Housing", ""),
            ("", ""),
            ("Housing", "–"),
        ],
    )
    def test_that_are_one_or_lacking_are_told_apart_by_their_references(
        self, ashford: Council, framework: Framework, alice: User, units: tuple[str, str]
    ) -> None:
        reports = reports_with(ashford, framework, alice, *units, "Parks")
        for report in reports[:2]:
            assert facts(report)["Reference"] == reference_of(report.pk)
            assert "Unit" not in facts(report)

    def test_of_three_all_have_one_or_nobody_is_told_apart_by_it(self) -> None:
        keys = [uuid.uuid4() for _ in range(4)]
        units = ["Housing", "Parks", "Parks", "Roads"]
        rows = [Namesake(key, "Pat", unit) for key, unit in zip(keys, units, strict=True)]
        assert not any(each.by_unit for each in told_apart_of(rows[:3]).values())
        by_unit = told_apart_of([rows[0], rows[1], rows[3]])
        assert [each.text for each in by_unit.values()] == ["Housing", "Parks", "Roads"]

    def test_are_those_of_the_release_whoever_moves_later(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        reports = reports_with(ashford, framework, alice, "Housing", "Parks", "")
        round = reports[0].participant.round_id
        before = report_hashes(round, "1")
        Person.objects.update(unit="Roads")
        assert facts(named(reports, "Siân Lee"))["Unit"] == "Housing"
        assert report_hashes(round, "1") == before

    def test_cannot_be_changed_after_the_release(self, reports: list[Report]) -> None:
        refused = r"never change|permission denied"  # by a trigger, or by the rights of the role
        with pytest.raises(DatabaseError, match=refused), transaction.atomic():
            Report.objects.update(unit="Elsewhere")

    def test_of_a_formula_or_a_path_are_texts(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        reports = reports_with(ashford, framework, alice, "=1+1", "../../etc", "")
        names = {services.content_of(each).file_name for each in reports[:2]}
        assert names == {"gap-report-spring-sian-lee-1-1", "gap-report-spring-sian-lee-etc"}

    def test_are_named_in_welsh_on_a_welsh_cover(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        reports = reports_with(ashford, framework, alice, "Tai", "Parciau", "")
        report = named(reports, "Siân Lee")
        with translation.override("cy"):
            cover = services.content_of(report, language="cy").cover
        assert {fact.label: fact.text for fact in cover.facts}["Uned"] == "Tai"

    def test_of_any_length_and_script_leave_a_name_that_a_file_can_have(
        self, ashford: Council, framework: Framework, alice: User
    ) -> None:
        reports = reports_with(ashford, framework, alice, "龍" * 120, "Ж" * 120, "")
        for report in reports[:2]:
            name = f"{services.content_of(report).file_name}-conversation-cy.pdf"
            assert len(name.encode()) < 255


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
        assert 0 < len(file_stem(letter * 300).encode()) <= 72


def test_a_browser_is_told_the_name_in_its_script(
    ashford: Council, framework: Framework, alice: User
) -> None:
    round = closed_round(ashford, framework, alice)
    rated(round, make_person(ashford, "李小龍", "li@example.gov.uk"), groups={})
    (report,) = released(round, alice)
    answer = signed_in(alice).get(reverse("report_pdf", args=[report.pk]))
    said = unquote(answer["Content-Disposition"])
    assert said == "attachment; filename*=utf-8''gap-report-spring-李小龍.pdf"
