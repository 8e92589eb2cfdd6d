"""Groups of which too few are the same people since the round opened, with advice to withhold."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assessment.models import Action, Participant, Response, Round
from assessment.name_order import name_key
from assessment.rater_groups import RaterGroup
from assessment.release.selectors.rater_changes import changes_of_people
from assessment.rounds.selectors import same_person
from assessment.scoring.disclosure import arrange
from assessment.scoring.values import ANONYMOUS, Group

Pair = tuple[uuid.UUID, uuid.UUID]
"""A participant and a person who answered about them."""


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    """What a report would show together: `groups` alone or several; of `answered` people so many
    were asked there by the same address from the opening on, and nobody looks like two.
    """

    participant: uuid.UUID
    name: str
    groups: tuple[Group, ...]
    answered: int
    unchanged: int

    @property
    def key(self) -> str:
        """As a form sends it."""
        return ":".join([str(self.participant), *self.groups])

    @property
    def group_names(self) -> str:
        return ", ".join(str(RaterGroup(group).label) for group in self.groups)


def changed_groups(round: Round) -> list[ChangedGroup]:
    """Every group that a report would show though fewer than the minimum size are unchanged.

    Changed are those who were added, moved, or joined with another entry since the opening, and
    those whose address was corrected. A new link to an unchanged address changes nobody: it can
    reach no one else. Two who look like one person, and of whom HR has not said that they are
    two, count once. By participant's name; the number of queries does not grow with rows.
    """
    requests, people = _touched(round)
    doubles = [each.pair for each in same_person.in_round(round)]
    names = _names(round)
    found = []
    for participant, answered in _answered(round).items():
        counts = {group: len(theirs) for group, theirs in answered.items()}
        for part in arrange(counts, round.min_group_size).shown:
            theirs = {person for group in part.members for person in answered[group]}
            same = {p for p in theirs if p not in people and (participant, p) not in requests}
            unchanged = _count_once(same, doubles)
            if unchanged < round.min_group_size:
                name = names[participant]
                found.append(ChangedGroup(participant, name, part.members, len(theirs), unchanged))
    return sorted(found, key=lambda each: (name_key(each.name), each.key))


def _touched(round: Round) -> tuple[set[Pair], set[uuid.UUID]]:
    """Requests that were changed, and people who answer by another address than at the opening."""
    requests: set[Pair] = set()
    people: set[uuid.UUID] = set()
    for event, person in changes_of_people(round):
        if event.action in (Action.RATER_ADDED, Action.RATER_MOVED):
            requests.add((uuid.UUID(event.detail["participant"]), person))
        elif event.action == Action.PEOPLE_JOINED or "email" in event.detail.get("changed", ()):
            people.add(person)
    return requests, people


def _count_once(people: set[uuid.UUID], doubles: Collection[same_person.Pair]) -> int:
    left = set(people)
    for pair in doubles:
        if pair <= left:
            left -= {min(pair, key=str)}
    return len(left)


def _names(round: Round) -> Mapping[uuid.UUID, str]:
    return dict(Participant.objects.filter(round=round).values_list("pk", "person__name"))


def _answered(round: Round) -> Mapping[uuid.UUID, Mapping[Group, set[uuid.UUID]]]:
    """Who answered, by participant and anonymous group."""
    found: dict[uuid.UUID, dict[Group, set[uuid.UUID]]] = defaultdict(lambda: defaultdict(set))
    rows = Response.objects.completed().filter(participant__round=round, rater__group__in=ANONYMOUS)
    for participant, group, person in rows.values_list(
        "participant", "rater__group", "rater__person"
    ):
        found[participant][Group(group)].add(person)
    return found
