"""Who looks like the same person under two addresses: asked about everywhere, decided by HR alone.

One person with two addresses is two raters, and a group of two passes for three.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from assessment.models import Council, DifferentPeople, Person, Round
from assessment.name_order import ByName
from assessment.search import plain
from assessment.spelling import clean, clean_address

MOST_COMPARED = 8
_WORD = re.compile(r"\w+")


class Entry(NamedTuple):
    """A person whom the council knows, or one who is about to come, who has no `id` yet."""

    name: str
    email: str
    id: uuid.UUID | None = None

    @property
    def known_id(self) -> uuid.UUID:
        """Of somebody whom the council knows."""
        assert self.id is not None  # noqa: S101 - all but those who come have one
        return self.id

    @property
    def in_words(self) -> str:
        return f"{self.name} ({self.email})"


class Why(StrEnum):
    """What makes two look like one."""

    MAILBOX = "mailbox"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Likeness:
    """`key` is equal of two who look alike, and empty where nothing can be compared."""

    key: Callable[[Entry], str]
    sentence: Any


def mailbox(email: str) -> str:
    """The same of all spellings that lead to one mailbox: case, accents, and what follows a plus.

    Dots are left alone: the mail servers of councils tell them apart.
    """
    local, _at, domain = plain(clean_address(email)).rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def words_of(name: str) -> str:
    """The same of all spellings of a name: case, accents, apostrophes, spaces, order of words."""
    letters = plain(clean(name)).replace("'", "").replace("\u200d", "")
    return " ".join(sorted(_WORD.findall(letters)))


LIKENESSES: Mapping[Why, Likeness] = {
    Why.MAILBOX: Likeness(
        lambda each: mailbox(each.email),
        _("%(one)s and %(other)s: both addresses are one mailbox."),
    ),
    Why.NAME: Likeness(
        lambda each: words_of(each.name), _("%(one)s and %(other)s have the same name.")
    ),
}
"""Every reason to ask, the stronger first."""


Pair = frozenset[uuid.UUID | None]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two who look like one person; `one` is the one who comes, or the first by name."""

    one: Entry
    other: Entry
    why: Why

    @property
    def pair(self) -> Pair:
        """Both, without an order."""
        return frozenset((self.one.id, self.other.id))

    @property
    def sentence(self) -> str:
        values = {"one": self.one.in_words, "other": self.other.in_words}
        return str(LIKENESSES[self.why].sentence) % values


def find_alike(people: Iterable[Entry], told_apart: Set[Pair]) -> list[Alike]:
    """Every two of these who look alike and of whom HR has not said that they are two.

    `people` have an address each; the one who is named first here is `one` of a pair.
    """
    known = list(people)
    found: dict[tuple[int, int], Alike] = {}
    for why, likeness in LIKENESSES.items():
        same: dict[str, list[int]] = defaultdict(list)
        for place, somebody in enumerate(known):
            same[likeness.key(somebody)].append(place)
        same.pop("", None)
        for pair in (pair for places in same.values() for pair in _pairs(places)):
            alike = Alike(known[pair[0]], known[pair[1]], why)
            if alike.pair not in told_apart:
                found.setdefault(pair, alike)
    return [found[pair] for pair in sorted(found)]


def _pairs(places: list[int]) -> Iterable[tuple[int, int]]:
    """Every two of some; of many alike, such as a column of one name, each and the next."""
    return combinations(places, 2) if len(places) <= MOST_COMPARED else pairwise(places)


def in_round(round: Round) -> list[Alike]:
    """Those who look alike among everybody who is asked to rate in a round; two queries."""
    return find_alike(_asked(round), _told_apart(round.council_id))


def list_told_apart(round: Round) -> list[Alike]:
    """Those who look alike in a round, and are two people as HR has said; two queries."""
    told = _told_apart(round.council_id)
    return [each for each in find_alike(_asked(round), set()) if each.pair in told]


def _asked(round: Round) -> list[Entry]:
    people = Person.objects.filter(ratings_asked__participant__round=round).distinct()
    return [Entry(*row) for row in people.order_by(ByName("name"), "email").values_list(*_PLACES)]


def like(council: Council, *, name: str, email: str, but: uuid.UUID | None = None) -> list[Alike]:
    """Those of a council who look like somebody who is called so and has this address.

    `but` is who that is already, if they are known. Two queries.
    """
    return like_any(council, {clean_address(email).lower(): name}, but=but)


def like_any(
    council: Council, names: Mapping[str, str], *, but: uuid.UUID | None = None
) -> list[Alike]:
    """Those who look like any of these: of a council, or of these themselves.

    `names` are by email in lower case. Somebody whom the council knows by an address is called
    as the council knows them, but one who is about to be corrected (`but`). Two queries.
    """
    known = Person.objects.of(council).order_by(ByName("name"), "email")
    there = {row[1].lower(): Entry(*row) for row in known.values_list(*_PLACES) if row[2] != but}
    coming = [there.get(email) or Entry(name, email, but) for email, name in names.items()]
    others = [each for email, each in there.items() if email not in names]
    alike = find_alike([*coming, *others], _told_apart(council.pk))
    return [each for each in alike if each.one.email.lower() in names]


_PLACES = ("name", "email", "pk")


def _told_apart(council: uuid.UUID) -> set[Pair]:
    pairs = DifferentPeople.objects.filter(first__council=council)
    return {frozenset(pair) for pair in pairs.values_list("first", "second")}
