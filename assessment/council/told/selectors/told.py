"""What may be told of a council outside HR, and who has agreed to it."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from assessment.frameworks.specs import framework_spec, targets_of
from assessment.models import (
    Consent,
    Council,
    CouncilFigure,
    CouncilLetter,
    Participant,
    Report,
    Round,
)
from assessment.release.selectors.figure_rows import figure_of
from assessment.release.selectors.results import (
    FrameworkTexts,
    figures_of,
    framework_texts,
)
from assessment.scoring.audiences import COUNCIL_PARTICIPANTS, COUNCIL_RATERS
from assessment.scoring.conditions import (
    ConditionSaid,
    agreed_conditions,
    counted_conditions,
    needs_consent,
)
from assessment.scoring.council_holders import RoleHolder
from assessment.scoring.council_parts import council_picture
from assessment.scoring.values import Figure, RoleSpec


@dataclass(frozen=True, slots=True)
class CouncilTold:
    """A round as it is told to the sponsor.

    `few` says that consents decide. `letter_on` is the day on which HR made the letter, from which
    `conditions` of few are there; `figures` are there of five participants and more, withheld ones
    too. Keys are those of `framework`.
    """

    round: Round
    framework: FrameworkTexts
    few: bool
    letter_on: datetime.date | None
    conditions: tuple[ConditionSaid, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ConsentCount:
    """How many of those who were asked have agreed; never who."""

    given: int
    asked: int


def council_told_of(round: Round, language: str) -> CouncilTold:
    """What the sponsor reads of a released round, in a constant number of queries."""
    letter = CouncilLetter.objects.filter(round=round).first()
    few = asks_for_consent(round)
    figures = () if few else told_figures(round)
    return CouncilTold(
        round,
        framework_texts(round.framework, language),
        few,
        timezone.localdate(letter.made_at) if letter else None,
        () if few and letter is None else conditions_of(round),
        figures,
    )


def conditions_of(round: Round) -> tuple[ConditionSaid, ...]:
    """What the letter of a released round says, or would say if it were made now."""
    held = _held(round)
    if not Report.objects.filter(participant__round=round).exists():
        return ()  # their time is over, and with them that of everything made of them
    spec, targets = framework_spec(round.framework), targets_of(round.framework)
    roles = list(round.framework.roles.order_by("position", "key").values_list("pk", flat=True))
    keys = [str(role) for role in roles]
    if not needs_consent(len(held)):
        return counted_conditions(spec, keys, list(held.values()), told_figures(round))
    asked = [RoleSpec(key, targets.get(key, {})) for key in keys]
    reports = dict(Report.objects.filter(participant__round=round).values_list("participant", "pk"))
    figures = figures_of(reports.values())
    holders = [
        RoleHolder(str(key), roles, figures.get(reports[key], ()) if key in reports else ())
        for key, roles in held.items()
    ]
    picture = council_picture(spec, asked, holders, k=round.min_group_size, slugs={})
    agreed = Consent.objects.filter(participant__round=round).values_list("participant", flat=True)
    return agreed_conditions(picture, frozenset(map(str, agreed)))


def _held(round: Round) -> dict[uuid.UUID, tuple[str, ...]]:
    """The roles of each participant, in the order of the framework; nobody's place says whose."""
    everybody = Participant.objects.filter(round=round).order_by("pk")
    roles: dict[uuid.UUID, list[str]] = {key: [] for key in everybody.values_list("pk", flat=True)}
    rows = everybody.filter(roles__isnull=False).order_by("roles__position", "roles__key")
    for key, role in rows.values_list("pk", "roles"):
        roles[key].append(str(role))
    return {key: tuple(found) for key, found in roles.items()}


def told_figures(round: Round) -> tuple[Figure, ...]:
    """The figures of the council that a release let out, in their order."""
    rows = CouncilFigure.objects.filter(round=round).order_by("position")
    columns = ("measure", "dimension", "role", "value", "n", "bound", "withheld")
    return tuple(
        figure_of(measure, dimension, None, "", role, None, value, n, bound, "", "", withheld)
        for measure, dimension, role, value, n, bound, withheld in rows.values_list(*columns)
    )


def asks_for_consent(round: Round) -> bool:
    """Whether each participant of the round must agree before anything is said of its roles."""
    return needs_consent(round.participants.count())


def consents_of(round: Round) -> ConsentCount:
    """How many of the participants have agreed."""
    given = Consent.objects.filter(participant__round=round).count()
    return ConsentCount(given, round.participants.count())


def told_limits() -> dict[str, int]:
    """How many participants and raters a figure of a council needs, for sentences."""
    return {"participants": COUNCIL_PARTICIPANTS, "raters": COUNCIL_RATERS}


def told_rounds(council: Council) -> list[Round]:
    """The released rounds of a council, the latest first; a check-in is its participant's alone."""
    released = Round.objects.of(council).run_by_hr().filter(state=Round.State.RELEASED)
    return list(released.order_by("-released_at", "name"))


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """What a participant has said about their report's round, and whether they still may."""

    report: Report
    given_on: datetime.date | None
    letter_on: datetime.date | None


def own_consents(reports: Iterable[Report]) -> dict[Report, OwnConsent]:
    """Of reports about one person, those whose rounds ask for consent; in three queries."""
    listed = list(reports)
    rounds = [each.participant.round_id for each in listed]
    people: dict[uuid.UUID, int] = defaultdict(int)
    for round in Participant.objects.filter(round__in=rounds).values_list("round", flat=True):
        people[round] += 1
    made = dict(CouncilLetter.objects.filter(round__in=rounds).values_list("round", "made_at"))
    own = [each.participant_id for each in listed]
    given = dict(Consent.objects.filter(participant__in=own).values_list("participant", "given_on"))
    return {
        each: OwnConsent(
            each,
            given.get(each.participant_id),
            timezone.localdate(made[each.participant.round_id])
            if each.participant.round_id in made
            else None,
        )
        for each in listed
        if needs_consent(people[each.participant.round_id])
    }
