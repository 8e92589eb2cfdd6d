"""What is to be known of each column of the people spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessment.rater_groups import ANY_GROUP
from assessment.spreadsheets.values import Column

LONGEST_NAME = 120
LONGEST_EMAIL = 254
LONGEST_UNIT = 120


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """`aliases` name the column in files, beside its own name; `longest` counts characters.

    `help` says to HR what to write. Before it stands which roles and groups there are. `missing`
    says so of an empty cell; roles may be blank in all rows of a participant but one. A file may
    lack a column that is `optional`.
    """

    aliases: frozenset[str]
    longest: int
    help: Any
    missing: Any = ""
    optional: bool = False


COLUMNS: dict[Column, ColumnFacts] = {
    Column.PARTICIPANT_NAME: ColumnFacts(
        frozenset({"participant", "participants", "name of participant"}),
        LONGEST_NAME,
        _("The person who is assessed."),
        _("Write the participant’s name."),
    ),
    Column.PARTICIPANT_EMAIL: ColumnFacts(
        frozenset({"email of participant", "participants email"}),
        LONGEST_EMAIL,
        _("They sign in with it."),
        _("Write the participant’s email address."),
    ),
    Column.ROLES: ColumnFacts(
        frozenset({"role", "role s", "participant role", "participant roles", "roles held"}),
        2500,
        _("One row of each participant is enough."),
    ),
    Column.RATER_NAME: ColumnFacts(
        frozenset({"rater", "raters", "name of rater"}),
        LONGEST_NAME,
        _("The person who is asked to rate."),
        _("Write the rater’s name."),
    ),
    Column.RATER_EMAIL: ColumnFacts(
        frozenset({"email of rater", "raters email"}),
        LONGEST_EMAIL,
        _("The invitation goes there."),
        _("Write the rater’s email address."),
    ),
    Column.GROUP: ColumnFacts(
        frozenset({"groups", "rater group", "group of rater", "relationship", "rater type"}),
        120,
        _("Everybody assesses themself; you need not list that."),
        format_lazy(_("Write the group: {groups}."), groups=ANY_GROUP),
    ),
    Column.PARTICIPANT_LANGUAGE: ColumnFacts(
        frozenset({"language of participant", "participants language"}),
        40,
        _("The language of their emails, questions and report. You may leave it out."),
        optional=True,
    ),
    Column.RATER_LANGUAGE: ColumnFacts(
        frozenset({"language of rater", "raters language"}),
        40,
        _("The language of the invitation and the questions. You may leave it out."),
        optional=True,
    ),
    Column.UNIT: ColumnFacts(
        frozenset(
            {
                *("units", "participant unit", "participants unit", "unit of participant"),
                *("service", "department", "directorate", "service area", "business unit"),
                *("uned", "gwasanaeth", "adran", "cyfarwyddiaeth", "maes gwasanaeth"),
            }
        ),
        LONGEST_UNIT,
        _("The part of the council where the participant works. You may leave it out."),
        optional=True,
    ),
}

REQUIRED = [column for column, facts in COLUMNS.items() if not facts.optional]

BY_NAME = {alias: column for column, facts in COLUMNS.items() for alias in facts.aliases} | {
    column.value.replace("_", " "): column for column in Column
}


def count() -> str:
    """How many columns there are, as a word."""
    return str(apnumber(len(Column)))
