"""Every problem in a people spreadsheet is named by row and column."""

from __future__ import annotations

import pytest
from django.utils import translation

from assessment.models import RaterGroup
from assessment.spreadsheets import Column, read_people
from assessment.spreadsheets.vocabulary import GROUPS, RoleNames
from tests.spreadsheets.builders import (
    CAROL,
    HEADER,
    MANAGER,
    PEER,
    ROLES,
    as_csv,
    only_problem,
    problems,
    read,
    refusal,
)


class TestTheHeader:
    @pytest.mark.parametrize(
        "header",
        [
            [
                "participant name",
                "participant email",
                "roles",
                "rater name",
                "rater email",
                "group",
            ],
            [
                "PARTICIPANT_NAME",
                "Participant  E-mail",
                "Role(s)",
                " Rater ",
                "Rater e-mail",
                "Groups",
            ],
            [
                "Participant’s name",
                "Participant's email address",
                "Role",
                "Rater\u00a0name",
                "Email of rater",
                "Rater group",
            ],
        ],
    )
    def test_may_be_written_in_many_ways(self, header: list[str]) -> None:
        assert len(read(MANAGER, header=header).rows) == 1

    def test_may_stand_in_any_order_with_columns_that_are_not_used(self) -> None:
        sheet = read(["IT", *reversed(MANAGER)], header=["Payroll", *reversed(HEADER)])
        assert sheet.rows[0].rater_email == "bob@example.gov.uk"
        assert sheet.notes == ("Columns that were not used: Payroll.",)

    def test_that_lacks_columns_names_them(self) -> None:
        said = refusal(as_csv([HEADER[:4], MANAGER[:4]]))
        assert said == "Row 1 names the columns, but these are missing: rater email, group."

    def test_that_names_a_column_twice_is_refused(self) -> None:
        said = refusal(as_csv([[*HEADER, "Rater e-mail"], [*MANAGER, ""]]))
        assert "rater email" in said
        assert "E and G" in said

    def test_alone_is_refused(self) -> None:
        assert "nobody" in refusal(as_csv([HEADER]))


class TestARow:
    def test_is_cleaned_of_spaces_that_nobody_sees(self) -> None:
        row = read([f"\u00a0{each} \u200b " for each in MANAGER]).rows[0]
        assert (row.participant_name, row.rater_email, row.group) == (
            "Carol",
            "bob@example.gov.uk",
            "manager",
        )

    def test_has_its_addresses_in_lower_case(self) -> None:
        row = read([*MANAGER[:4], "mailto:BOB@Example.gov.uk", "manager"]).rows[0]
        assert row.rater_email == "bob@example.gov.uk"

    @pytest.mark.parametrize(
        "email",
        ["'bob.o'neill@example.gov.uk", "bob.o’neill@example.gov.uk", "bob.o`neill@example.gov.uk"],
    )
    def test_has_no_apostrophe_of_a_spreadsheet_or_of_a_word_processor(self, email: str) -> None:
        row = read([*MANAGER[:4], email, "manager"]).rows[0]
        assert row.rater_email == "bob.o'neill@example.gov.uk"

    @pytest.mark.parametrize("column", [0, 1, 3, 4, 5])
    def test_that_lacks_a_cell_is_named(self, column: int) -> None:
        cells = ["" if place == column else cell for place, cell in enumerate(MANAGER)]
        assert problems(PEER, cells) == [(3, HEADER[column].lower().replace(" ", "_"))]

    def test_may_name_a_participant_alone(self) -> None:
        row = read([*CAROL, "", "", ""]).rows[0]
        assert (row.participant_name, row.rater_email) == ("Carol", "")

    def test_of_self_need_not_say_who_twice(self) -> None:
        row = read([*CAROL, "", "", "self"]).rows[0]
        assert (row.rater_name, row.rater_email) == ("Carol", "carol@example.gov.uk")

    @pytest.mark.parametrize(
        "email", ["bob", "bob@", "bob@example", "Bob <bob@example.com>", "a b@c.uk"]
    )
    def test_with_a_bad_email_is_named(self, email: str) -> None:
        problem = only_problem([*MANAGER[:4], email, "manager"])
        assert (problem.row, problem.column) == (2, "rater_email")
        assert email.lower() in problem.message

    def test_with_an_email_for_a_name_is_named(self) -> None:
        assert problems([*CAROL, "bob@example.gov.uk", "bob@example.gov.uk", "peer"]) == [
            (2, "rater_name")
        ]

    @pytest.mark.parametrize("start", ["=", "+", "-", "@"])
    def test_that_a_spreadsheet_would_run_is_named(self, start: str) -> None:
        problem = only_problem([f"{start}HYPERLINK(1)", *MANAGER[1:]])
        assert (problem.column, "formula" in problem.message) == ("participant_name", True)

    def test_with_a_very_long_cell_is_named_without_repeating_it(self) -> None:
        problem = only_problem(["x" * 5000, *MANAGER[1:]])
        assert "5000 characters" in problem.message
        assert len(problem.message) < 300

    def test_with_several_problems_names_them_all(self) -> None:
        assert problems(["", "carol", "janitor", "Bob", "bob@", "boss of all"]) == [
            (2, "participant_name"),
            (2, "participant_email"),
            (2, "roles"),
            (2, "rater_email"),
            (2, "group"),
        ]


class TestGroupsAndRoles:
    @pytest.mark.parametrize(
        ("text", "group"),
        [
            ("Self", "self"),
            ("Line manager", "manager"),
            ("PEERS", "peer"),
            ("Direct report(s)", "report"),
            ("direct-report", "report"),
            ("Partner outside ICT", "partner"),
        ],
    )
    def test_a_group_may_be_written_in_many_ways(self, text: str, group: str) -> None:
        email = "carol@example.gov.uk" if group == "self" else "bob@example.gov.uk"
        name = "Carol" if group == "self" else "Bob"
        assert read([*CAROL, name, email, text]).rows[0].group == group

    def test_every_group_of_the_product_can_be_written(self) -> None:
        assert set(GROUPS.values()) == set(RaterGroup.values)

    def test_an_unknown_group_is_named(self) -> None:
        problem = only_problem([*MANAGER[:5], "friend"])
        assert (problem.column, "friend" in problem.message) == ("group", True)

    @pytest.mark.parametrize(
        "text",
        ["e-champion, head of ICT", "Head of ICT; E-Champion", "echampion and HEAD-OF-ICT", "both"],
    )
    def test_roles_may_be_written_in_many_ways(self, text: str) -> None:
        row = read([*CAROL[:2], text, *MANAGER[3:]]).rows[0]
        assert row.roles == ("e-champion", "head-of-ict")

    def test_a_role_whose_name_holds_an_and_is_one_role(self) -> None:
        names = RoleNames([("lead", "Head of digital and data"), ("cio", "CIO")])
        assert names.find("CIO, Head of digital and data") == (("lead", "cio"), [])
        assert names.find("Head of digital and data") == (("lead",), [])

    def test_an_unknown_role_is_named_with_those_that_are_known(self) -> None:
        problem = only_problem([*CAROL[:2], "head of ICT and janitor", *MANAGER[3:]])
        assert (problem.row, problem.column) == (2, "roles")
        assert "“janitor”" in problem.message
        assert "e-champion, head of ICT" in problem.message

    def test_roles_need_to_be_written_once_for_a_participant(self) -> None:
        assert problems(MANAGER, [*CAROL[:2], "", *PEER[3:]]) == []

    def test_a_participant_without_roles_is_named_once(self) -> None:
        bare = [*CAROL[:2], ""]
        assert problems([*bare, *MANAGER[3:]], [*bare, *PEER[3:]]) == [(2, "roles")]

    def test_roles_that_differ_are_named(self) -> None:
        assert problems(MANAGER, [*CAROL[:2], "both", *PEER[3:]]) == [(3, "roles")]


class TestRowsTogether:
    def test_the_same_pair_twice_is_named(self) -> None:
        problem = only_problem(MANAGER, PEER, MANAGER)
        assert (problem.row, problem.column) == (4, "rater_email")
        assert "row 2" in problem.message

    def test_the_same_rater_in_two_groups_is_named(self) -> None:
        problem = only_problem(MANAGER, [*MANAGER[:5], "peer"])
        assert (problem.row, problem.column) == (3, "group")

    def test_a_participant_who_is_their_own_peer_is_named(self) -> None:
        problem = only_problem([*CAROL, "Carol", "CAROL@example.gov.uk", "peer"])
        assert (problem.column, "themself" in problem.message) == ("group", True)

    def test_a_self_that_is_somebody_else_is_named(self) -> None:
        assert problems([*MANAGER[:5], "self"]) == [(2, "rater_email")]

    def test_two_names_for_one_email_are_named(self) -> None:
        other = ["Gina", "gina@example.gov.uk", "both", "Robert", "bob@example.gov.uk", "peer"]
        problem = only_problem(MANAGER, other)
        assert problem.column == "rater_name"
        assert "“Robert” here but “Bob” in row 2" in problem.message

    def test_a_name_in_another_case_is_the_same_name(self) -> None:
        assert problems(MANAGER, ["CAROL", *PEER[1:]]) == []

    def test_one_rater_under_two_addresses_is_no_problem_of_the_file(self) -> None:
        assert problems(PEER, [*CAROL, "Frank", "frank@example.org", "peer"]) == []


def test_reading_twice_gives_the_same() -> None:
    content = as_csv([HEADER, MANAGER, PEER])
    assert read_people(content, ROLES) == read_people(content, ROLES)


LANGUAGES = [*HEADER, "Participant language", "Rater language"]


class TestALanguage:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("English", "en-gb"),
            ("en", "en-gb"),
            ("EN-GB", "en-gb"),
            ("Saesneg", "en-gb"),
            ("welsh", "cy"),
            ("CYMRAEG", "cy"),
            ("Cy", "cy"),
            ("", ""),
        ],
    )
    def test_is_found_by_its_code_and_its_names(self, text: str, code: str) -> None:
        (row,) = read([*MANAGER, "", text], header=LANGUAGES).rows
        assert (row.participant_language, row.rater_language) == ("", code)
        (row,) = read([*MANAGER, text, ""], header=LANGUAGES).rows
        assert (row.participant_language, row.rater_language) == (code, "")

    def test_may_be_left_out_with_its_column(self) -> None:
        sheet = read([*MANAGER, "Welsh"], header=[*HEADER, "Language of rater"])
        assert (sheet.rows[0].participant_language, sheet.rows[0].rater_language) == ("", "cy")
        assert read(MANAGER).rows[0].rater_language == ""

    def test_that_the_service_lacks_is_named_with_those_it_has(self) -> None:
        sheet = read([*MANAGER, "Cornish", "Irish"], header=LANGUAGES)
        places = [(each.row, str(each.column)) for each in sheet.problems]
        assert places == [(2, "participant_language"), (2, "rater_language")]
        assert sheet.problems[0].message == (
            "“Cornish” is not a language of this service. It has: English, Welsh, Cymraeg."
        )
        assert [sheet.letters[each.column] for each in sheet.problems] == ["G", "H"]

    def test_of_one_person_is_the_same_in_all_rows(self) -> None:
        again = ["Bob", "bob@example.gov.uk", "e-champion", *PEER[3:]]
        sheet = read([*MANAGER, "", "Welsh"], [*again, "English", ""], header=LANGUAGES)
        assert [str(each.column) for each in sheet.problems] == ["participant_language"]
        assert sheet.problems[0].message == (
            "bob@example.gov.uk reads English here but Welsh in row 2."
        )
        assert read([*MANAGER, "", "Welsh"], [*again, "", ""], header=LANGUAGES).problems == ()

    def test_asks_for_the_rater_whose_it_is(self) -> None:
        sheet = read([*CAROL, "", "", "", "", "Welsh"], header=LANGUAGES)
        assert "rater_name" in [str(each.column) for each in sheet.problems]

    def test_that_is_not_named_is_no_reason_to_refuse_a_file(self) -> None:
        said = refusal(as_csv([["Participant language"], ["Welsh"]]))
        assert said.endswith(": " + ", ".join(name.lower() for name in HEADER) + ".")


WITH_UNIT = [*HEADER, "Unit"]


class TestAUnit:
    @pytest.mark.parametrize(
        "name",
        [
            *("Unit", "UNITS", "Participant’s unit", "Service", "Service area", "Department"),
            *("Directorate", "Uned", "Gwasanaeth", "Adran", "Cyfarwyddiaeth"),
        ],
    )
    def test_has_a_column_of_many_names(self, name: str) -> None:
        (row,) = read([*MANAGER, "Housing"], header=[*HEADER, name]).rows
        assert row.unit == "Housing"

    def test_may_be_left_out_with_its_column(self) -> None:
        assert read(MANAGER).rows[0].unit == ""
        assert read([*MANAGER, ""], header=WITH_UNIT).rows[0].unit == ""

    def test_is_cleaned_of_what_cannot_be_seen(self) -> None:
        (row,) = read([*MANAGER, " Cynllunio  a\u200b Thai\u00a0"], header=WITH_UNIT).rows
        assert row.unit == "Cynllunio a Thai"

    def test_has_as_many_characters_as_there_is_room_for(self) -> None:
        assert read([*MANAGER, "ŵ" * 120], header=WITH_UNIT).problems == ()
        (problem,) = read([*MANAGER, "ŵ" * 121], header=WITH_UNIT).problems
        assert (problem.row, str(problem.column)) == (2, "unit")
        assert "has 121 characters; at most 120 fit" in problem.message

    @pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+44", "@SUM(1)", "-Housing"])
    def test_is_no_formula(self, text: str) -> None:
        (problem,) = read([*MANAGER, text], header=WITH_UNIT).problems
        assert (str(problem.column), "a formula" in problem.message) == ("unit", True)

    def test_is_the_same_in_all_rows_of_a_participant_that_say_it(self) -> None:
        assert read([*MANAGER, "Housing"], [*PEER, ""], header=WITH_UNIT).problems == ()
        (problem,) = read([*MANAGER, "Housing"], [*PEER, "Parks"], header=WITH_UNIT).problems
        assert (problem.row, str(problem.column)) == (3, "unit")
        assert problem.message == "Carol works in “Parks” here but in “Housing” in row 2."

    def test_is_the_participants_and_never_the_raters(self) -> None:
        other = ["Bob", "bob@example.gov.uk", "e-champion", *PEER[3:], "Parks"]
        assert read([*MANAGER, "Housing"], other, header=WITH_UNIT).problems == ()

    def test_of_two_columns_is_asked_about_by_their_own_names(self) -> None:
        said = refusal(as_csv([[*HEADER, "Service", "Directorate"], [*MANAGER, "Homes", "Place"]]))
        assert said == (
            "“Service” in G and “Directorate” in H both mean the column “unit”. "
            "Keep one of them, or rename the other."
        )
        twice = refusal(as_csv([[*HEADER, "Unit", "unit"], [*MANAGER, "Homes", "Place"]]))
        assert twice == "The column “unit” is there twice, in G and H."


class TestAReaderOfWelsh:
    def test_may_write_what_the_page_calls_columns_groups_and_languages(self) -> None:
        with translation.override("cy"):
            header = [str(column.label) for column in Column]
            groups = [str(group.label) for group in RaterGroup if group != RaterGroup.SELF]
        assert header[0] == "enw'r cyfranogwr"
        rows = [
            [*CAROL, f"Nia {n}", f"nia.{n}@example.com", each, "Saesneg", "Cymraeg"]
            for n, each in enumerate(groups)
        ]
        sheet = read(*rows, header=header)
        assert sheet.problems == ()
        assert [row.group for row in sheet.rows] == [
            each.value for each in RaterGroup if each != RaterGroup.SELF
        ]
