"""What only shows when rows are compared: the same pair twice, two names for one email."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessment.languages import name_here
from assessment.rater_groups import RaterGroup
from assessment.spreadsheets.values import Column, PersonRow, Problem


def compare_rows(rows: Iterable[PersonRow]) -> list[Problem]:
    """What is wrong between the rows of one file; it stops the import."""
    rows = list(rows)
    return [
        *_conflicting_names(rows),
        *_conflicting_languages(rows),
        *_conflicting_units(rows),
        *_roles(rows),
        *_selves(rows),
        *_repeated_pairs(rows),
    ]


def _conflicting_names(rows: list[PersonRow]) -> list[Problem]:
    first: dict[str, tuple[str, int]] = {}
    problems = []
    for row in rows:
        for email, name, column in (
            (row.participant_email, row.participant_name, Column.PARTICIPANT_NAME),
            (row.rater_email, row.rater_name, Column.RATER_NAME),
        ):
            known, where = first.setdefault(email, (name, row.number))
            if email and known.casefold() != name.casefold():
                message = _("%(email)s is “%(name)s” here but “%(known)s” in row %(row)d.")
                values = {"email": email, "name": name, "known": known, "row": where}
                problems.append(Problem(row.number, column, message % values))
    return problems


def _conflicting_languages(rows: list[PersonRow]) -> list[Problem]:
    first: dict[str, tuple[str, int]] = {}
    problems = []
    for row in rows:
        for email, language, column in row.people():
            if not language:
                continue
            known, where = first.setdefault(email, (language, row.number))
            if known != language:
                message = _("%(email)s reads %(language)s here but %(known)s in row %(row)d.")
                read = {"language": name_here(language), "known": name_here(known)}
                values = {"email": email, "row": where, **read}
                problems.append(Problem(row.number, column, message % values))
    return problems


def _conflicting_units(rows: list[PersonRow]) -> list[Problem]:
    first: dict[str, PersonRow] = {}
    problems = []
    for row in rows:
        if not row.unit:
            continue
        before = first.setdefault(row.participant_email, row)
        if before.unit != row.unit:
            message = _("%(name)s works in “%(unit)s” here but in “%(known)s” in row %(row)d.")
            units = {"unit": row.unit, "known": before.unit}
            values = {"name": row.participant_name, "row": before.number, **units}
            problems.append(Problem(row.number, Column.UNIT, message % values))
    return problems


def _roles(rows: list[PersonRow]) -> list[Problem]:
    """Every participant has roles in one row at least, and the same ones in all that say them."""
    said: dict[str, PersonRow] = {}
    for row in rows:
        if row.roles:
            said.setdefault(row.participant_email, row)
    problems = []
    missing: set[str] = set()
    for row in rows:
        first = said.get(row.participant_email)
        if first is None and row.participant_email not in missing:
            missing.add(row.participant_email)
            problems.append(Problem(row.number, Column.ROLES, _("Write the participant’s roles.")))
        elif first and row.roles and row.roles != first.roles:
            message = _("The roles of %(name)s differ from those in row %(row)d.")
            values = {"name": row.participant_name, "row": first.number}
            problems.append(Problem(row.number, Column.ROLES, message % values))
    return problems


def _selves(rows: list[PersonRow]) -> list[Problem]:
    problems = []
    for row in rows:
        own = row.rater_email == row.participant_email
        if own and row.group != RaterGroup.SELF:
            message = _("%(name)s rates themself here, so the group must be self.")
            values = {"name": row.participant_name}
            problems.append(Problem(row.number, Column.GROUP, message % values))
        elif row.group == RaterGroup.SELF and not own:
            message = _("The group is self, but the rater is not the participant.")
            problems.append(Problem(row.number, Column.RATER_EMAIL, message))
    return problems


def _repeated_pairs(rows: list[PersonRow]) -> list[Problem]:
    first: dict[tuple[str, str], PersonRow] = {}
    problems = []
    for row in rows:
        if not row.rater_email:
            continue
        pair = (row.participant_email, row.rater_email)
        before = first.get(pair)
        if before is None:
            first[pair] = row
            continue
        if before.group == row.group:
            message = _("%(rater)s already rates %(participant)s in row %(row)d.")
            column = Column.RATER_EMAIL
        else:
            message = _("%(rater)s rates %(participant)s in another group in row %(row)d.")
            column = Column.GROUP
        values = {"rater": row.rater_name, "participant": row.participant_name}
        problems.append(Problem(row.number, column, message % {**values, "row": before.number}))
    return problems
