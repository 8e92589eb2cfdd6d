"""The rounds of a council, and how far a round has come. Counted by the database, never stored."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from assessment import separation
from assessment.frameworks.questionnaire import groups_asked
from assessment.models import (
    Council,
    Deletion,
    Framework,
    Participant,
    Person,
    Rater,
    RaterGroup,
    Report,
    Response,
    Result,
    Round,
    User,
)
from assessment.name_order import ByName
from assessment.rounds.advice import MOST_REQUESTS
from assessment.rounds.selectors import same_person
from assessment.rounds.selectors.forecast import (
    NOBODY,
    Forecast,
    RaterTally,
    Standing,
    add_up,
    forecast,
)
from assessment.rounds.selectors.translations import untranslated_texts
from assessment.scoring.values import Measure
from assessment.search import plain
from assessment.separation import Viewer

# Count("*") keeps to the covering index where Count("id") would leave it.
TALLY = {
    "asked": Count("*"),
    "answered": Count("response__submitted_on"),
    "declined": Count("declined_on", filter=Q(response__submitted_on__isnull=True)),
}


@dataclass(frozen=True)
class RoundLine:
    """A round in HR's list."""

    round: Round
    participants: int
    tally: RaterTally


def list_rounds(council: Council, viewer: Viewer = None) -> list[RoundLine]:
    """The council's rounds, the latest opening date first; tallies without the viewer's own."""
    every = Rater.objects.filter(participant__round__council=council)
    raters = separation.of_others(every, viewer, "participant__")
    tallies = {
        round_id: RaterTally(*counts)
        for round_id, *counts in raters.values_list("participant__round").annotate(**TALLY)
    }
    rounds = (
        Round.objects.of(council)
        .run_by_hr()
        .select_related("framework")
        .annotate(size=Count("participants"))
        .order_by("-opens_on", "name")
    )
    return [RoundLine(each, each.size, tallies.get(each.pk, NOBODY)) for each in rounds]


def usable_frameworks(council: Council) -> list[Framework]:
    """What a new round of this council may assess with."""
    return list(Framework.objects.usable_by(council).published().order_by("name", "-version"))


def links_are_cut(round: Round) -> bool:
    """Whether retention has deleted the answers of a released round, and with them who answered.

    A round in which nobody answered has none either. Its reports say so, or that fewer than the
    minimum did: then the deletion log says whether there was anything to delete.
    """
    answers = Response.objects.filter(participant__round=round)
    if not round.is_released or answers.exists():
        return False
    reports = Report.objects.filter(participant__round=round)
    report = reports.first()
    if report is None:
        return True
    counts = Result.objects.filter(report__in=reports, measure=Measure.COMPLETED)
    if counts.filter(value__gt=0).exists():
        return True
    return counts.exclude(withheld="").exists() and _was_cut_since(report)


def _was_cut_since(report: Report) -> bool:
    deleted = Deletion.objects.filter(council=report.council_id, kind=Deletion.Kind.RATINGS)
    return deleted.filter(older_than__gte=report.released_on).exists()


@dataclass(frozen=True)
class RoundProgress:
    """A round as HR watches it; `groups` are names with what came of their raters."""

    standings: list[Standing]
    groups: list[tuple[str, RaterTally]]
    total: RaterTally
    forecast: Forecast


def get_progress(round: Round, viewer: Viewer = None) -> RoundProgress:
    """How far every participant but the viewer and every group has come, in four queries."""
    standings = list_standings(round, viewer)
    groups = _sum_groups(standings)
    final = round.is_closed or round.is_released
    return RoundProgress(
        standings,
        groups,
        add_up(tally for _group, tally in groups),
        forecast(
            standings=standings,
            busy_raters=[] if final else list_busy_raters(round),
            minimum=round.min_group_size,
            alike=[] if final else same_person.in_round(round),
            final=final,
            fixed=not round.is_draft,
            asked=groups_asked(round.framework),
        ),
    )


def list_standings(round: Round, viewer: Viewer = None) -> list[Standing]:
    """Every participant of the round but the viewer, by name, with the tally of each group."""
    others = separation.of_others(Participant.objects.filter(round=round), viewer)
    participants = others.annotate(**_GROUP_TALLIES)
    rows = participants.order_by(ByName("person__name"), "person__email").values_list(
        "id", "person__name", "person__email", "person__unit", *_GROUP_TALLIES
    )
    return [
        Standing(id, name, email, _cut_groups(counts), unit)
        for id, name, email, unit, *counts in rows
    ]


def _group_tallies() -> dict[str, Count]:
    """Three counts for each group: one row a participant costs far less than one a group."""
    found = {}
    for group in RaterGroup.values:
        mine = Q(raters__group=group)
        still = mine & Q(raters__response__submitted_on__isnull=True)
        found[f"{group}_asked"] = Count("raters__group", filter=mine)
        found[f"{group}_answered"] = Count("raters__response__submitted_on", filter=mine)
        found[f"{group}_declined"] = Count("raters__declined_on", filter=still)
    return found


_GROUP_TALLIES = _group_tallies()
_GROUP_PLACES = [(place * 3, group) for place, group in enumerate(RaterGroup.values)]


def _cut_groups(counts: Sequence[int]) -> dict[str, RaterTally]:
    """The counts of a row by group, without the groups that nobody is in."""
    return {
        group: RaterTally(*counts[place : place + 3])
        for place, group in _GROUP_PLACES
        if counts[place]
    }


def _sum_groups(standings: Iterable[Standing]) -> list[tuple[str, RaterTally]]:
    standings = list(standings)
    sums = {
        group: add_up(each.groups[group] for each in standings if group in each.groups)
        for group in RaterGroup.values
    }
    return [(str(RaterGroup(group).label), sums[group]) for group in sums if sums[group].asked]


def group_labels() -> list[str]:
    """The names of the groups, in the order of Standing.columns."""
    return [str(group.label) for group in RaterGroup]


def list_busy_raters(round: Round) -> list[str]:
    """Names of those who are asked for more ratings than one person does with care."""
    people = Person.objects.filter(ratings_asked__participant__round=round)
    busy = people.annotate(requests=Count("*")).filter(requests__gt=MOST_REQUESTS)
    return list(busy.order_by(ByName("name")).values_list("name", flat=True))


@dataclass(frozen=True)
class Opening:
    """What opening a round would do, and what stands in its way."""

    blockers: list[str]
    participants: int
    people: int
    forecast: Forecast
    nobody_can_close: bool

    @property
    def is_possible(self) -> bool:
        return not self.blockers


def get_opening(round: Round, *, on: datetime.date, viewer: Viewer = None) -> Opening:
    """What would happen if the draft round opened on a day.

    `people` counts everybody who gets an email: participants and raters, each once. The forecast
    leaves the viewer out.
    """
    standings = list_standings(round, viewer)
    return Opening(
        opening_blockers(round, on=on),
        round.participants.count(),
        count_people(round),
        forecast(
            standings=standings,
            busy_raters=list_busy_raters(round),
            minimum=round.min_group_size,
            alike=same_person.in_round(round),
            fixed=not round.is_draft,
            asked=groups_asked(round.framework),
        ),
        nobody_can_close=not separation.hr_outside(round),
    )


def get_own_part(round: Round, viewer: User) -> Participant | None:
    """The viewer among the participants of the round, or None."""
    return separation.own_participants(viewer).filter(round=round).select_related("person").first()


def has_own_part(viewer: User) -> bool:
    """Whether the viewer is assessed in any round, so that lists and counts leave something out."""
    return separation.own_participants(viewer).exists()


def count_people(round: Round) -> int:
    """Participants and raters, each person once."""
    return Person.objects.filter(ratings_asked__participant__round=round).distinct().count()


def opening_blockers(round: Round, *, on: datetime.date) -> list[str]:
    """Sentences for everything that must be mended before the round can open."""
    participants = Participant.objects.filter(round=round)
    blockers = []
    if not participants.exists():
        blockers.append(_("Nobody is assessed yet. Import people first."))
    if participants.filter(roles__isnull=True).exists():
        blockers.append(_("Some participants have no role. Give them one."))
    if round.closes_on < on:
        blockers.append(_("The closing date has passed. Choose a later one."))
    if round.framework.state != Framework.State.PUBLISHED:
        blockers.append(_("The framework has been retired. Choose another one."))
    if not round.facts.run_by_hr:  # who starts a check-in can change neither texts nor languages
        return blockers
    return [*blockers, *untranslated_texts(round)]


@dataclass(frozen=True)
class Closing:
    """What closing a round would end."""

    participants: int
    total: RaterTally
    short_groups: list[str]
    unanswered: list[str]


def get_closing(round: Round) -> Closing:
    """Who would go without: participants with short groups, and those nobody answered about."""
    standings = list_standings(round)
    minimum = round.min_group_size
    return Closing(
        len(standings),
        add_up(each.total for each in standings),
        [each.name for each in standings if each.short_groups(minimum, final=True)],
        [each.name for each in standings if not each.total.answered],
    )


class RoundFilter(StrEnum):
    """The choices of the round page."""

    ALL = "all"
    WAITING = "waiting"
    COMPLETE = "complete"
    SELF = "self"
    SHORT = "short"
    MANAGER = "manager"
    PEERS = "peers"


class Sort(StrEnum):
    NAME = "name"
    LEAST = "least"
    MOST = "most"


def filter_standings(
    round: Round,
    standings: Iterable[Standing],
    *,
    search: str = "",
    show: RoundFilter = RoundFilter.ALL,
    sort: Sort = Sort.NAME,
) -> list[Standing]:
    """The participants that HR asked to see; `least` and `most` are the shares answered."""
    wanted = plain(search)
    fits = _conditions(round)[show]
    found = [
        each
        for each in standings
        if fits(each) and any(wanted in plain(said) for said in (each.name, each.email, each.unit))
    ]
    if sort is not Sort.NAME:
        found.sort(key=lambda each: _share(each.total), reverse=sort is Sort.MOST)
    return found


def _conditions(round: Round) -> dict[RoundFilter, Callable[[Standing], bool]]:
    final = round.is_closed or round.is_released
    minimum = round.min_group_size
    return {
        RoundFilter.ALL: lambda each: True,
        RoundFilter.WAITING: lambda each: each.total.waiting > 0,
        RoundFilter.COMPLETE: lambda each: each.total.waiting == 0,
        RoundFilter.SELF: lambda each: each.group(RaterGroup.SELF).waiting > 0,
        RoundFilter.SHORT: lambda each: bool(each.short_groups(minimum, final=final)),
        RoundFilter.MANAGER: lambda each: each.has_no_manager,
        RoundFilter.PEERS: lambda each: each.has_few_peers,
    }


def _share(tally: RaterTally) -> Fraction:
    return Fraction(tally.answered, tally.asked or 1)
