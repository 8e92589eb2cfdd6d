"""A people spreadsheet held against the round that it is meant for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from assessment import separation
from assessment.frameworks.questionnaire import groups_asked
from assessment.languages import name_here
from assessment.models import Council, Participant, Person, Rater, RaterGroup, Round, User
from assessment.models.rounds import StagedImport
from assessment.rater_groups import unasked
from assessment.rounds.advice import MOST_REQUESTS
from assessment.rounds.selectors.forecast import (
    Forecast,
    RaterTally,
    Standing,
    forecast,
)
from assessment.rounds.selectors.said_languages import count_readers, read_languages
from assessment.rounds.selectors.said_units import read_units
from assessment.rounds.selectors.same_person import Alike, like_any
from assessment.rounds.selectors.translations import texts_lacking_for
from assessment.separation import Viewer
from assessment.spreadsheets import Column, PersonRow, Problem
from assessment.spreadsheets.pairs import compare_rows


@dataclass
class Checked:
    """Problems stop the import; warnings are for HR to read first."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the council and the round already hold, by email in lower case."""

    names: dict[str, str]
    taken: set[str]
    pairs: dict[tuple[str, str], str]
    roles: dict[str, set[str]]


def check_rows(
    *, round: Round, rows: Sequence[PersonRow], replace: bool = False, viewer: Viewer = None
) -> Checked:
    """Compare rows with each other, with the council's people and with the round.

    Rows about the viewer are for another HR account.

    With `replace` the round's own people do not count: they would be taken out first.
    """
    known = _known(round, rows, replace=replace)
    asked = groups_asked(round.framework)
    checked = Checked(compare_rows(rows))
    for row in rows:
        checked.problems += _clashes(row, known)
        checked.warnings += _already_there(row, known)
    checked.problems += _unasked(rows, asked)
    checked.problems += _foreign_accounts(rows, known)
    checked.problems += _own_rows(round, rows, viewer)
    checked.warnings += _other_names(rows, known)
    checked.warnings += read_languages(round.council, rows).warnings(rows)
    checked.warnings += read_units(round.council, rows).warnings(rows)
    checked.warnings += _alike(rows, list_alike(round.council, rows))
    if RaterGroup.MANAGER in asked:
        checked.warnings += _without_manager(rows, known)
    checked.problems.sort(key=lambda each: each.row)
    checked.warnings.sort(key=lambda each: each.row)
    return checked


def _known(round: Round, rows: Sequence[PersonRow], *, replace: bool) -> Known:
    return Known(
        names=_names_of(round.council),
        taken=taken_addresses(round.council, {row.participant_email for row in rows}),
        pairs={} if replace else list_pairs(round),
        roles={} if replace else _list_roles(round),
    )


def taken_addresses(council: Council, emails: set[str]) -> set[str]:
    """Addresses whose account cannot become that of a person of this council.

    The account's own council or person is not told to anybody.
    """
    free = Q(council=council, is_active=True, person=None)
    theirs = Q(person__council=council, person__email__iexact=F("email"))
    users = User.objects.filter(email__in=emails).exclude(free | theirs)
    return set(users.values_list(Lower("email"), flat=True))


def list_pairs(round: Round) -> dict[tuple[str, str], str]:
    """The group of every pair of participant and rater in the round, by their emails."""
    raters = Rater.objects.filter(participant__round=round).values_list(
        "participant__person__email", "person__email", "group"
    )
    return {(one.lower(), other.lower()): group for one, other, group in raters}


def _list_roles(round: Round) -> dict[str, set[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    participants = Participant.objects.filter(round=round)
    for email, key in participants.values_list("person__email", "roles__key"):
        held[email.lower()].add(key)
    return held


def _clashes(row: PersonRow, known: Known) -> Iterable[Problem]:
    there = known.pairs.get((row.participant_email, row.rater_email))
    if there and there != row.group:
        message = _("%(rater)s already rates %(participant)s in another group: %(group)s.")
        values = {"rater": row.rater_name, "participant": row.participant_name}
        group = RaterGroup(there).label
        yield Problem(row.number, Column.GROUP, message % {**values, "group": group})
    held = known.roles.get(row.participant_email)
    if held and row.roles and set(row.roles) != held:
        message = _("%(name)s is already in the round with other roles.")
        yield Problem(row.number, Column.ROLES, message % {"name": row.participant_name})


def _unasked(rows: Sequence[PersonRow], asked: Sequence[RaterGroup]) -> Iterable[Problem]:
    """Raters in a group that the framework asks nothing."""
    for row in rows:
        if row.rater_email and row.group not in asked:
            yield Problem(row.number, Column.GROUP, unasked(row.group))


def _already_there(row: PersonRow, known: Known) -> Iterable[Problem]:
    there = known.pairs.get((row.participant_email, row.rater_email))
    if there and there == row.group and there != RaterGroup.SELF:
        message = _("%(rater)s already rates %(participant)s. Nothing changes.")
        values = {"rater": row.rater_name, "participant": row.participant_name}
        yield Problem(row.number, Column.RATER_EMAIL, message % values)


def _foreign_accounts(rows: Sequence[PersonRow], known: Known) -> Iterable[Problem]:
    """A rater needs no account, so only a participant's address can be taken."""
    for row in _first_rows(rows):
        if row.participant_email in known.taken:
            message = _("%(email)s cannot be used here. Use another address of %(name)s.")
            values = {"email": row.participant_email, "name": row.participant_name}
            yield Problem(row.number, Column.PARTICIPANT_EMAIL, message % values)


def _own_rows(round: Round, rows: Sequence[PersonRow], viewer: Viewer) -> Iterable[Problem]:
    column = Column.PARTICIPANT_EMAIL
    for row in rows:
        if separation.names_own(viewer, [row.participant_email]):
            yield Problem(row.number, column, separation.not_yourself())
    joining = [row.participant_email for row in rows]
    if round.is_open and separation.would_leave_nobody(round, joining):
        yield Problem(rows[0].number, column, separation.nobody_left())


def _other_names(rows: Sequence[PersonRow], known: Known) -> Iterable[Problem]:
    said: set[str] = set()
    for row in rows:
        for email, name, column in (
            (row.participant_email, row.participant_name, Column.PARTICIPANT_NAME),
            (row.rater_email, row.rater_name, Column.RATER_NAME),
        ):
            there = known.names.get(email)
            if there is None or email in said or there.casefold() == name.casefold():
                continue
            said.add(email)
            message = _(
                "%(email)s is known as %(there)s, and that name is kept. "
                "Is %(name)s the same person?"
            )
            values = {"email": email, "there": there, "name": name}
            yield Problem(row.number, column, message % values)


def list_alike(council: Council, rows: Iterable[PersonRow]) -> list[Alike]:
    """Everybody in a file who looks like somebody else in it, in the round or in the council."""
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row.participant_email, row.participant_name)
        names.setdefault(row.rater_email, row.rater_name)
    names.pop("", None)
    return like_any(council, names)


def _alike(rows: Sequence[PersonRow], alike: Iterable[Alike]) -> Iterable[Problem]:
    """Each said once, by the row that names the one who comes first."""
    place: dict[str, tuple[int, Column]] = {}
    for row in rows:
        place.setdefault(row.participant_email, (row.number, Column.PARTICIPANT_EMAIL))
        place.setdefault(row.rater_email, (row.number, Column.RATER_EMAIL))
    for each in alike:
        one = place[each.one.email.lower()]
        later = max(one, place.get(each.other.email.lower(), one))
        message = _("%(alike)s Is it one person under another address, or are they two people?")
        yield Problem(*later, message % {"alike": each.sentence})


def _without_manager(rows: Sequence[PersonRow], known: Known) -> Iterable[Problem]:
    managed = {row.participant_email for row in rows if row.group == RaterGroup.MANAGER}
    managed |= {one for (one, _other), group in known.pairs.items() if group == RaterGroup.MANAGER}
    for row in _first_rows(rows):
        if row.participant_email not in managed:
            message = _("%(name)s has no manager in the round.")
            yield Problem(row.number, Column.GROUP, message % {"name": row.participant_name})


def _first_rows(rows: Sequence[PersonRow]) -> list[PersonRow]:
    """The first row of each participant."""
    first: dict[str, PersonRow] = {}
    for row in rows:
        first.setdefault(row.participant_email, row)
    return list(first.values())


@dataclass(frozen=True)
class Preview:
    """What a staged import would make."""

    staged: StagedImport
    rows: list[PersonRow]
    notes: list[str]
    replaced: int
    participants: int
    raters: int
    people: int
    emails: int
    alike: list[Alike]
    languages: list[tuple[str, int]]
    untranslated: list[str]
    warnings: list[Problem]
    forecast: Forecast


def assessed_by_staged(round: Round) -> set[str]:
    """The addresses of those whom the spreadsheet that waits would have assessed."""
    staged = StagedImport.objects.filter(round=round).first()
    return {row["participant_email"] for row in staged.rows["rows"]} if staged else set()


def get_preview(round: Round) -> Preview | None:
    """The spreadsheet that waits for HR's word, or None.

    `replaced` is the number of participants that would be taken out first; `participants`,
    `raters` (self not counted) and `people` are numbers of new ones; `emails` counts those who are
    asked for more than before, each once. `languages` tells how many people of the file will read
    which language, English apart, and `untranslated` which texts are not in it.
    """
    staged = StagedImport.objects.filter(round=round).first()
    if staged is None:
        return None
    rows = [PersonRow.from_json(row) for row in staged.rows["rows"]]
    replace = staged.rows["replace"]
    before = {} if replace else list_pairs(round)
    after = _pairs_after(before, rows)
    known = _names_of(round.council)
    named = {email for row in rows for email, _language, _column in row.people()}
    readers = count_readers(read_languages(round.council, rows), named)
    return Preview(
        staged=staged,
        rows=rows,
        notes=staged.rows["notes"],
        replaced=round.participants.count() if replace else 0,
        participants=len(_selves(after)) - len(_selves(before)),
        raters=len(after) - len(before) - len(_selves(after)) + len(_selves(before)),
        people=len({email for pair in after for email in pair} - known.keys()),
        emails=len({rater for _participant, rater in after.keys() - before.keys()}),
        alike=list_alike(round.council, rows),
        languages=[(name_here(code), count) for code, count in readers.items()],
        untranslated=list(texts_lacking_for(round, readers)),
        warnings=check_rows(round=round, rows=rows, replace=replace).warnings,
        forecast=_forecast(after, rows, round),
    )


def _selves(pairs: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    return [pair for pair, group in pairs.items() if group == RaterGroup.SELF]


def _pairs_after(
    before: dict[tuple[str, str], str], rows: Sequence[PersonRow]
) -> dict[tuple[str, str], str]:
    after: dict[tuple[str, str], str] = dict(before)
    for row in rows:
        after[row.participant_email, row.participant_email] = RaterGroup.SELF
        if row.rater_email:
            after[row.participant_email, row.rater_email] = row.group
    return after


def _forecast(
    pairs: dict[tuple[str, str], str], rows: Sequence[PersonRow], round: Round
) -> Forecast:
    names = _names_of(round.council)
    for row in rows:
        names.setdefault(row.participant_email, row.participant_name)
        names.setdefault(row.rater_email, row.rater_name)
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for (participant, _rater), group in pairs.items():
        groups[participant][group] += 1
    requests = Counter(rater for _participant, rater in pairs)
    return forecast(
        standings=[
            Standing(None, names[email], email, {g: RaterTally(n) for g, n in counts.items()})
            for email, counts in groups.items()
        ],
        busy_raters=[names[email] for email, n in requests.items() if n > MOST_REQUESTS],
        minimum=round.min_group_size,
        asked=groups_asked(round.framework),
    )


def _names_of(council: Council) -> dict[str, str]:
    people = Person.objects.of(council).values_list("email", "name")
    return {email.lower(): name for email, name in people}
