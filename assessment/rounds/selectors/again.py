"""What the next round takes over from one that was released, and what it leaves out and why.

People are kept when answers are cut, so it works as long as the council keeps the people.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessment.frameworks.questionnaire import groups_asked
from assessment.frameworks.selectors.same_texts import count_same_words
from assessment.models import (
    Action,
    AuditEvent,
    Framework,
    Participant,
    Rater,
    RaterGroup,
    Role,
    Round,
)
from assessment.name_order import name_key
from assessment.rounds.selectors.imports import taken_addresses
from assessment.rounds.selectors.same_person import Alike, in_round
from assessment.rounds.selectors.translations import texts_lacking_in
from assessment.scoring.change import SameWords

Key = uuid.UUID


@dataclass(frozen=True, slots=True)
class CarriedParticipant:
    """Somebody who is assessed again, with their roles in the framework chosen."""

    person: Key
    roles: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class CarriedRater:
    """Somebody who is asked again about the participant who is the person `about`."""

    about: Key
    person: Key
    group: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Who is taken over; two that are equal say that nothing has changed meanwhile."""

    participants: tuple[CarriedParticipant, ...]
    raters: tuple[CarriedRater, ...]

    @property
    def requests(self) -> int:
        """Ratings by others that are asked for."""
        return sum(each.group != RaterGroup.SELF for each in self.raters)

    @property
    def people(self) -> set[Key]:
        """Everybody who is asked for anything."""
        return {each.person for each in self.raters}


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Who and what is not taken over; people by name, in order.

    `unasked` are names of groups with the number of requests, `lost_roles` names of roles with
    the number of those who held them; `roleless` are taken over, and need a role.
    """

    closed: tuple[str, ...]
    taken: tuple[str, ...]
    unasked: tuple[tuple[str, int], ...]
    lost_roles: tuple[tuple[str, int], ...]
    roleless: tuple[str, ...]
    erased: int


@dataclass(frozen=True, slots=True)
class NextRound:
    """All that HR reads before the button."""

    carried: Carried
    left: LeftBehind
    declined: int
    alike: tuple[Alike, ...]
    same_words: tuple[SameWords, ...]
    renamed: tuple[tuple[str, str], ...]
    untranslated: tuple[str, ...]

    @property
    def incomparable(self) -> list[SameWords]:
        """Dimensions of which too few statements are the same for any change to be said."""
        return [each for each in self.same_words if not each.is_comparable]

    @property
    def changed(self) -> list[SameWords]:
        """Those of which some statements are not the same, and enough are."""
        return [each for each in self.same_words if each.is_comparable and not each.is_whole]


def versions_for(round: Round) -> list[Framework]:
    """What the next round may assess with, the newest first: a change needs the same framework."""
    usable = Framework.objects.usable_by(round.council).published()
    return list(usable.filter(key=round.framework.key).order_by("-published_at", "-version"))


def name_is_taken(round: Round, name: str) -> bool:
    """Whether a round of the same council is called so."""
    return Round.objects.of(round.council).run_by_hr().filter(name=name.strip()).exists()


def draft_made_from(round: Round) -> Round | None:
    """The draft that was made from a round, if there still is one."""
    made = AuditEvent.objects.of(round.council).filter(
        action=Action.ROUND_MADE_AGAIN, detail__earlier=str(round.pk)
    )
    drafts = Round.objects.filter(pk__in=made.values("subject_id"), state=Round.State.DRAFT)
    return drafts.select_related("framework").order_by("opens_on", "pk").first()


def people_carried(round: Round, framework: Framework) -> Carried:
    """Who would be in a new round with a version of the framework; few queries, however many."""
    return _People.of(round, framework).carried()


def get_next_round(round: Round, framework: Framework) -> NextRound:
    """The same with everything to be said about it; queries do not grow with the people."""
    people = _People.of(round, framework)
    carried = people.carried()
    there = carried.people
    alike = (each for each in in_round(round) if {each.one.id, each.other.id} <= there)
    return NextRound(
        carried=carried,
        left=people.left(_count_erased(round)),
        declined=people.count_declined(),
        alike=tuple(alike),
        same_words=tuple(count_same_words(framework, round.framework)),
        renamed=tuple(people.renamed()),
        untranslated=tuple(texts_lacking_in(framework, people.languages())),
    )


def _count_erased(round: Round) -> int:
    """People who were in the round and were erased since; their events say no name."""
    erased = AuditEvent.objects.of(round.council).filter(action=Action.PERSON_ERASED)
    details = erased.filter(at__gte=round.opened_at).values_list("detail", flat=True)
    return sum(str(round.pk) in detail.get("rounds", ()) for detail in details)


_ACCOUNT = ("person", "person__name", "person__email", "person__user__is_active")


class _Assessed(NamedTuple):
    key: Key
    person: Key
    name: str
    email: str
    is_active: bool | None

    @property
    def is_closed(self) -> bool:
        return self.is_active is False


class _Request(NamedTuple):
    about: Key
    person: Key
    name: str
    email: str
    is_active: bool | None
    group: str
    declined_on: datetime.date | None
    language: str

    @property
    def is_closed(self) -> bool:
        return self.is_active is False


class _Held(NamedTuple):
    key: str
    name: str


@dataclass(frozen=True)
class _People:
    """The people of a round held against a framework: its roles by key, the groups it asks."""

    assessed: Sequence[_Assessed]
    requests: Sequence[_Request]
    held: Mapping[Key, Sequence[_Held]]
    roles: Mapping[str, Role]
    asked: frozenset[str]
    taken: frozenset[str]

    @classmethod
    def of(cls, round: Round, framework: Framework) -> _People:
        """In a few queries."""
        participants = Participant.objects.filter(round=round).order_by("pk")
        assessed = [_Assessed(*row) for row in participants.values_list("pk", *_ACCOUNT)]
        raters = Rater.objects.filter(participant__round=round).order_by("pk")
        more = ("group", "declined_on", "person__language")
        held: defaultdict[Key, list[_Held]] = defaultdict(list)
        links = Participant.roles.through.objects.filter(participant__round=round)
        for key, *role in links.values_list("participant", "role__key", "role__name"):
            held[key].append(_Held(*role))
        addresses = {each.email.lower() for each in assessed}
        return cls(
            assessed,
            [_Request(*row) for row in raters.values_list("participant", *_ACCOUNT, *more)],
            held,
            {role.key: role for role in framework.roles.all()},
            frozenset({RaterGroup.SELF, *groups_asked(framework)}),
            frozenset(taken_addresses(round.council, addresses)),
        )

    @cached_property
    def coming(self) -> dict[Key, Key]:
        """Participants of the earlier round who are assessed again, with their people."""
        return {
            each.key: each.person
            for each in self.assessed
            if not each.is_closed and each.email.lower() not in self.taken
        }

    @cached_property
    def _open(self) -> list[_Request]:
        """Requests about them to those who can still answer."""
        return [each for each in self.requests if each.about in self.coming and not each.is_closed]

    def carried(self) -> Carried:
        return Carried(
            tuple(
                CarriedParticipant(person, self._roles(key)) for key, person in self.coming.items()
            ),
            tuple(
                CarriedRater(self.coming[each.about], each.person, each.group)
                for each in self._open
                if each.group in self.asked
            ),
        )

    def _roles(self, participant: Key) -> tuple[Key, ...]:
        found = [self.roles[each.key] for each in self.held[participant] if each.key in self.roles]
        return tuple(role.pk for role in sorted(found, key=lambda r: (r.position, r.key)))

    def left(self, erased: int) -> LeftBehind:
        closed = {each.person: each.name for each in self.assessed if each.is_closed}
        closed |= {each.person: each.name for each in self.requests if each.is_closed}
        taken = [e for e in self.assessed if not e.is_closed and e.email.lower() in self.taken]
        unasked = Counter(each.group for each in self._open if each.group not in self.asked)
        roleless = [e for e in self.assessed if e.key in self.coming and not self._roles(e.key)]
        return LeftBehind(
            closed=_in_order(closed.values()),
            taken=_in_order(each.name for each in taken),
            unasked=tuple((str(RaterGroup(g).label), n) for g, n in sorted(unasked.items())),
            lost_roles=tuple(sorted(Counter(role.name for role in self._lost()).items())),
            roleless=_in_order(each.name for each in roleless),
            erased=erased,
        )

    def _lost(self) -> Iterator[_Held]:
        for participant in self.coming:
            yield from (each for each in self.held[participant] if each.key not in self.roles)

    def renamed(self) -> Iterator[tuple[str, str]]:
        """Roles that somebody held and that are called otherwise now: the names then and now."""
        then = {role.key: role.name for key in self.coming for role in self.held[key]}
        for key, name in sorted(then.items()):
            if key in self.roles and self.roles[key].name != name:
                yield name, self.roles[key].name

    def count_declined(self) -> int:
        asked = (each for each in self._open if each.group in self.asked)
        return sum(each.declined_on is not None for each in asked)

    def languages(self) -> set[str]:
        return {each.language for each in self._open if each.group in self.asked}


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=name_key))


def reason_for_none(round: Round) -> str:
    """Why no round can be made from this one at all; empty where one can."""
    if not versions_for(round):
        return _("No version of the framework of this round is published any more.")
    if not round.participants.exists():
        return _("The people of this round have been deleted, so they cannot be taken over.")
    return ""


def nobody_left_to_assess() -> str:
    """Why a round that has people gives none to the next one."""
    return _("Nobody of this round can be assessed again: their accounts are closed.")
