"""What the product says and draws of each rater group, declared once.

A group is a member of `Group`, which says whether it is anonymous, and a member here; a migration
tells the database. Everything else is made of the two, and a house test holds that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.languages import join_names
from assessment.scoring.values import ANONYMOUS, IDENTIFIED, MADE, Group

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class GroupMark:
    """The shape of a group in charts, and the character for it in the heads of columns.

    `corners` lie around its middle, as steps to the right and down in pixels; a group without
    them is drawn round. `warm` is the second colour.
    """

    character: str
    corners: tuple[tuple[float, float], ...] = ()
    warm: bool = False


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """`aliases` are the words for it in files, with commas, whatever their case and hyphens.

    `width` and `width_without_mark` are percents of a report's tables, wide enough for the
    longest word of the name; `in_sample` is how many of them rate in the sample report.
    """

    plural: _StrPromise
    mark: GroupMark
    aliases: str = ""
    width: int = 9
    width_without_mark: int = 9
    in_sample: int = 0


class RaterGroup(models.TextChoices):
    """The groups that people are asked in, in order; a label is the singular."""

    facts: GroupFacts

    if not TYPE_CHECKING:  # where a group is only ever found by its value

        def __new__(cls, group: Group, facts: GroupFacts) -> RaterGroup:
            member = str.__new__(cls, group.value)
            member._value_ = group.value
            member.facts = facts
            return member

    SELF = (
        Group.SELF,
        GroupFacts(
            plural=gettext_lazy("self"),
            aliases="self, themself, themselves, oneself, own, self-assessment",
            mark=GroupMark("○"),
            width=8,
            width_without_mark=8,
            in_sample=1,
        ),
        gettext_lazy("self"),
    )
    MANAGER = (
        Group.MANAGER,
        GroupFacts(
            plural=gettext_lazy("managers"),
            aliases="manager, managers, line manager, boss, supervisor",
            mark=GroupMark("◆", ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)), warm=True),
            width=11,
            in_sample=1,
        ),
        gettext_lazy("manager"),
    )
    PEER = (
        Group.PEER,
        GroupFacts(
            plural=gettext_lazy("peers"),
            aliases="peer, peers, colleague, colleagues",
            mark=GroupMark("■", ((-4.2, -4.2), (4.2, -4.2), (4.2, 4.2), (-4.2, 4.2))),
            in_sample=6,
        ),
        gettext_lazy("peer"),
    )
    REPORT = (
        Group.REPORT,
        GroupFacts(
            plural=gettext_lazy("direct reports"),
            aliases="report, reports, direct report, direct reports, direct reportee, "
            "direct reportees",
            mark=GroupMark("▲", ((0, -5.2), (5.2, 4.2), (-5.2, 4.2))),
            in_sample=5,
        ),
        gettext_lazy("direct report"),
    )
    PARTNER = (
        Group.PARTNER,
        GroupFacts(
            plural=gettext_lazy("partners"),
            aliases="partner, partners, external partner, partner outside ICT, "
            "partners outside ICT, customer",
            mark=GroupMark("▼", ((0, 5.2), (5.2, -4.2), (-5.2, -4.2))),
            width=10,
            in_sample=2,
        ),
        gettext_lazy("partner"),
    )
    COUNCILLOR = (
        Group.COUNCILLOR,
        GroupFacts(
            plural=gettext_lazy("councillors"),
            aliases="councillor, councillors, council member, council members, elected member, "
            "elected members, member, members, cllr, cllrs",
            mark=GroupMark(
                "✚",
                (
                    *((-1.9, -5.2), (1.9, -5.2), (1.9, -1.9), (5.2, -1.9)),
                    *((5.2, 1.9), (1.9, 1.9), (1.9, 5.2), (-1.9, 5.2)),
                    *((-1.9, 1.9), (-5.2, 1.9), (-5.2, -1.9), (-1.9, -1.9)),
                ),
            ),
            width=12,
            width_without_mark=11,
            in_sample=3,
        ),
        gettext_lazy("councillor"),
    )


# What scoring makes of several groups: nobody is asked as one of these
_MADE = {
    Group.COLLEAGUES: GroupFacts(
        plural=gettext_lazy("colleagues"), mark=GroupMark("●"), width=12, width_without_mark=11
    ),
    Group.OTHERS: GroupFacts(
        plural=gettext_lazy("others"), mark=GroupMark("●"), width_without_mark=11
    ),
}


def facts_of(group: Group) -> GroupFacts:
    """What is said and drawn of a group, joined or made."""
    return _MADE[group] if group in MADE else RaterGroup(group.value).facts


def name_of(group: Group) -> str:
    """What the ratings of a group are called: one manager's are the manager's."""
    if group in IDENTIFIED:
        return str(RaterGroup(group.value).label)
    return str(facts_of(group).plural)


def asked_groups() -> list[RaterGroup]:
    """The groups that somebody else can rate in."""
    return [group for group in RaterGroup if group != RaterGroup.SELF]


def asks(seen_by: Collection[str], group: str) -> bool:
    """Whether a statement that these groups can see is asked of a group; without any, of all."""
    return not seen_by or group == RaterGroup.SELF or group in seen_by


def as_seen_by(groups: Collection[str]) -> list[str]:
    """The groups that can see a statement in the form that is stored: in order, none for all.

    The participant is always among them. What is no group is left out.
    """
    chosen = [group.value for group in RaterGroup if asks(groups, group)]
    return [] if len(chosen) == len(RaterGroup) else chosen


def names_of_asked(seen_by: Collection[str]) -> str:
    """“self, managers and peers”, or that it is everybody."""
    if not seen_by:
        return _("all groups")
    return join_names([str(g.facts.plural) for g in RaterGroup if asks(seen_by, g)])


def unasked(group: str) -> str:
    """Why nobody can be asked as one of a group."""
    message = _("This framework asks {group} nothing, so nobody can be asked in this group.")
    return message.format(group=RaterGroup(group).facts.plural)


def anonymous_groups() -> list[str]:
    """The plurals of the groups that are shown as a group only."""
    return [name_of(group) for group in ANONYMOUS]


def _any_group() -> str:
    """“self, manager or peer”."""
    *most, last = (str(group.label) for group in RaterGroup)
    return _("{most} or {last}").format(most=", ".join(most), last=last)


def _all_anonymous() -> str:
    """“Peers and partners”, as a sentence begins."""
    words = join_names(anonymous_groups())
    return words[:1].upper() + words[1:]


ANY_GROUP = lazy(_any_group, str)()
ALL_ANONYMOUS = lazy(_all_anonymous, str)()
