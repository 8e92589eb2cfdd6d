"""The rules of a council's readings in words: what each says, stands on, and what helps.

Whoever shows a reading, an action from it or the rules themselves reads this one table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessment.council.selectors.picture import RoundPicture
from assessment.languages import inside_sentence, join_names
from assessment.scoring.council_rules import (
    MANY_HOLDERS,
    NEEDS,
    CouncilReading,
    CouncilRule,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NAMED = 4
"""So many people are named in a sentence; of more it says how many they are."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in words: its name, what it says in general, the figures that it stands on.

    `sentence` is the template of what it says of a round: see `reading_sentence`. `helps` are
    things to do, each an action that HR may take up.
    """

    name: _StrPromise
    says: _StrPromise
    stands_on: _StrPromise
    sentence: Callable[[CouncilReading], str]
    helps: tuple[_StrPromise, ...]


RULE_WORDS: Mapping[CouncilRule, RuleWords] = MappingProxyType(
    {
        CouncilRule.ROLE_VACANT: RuleWords(
            name=_("A role that nobody holds"),
            says=_("Nobody who takes part in the round holds a role of the framework."),
            stands_on=_("The roles of the framework and those that participants hold. No rating."),
            sentence=lambda reading: ngettext(
                "Nobody who takes part holds the role of {roles}.",
                "Nobody who takes part holds one of these roles: {roles}.",
                len(reading.roles),
            ),
            helps=(
                _("Name somebody for the role, with time for it in their hours."),
                _("If somebody outside the round holds the role, ask them to take part next time."),
            ),
        ),
        CouncilRule.ALL_ON_ONE: RuleWords(
            name=_("Everything rests on one person"),
            says=_(
                "One person alone holds every role, and others see a core skill below what each "
                "of the roles asks."
            ),
            stands_on=_(
                "Who holds which role; the score from others in each core skill, the target of "
                "each role and the margin."
            ),
            sentence=lambda reading: gettext(
                "{people} alone holds every role, and nobody reaches what the roles ask in "
                "{dimensions}."
            ),
            helps=(
                _("Give one of the roles to somebody else, or share its work out."),
                _("Name a colleague who leads where the skill is missing, and say so to others."),
            ),
        ),
        CouncilRule.NO_SERVICES_CHAMPION: RuleWords(
            name=_("The services side has no champion"),
            says=_(
                "Everybody who holds the role that looks at services most is seen clearly nearer "
                "to technology than the role expects, and one of them holds another role as well."
            ),
            stands_on=_(
                "Who holds which role; the score of focus from others against the range that the "
                "role expects, by more than the margin."
            ),
            sentence=lambda reading: gettext(
                "The attention of {people} is seen clearly nearer to technology than the role of "
                "{roles} expects. The role is held together with another one, and nobody else who "
                "holds it looks at services more."
            ),
            helps=(
                _("Give the services side to a second person who comes from the services."),
                _("Take technical work off this desk, so that there is time for services."),
                _("Have plans start with the manager of a service, and ICT answer them."),
            ),
        ),
        CouncilRule.FOCUS_NARROWED: RuleWords(
            name=_("Attention has narrowed to technology"),
            says=_(
                "Since the last round, attention has clearly moved towards technology, and is now "
                "on its side of the scale or below what a role expects."
            ),
            stands_on=_(
                "The change of focus from others, where it is clear, and the score now. Only of "
                "people who took part in both rounds."
            ),
            sentence=lambda reading: gettext(
                "Since the last round, the attention of {people} has clearly moved towards "
                "technology."
            ),
            helps=(
                _("Ask what has landed on this desk since then, and who else could take it."),
                _("Agree in which service plans the role takes part until the next round."),
            ),
        ),
        CouncilRule.OBSTACLE_NOT_PERSON: RuleWords(
            name=_("The obstacle is not the person"),
            says=_(
                "Others see no skill below its target, and they see a low mandate: below the "
                "middle of the scale by more than the margin."
            ),
            stands_on=_(
                "The score from others in each skill, its target and the margin; the score of "
                "the mandate from others."
            ),
            sentence=lambda reading: gettext(
                "Others see no skill of {people} below its target, and they see a low mandate. "
                "What is missing is for the council to give."
            ),
            helps=(
                _("Give the role the say that it lacks: the statements on mandate show which."),
                _("Have the chief executive tell other managers what the role decides."),
                _("Give the role a seat where service plans are agreed."),
                _("Plan no training for this: skill is not what is missing."),
            ),
        ),
        CouncilRule.MANAGERS_SEE_MANDATE: RuleWords(
            name=_("Managers see a mandate, holders do not"),
            says=_(
                "Managers see the mandate above the middle of the scale by more than the margin, "
                "the holder below it, and the two views differ by more than chance explains."
            ),
            stands_on=_(
                "The score of the mandate from managers and from the holder, and the difference "
                "on the statements that both rated."
            ),
            sentence=lambda reading: ngettext(
                "Managers see the mandate of {people} as high, and the holder sees it as low.",
                "Managers see the mandate of {people} as high, and these holders see it as low.",
                len(reading.holders),
            ),
            helps=(
                _("Bring both together over the statements on mandate; each gives an example."),
                _("Write down what the role may decide, and tell other managers."),
            ),
        ),
        CouncilRule.HOLDERS_SEE_MANDATE: RuleWords(
            name=_("Holders see a mandate, managers do not"),
            says=_(
                "The holder sees the mandate above the middle of the scale, managers below it by "
                "more than the margin, and the two views differ by more than chance explains."
            ),
            stands_on=_(
                "The score of the mandate from managers and from the holder, and the difference "
                "on the statements that both rated."
            ),
            sentence=lambda reading: ngettext(
                "The mandate of {people} looks high to the holder and low to managers.",
                "The mandate of {people} looks high to these holders and low to managers.",
                len(reading.holders),
            ),
            helps=(
                _("Ask managers what they see that stops the role."),
                _("Check that what the holder counts on is agreed: money, staff, access."),
            ),
        ),
        CouncilRule.PLANNING_UNSETTLED: RuleWords(
            name=_("Holders differ on who plans services"),
            says=_(
                "As they and others see it, some holders have a say in service plans before they "
                "are agreed, and others do not."
            ),
            stands_on=_(
                "The statement on service plans: each holder’s own answer, a level or more from "
                "the middle of the scale, and the mean of others on the same side of it by more "
                "than the margin."
            ),
            sentence=lambda reading: gettext(
                "As they and others see it, these have a say in service plans before they are "
                "agreed: {people}. These do not: {against}."
            ),
            helps=(
                _("Agree with all holders who plans services, and who is asked when."),
                _("Have each service plan say who of the role holders has seen it."),
            ),
        ),
        CouncilRule.CORE_SKILLS_SHORT: RuleWords(
            name=_("The core skills are short in every holder"),
            says=_("Others see every holder below target in every skill that is core to the role."),
            stands_on=_(
                "The score from others in each core skill, its target and the margin, of every "
                "holder."
            ),
            sentence=lambda reading: ngettext(
                "Others see {people} below target in every core skill: {dimensions}.",
                "Others see every holder below target in every core skill: {dimensions}.",
                len(reading.holders),
            ),
            helps=(
                _("Train for it together: one course for all holders, with practice in between."),
                _("Let a colleague who is good at it go along to the meetings that matter."),
            ),
        ),
        CouncilRule.CUSTOMER_SERVICE_SHORT: RuleWords(
            name=_("Nobody is at target in customer service"),
            says=_("Others see every holder below target in customer service."),
            stands_on=_(
                "The score from others in customer service, its target and the margin, of every "
                "holder."
            ),
            sentence=lambda reading: ngettext(
                "Others see {people} below target in {dimensions}; no other holder is asked "
                "for it.",
                "Others see every holder below target in {dimensions}.",
                len(reading.holders),
            ),
            helps=(
                _("Have each holder watch residents use a service once a month."),
                _("Put somebody from customer services into each project from its start."),
            ),
        ),
        CouncilRule.TARGETS_PULL_APART: RuleWords(
            name=_("Two roles pull one person apart"),
            says=_(
                "Somebody holds two roles whose targets for a skill lie a level apart or more, or "
                "whose ranges of focus never meet."
            ),
            stands_on=_("The targets and ranges of the roles that a person holds. No rating."),
            sentence=lambda reading: gettext(
                "What the roles of {people} ask lies too far apart for one person: {dimensions}."
            ),
            helps=(
                _("Part the roles, or agree which comes first and tell those who work with it."),
                _("Ask the editor of the framework whether both targets are meant so."),
            ),
        ),
    }
)
"""Every rule; a house test asks for the ones that are missing."""


def rule_limits(rule: CouncilRule, *, keys: bool = True) -> Iterator[str]:
    """When a rule does not fire, a sentence each: made of what it needs.

    With the keys of a framework for its editors, without for whoever reads a report.
    """
    needs = NEEDS[rule]
    if needs.measures and needs.groups:
        yield gettext("Where a figure that it stands on is withheld.")
    if needs.several:
        yield gettext("Where the view of others is not that of several people.")
    if needs.margin:
        yield gettext("Where a figure is within its margin, or a change is not clear.")
    if needs.share:
        yield gettext("Where fewer than {share}% of all holders are concerned.").format(
            share=int(MANY_HOLDERS * 100)
        )
    if needs.holders > 1:
        yield gettext("Where fewer than {holders} holders take part.").format(holders=needs.holders)
    if needs.previous:
        yield gettext("Where no comparable round was released before.")
    if needs.keys and not keys:
        yield gettext("Where the framework does not ask about it.")
    elif needs.keys:
        yield gettext("Where the framework has nothing with one of these keys: {keys}.").format(
            keys=", ".join(needs.keys)
        )


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """A rule as its page and its document show it; `unread` says that nothing can be read."""

    name: str
    says: str
    stands_on: str
    limits: tuple[str, ...]
    helps: tuple[str, ...]
    unread: bool = False


def rules_in_words(unread: Collection[CouncilRule] = ()) -> tuple[RuleInWords, ...]:
    """Every rule in words, in its order; `unread` are those that a framework gives nothing to."""
    return tuple(
        RuleInWords(
            str(words.name),
            str(words.says),
            str(words.stands_on),
            tuple(rule_limits(rule)),
            tuple(map(str, words.helps)),
            rule in unread,
        )
        for rule, words in ((rule, RULE_WORDS[rule]) for rule in CouncilRule)
    )


def reading_sentence(reading: CouncilReading, told: RoundPicture) -> str:
    """What a reading says of this round, with names: for a reader who may read the reports."""
    words = RULE_WORDS[reading.rule].sentence(reading)
    return words.format(
        people=_people(reading.holders, told),
        against=_people(reading.against, told),
        roles=join_names(map(told.role_name, reading.roles)),
        dimensions=join_names(
            inside_sentence(told.dimension_name(key)) for key in reading.dimensions
        ),
    )


def _people(holders: tuple[str, ...], told: RoundPicture) -> str:
    """Their names; of many how many they are, of all who take part."""
    if len(holders) <= NAMED:
        return join_names(map(told.holder_name, holders))
    return gettext("{number} of the {all} participants").format(
        number=len(holders), all=len(told.people)
    )
