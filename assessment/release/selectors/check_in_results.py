"""What check-ins came to, in words and printed figures: for the participant alone."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.languages import TaggedText
from assessment.models import Goal, Indicator, Report
from assessment.rater_groups import name_of
from assessment.release.selectors.figure_rows import figures_of_check_ins
from assessment.scoring.aggregate import one_decimal
from assessment.scoring.check_ins import Direction
from assessment.scoring.reasons import brief, explain
from assessment.scoring.values import Bound, Figure, Group, Measure

DIRECTIONS = {
    Direction.LESS: gettext_lazy("less than at the time of the report"),
    Direction.UNCLEAR: gettext_lazy("no clear change"),
    Direction.MORE: gettext_lazy("more than at the time of the report"),
}


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """What one group sees of one skill; a withheld one has a `reason` in place of figures."""

    group: str
    value: str
    word: str
    n: int | None
    reason: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CheckInSkill:
    """`goals` are what the participant meant to do about it after the report."""

    name: TaggedText
    lines: tuple[CheckInLine, ...]
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckInComment:
    """`group` is empty for the anonymous groups, whose comments come together."""

    group: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckInResult:
    """A check-in that was released; `follows` is the name of the round it came after."""

    key: str
    follows: str
    asked_on: datetime.date
    ended_on: datetime.date
    minimum: int
    skills: tuple[CheckInSkill, ...]
    comments: tuple[CheckInComment, ...]
    comments_withheld: str
    together: str
    """The groups that are put together, in words; empty where none is."""


def check_in_result(report: Report, language: str) -> CheckInResult:
    """The result of one check-in, from released rows alone; two queries."""
    return read_check_ins(Report.check_ins.filter(pk=report.pk), language)[0]


def check_ins_after(report: Report, language: str) -> list[CheckInResult]:
    """The released check-ins about a report, the first one first."""
    this = report.participant
    found = Report.check_ins.filter(
        participant__person=this.person_id, participant__round__follows=this.round_id
    )
    return read_check_ins(found, language)


def check_ins_since(report: Report, language: str) -> tuple[CheckInResult, ...]:
    """What the participant of a report found out between the report before it and this one."""
    this = report.participant
    found = Report.check_ins.filter(
        council=report.council_id,
        participant__person=this.person_id,
        participant__round__released_at__lte=this.round.released_at,
    )
    before = Report.objects.filter(
        council=report.council_id,
        participant__person=this.person_id,
        participant__round__released_at__lt=this.round.released_at,
    ).order_by("-participant__round__released_at")
    last = before.values_list("participant__round", flat=True).first()
    return tuple(read_check_ins(found.filter(participant__round__follows=last), language))


def read_check_ins(reports: QuerySet[Report], language: str) -> list[CheckInResult]:
    """Released check-ins in the order of their days, with the participant's goals; four queries."""
    related = reports.select_related("participant__round__follows")
    listed = list(related.order_by("participant__round__opens_on", "pk"))
    figures = figures_of_check_ins(each.pk for each in listed)
    statements = _statements(each for found in figures.values() for each in found)
    goals = _goals(listed)
    return [
        _result(each, figures.get(each.pk, ()), statements, goals[_place(each)], language)
        for each in listed
    ]


def _statements(figures: Iterable[Figure]) -> dict[str, Indicator]:
    keys = {uuid.UUID(each.indicator) for each in figures if each.indicator}
    return {str(each.pk): each for each in Indicator.objects.filter(pk__in=keys)}


_Place = tuple[uuid.UUID, uuid.UUID | None]


def _place(report: Report) -> _Place:
    """Whose goals belong beside it: those of the report that it came after."""
    return report.participant.person_id, report.participant.round.follows_id


def _goals(reports: Sequence[Report]) -> dict[_Place, list[tuple[str, str]]]:
    """The key of the skill and the text of each goal, by whose it is."""
    found: dict[_Place, list[tuple[str, str]]] = defaultdict(list)
    goals = Goal.objects.filter(
        report__participant__person__in={_place(each)[0] for each in reports},
        report__participant__round__in={_place(each)[1] for each in reports},
    )
    path = "report__participant__"
    rows = goals.order_by("position").values_list(
        f"{path}person", f"{path}round", "skill__key", "text"
    )
    for person, round, skill, text in rows:
        found[person, round].append((skill or "", text))
    return found


def _name(statement: Indicator, language: str) -> TaggedText:
    whole = TaggedText.of(statement, "text", language)
    name = TaggedText(whole.partition(": ")[0])
    name.language = whole.language
    return name


def _result(
    report: Report,
    figures: Sequence[Figure],
    statements: Mapping[str, Indicator],
    goals: Sequence[tuple[str, str]],
    language: str,
) -> CheckInResult:
    round, k = report.participant.round, report.min_group_size
    means = [each for each in figures if each.measure is Measure.CHECK_IN]
    written = [each for each in figures if each.measure is Measure.COMMENT]
    withheld = next((each.withheld for each in written if each.withheld), None)
    merged = [each.group for each in figures if each.measure is Measure.MERGED and each.group]
    return CheckInResult(
        key=str(report.pk),
        follows=round.follows.name if round.follows else "",
        asked_on=round.opens_on,
        ended_on=round.ended_on,
        minimum=k,
        skills=tuple(
            CheckInSkill(
                _name(statements[key], language),
                tuple(_line(f, k) for f in means if f.indicator == key),
                tuple(text for skill, text in goals if skill == statements[key].key),
            )
            for key in dict.fromkeys(each.indicator or "" for each in means)
        ),
        comments=tuple(
            CheckInComment(name_of(each.group) if each.group is Group.MANAGER else "", each.text)
            for each in written
            if each.text and each.group
        ),
        comments_withheld=explain(withheld, k=k, say=_) if withheld else "",
        together=", ".join(name_of(group) for group in merged),
    )


def _line(figure: Figure, k: int) -> CheckInLine:
    group = name_of(figure.group) if figure.group else ""
    if figure.withheld or figure.value is None:
        reason = figure.withheld
        short = brief(reason, k=k, say=_) if reason else ""
        return CheckInLine(
            group, "", "", None, short, explain(reason, k=k, say=_) if reason else ""
        )
    word = str(DIRECTIONS[Direction(figure.code)])
    return CheckInLine(group, steps_in_print(figure), word, figure.n)


def steps_in_print(figure: Figure) -> str:
    """“+0.8”, “−1.5 or lower”: a mean in steps as it is printed."""
    if figure.value is None:
        raise LookupError("A withheld figure has no value.")
    tenths = one_decimal(figure.value)
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    number = f"{sign}{abs(tenths)}"
    if figure.bound is Bound.OR_LOWER:
        return _("{number} or lower").format(number=number)
    if figure.bound is Bound.OR_HIGHER:
        return _("{number} or higher").format(number=number)
    return number
