"""Coverage of the pair: what each role asks of each skill, who reaches it, who can lead on it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.release.selectors.results import Position
from assessment.scoring.council import CORE_IMPORTANCE, HolderStanding, RoleCoverage, SkillCoverage
from reports.content import words
from reports.content.blocks import Bullets, Cell, Heading, Keep, Row, Table, TableColumn, Text
from reports.content.plots import Blend, BlendRow, HolderSide, LeadMark
from reports.council.book import CouncilBook, HolderSet, gap_in_words
from reports.council.notes import CouncilNotes, tone_of

AT_ONCE = 40
"""So many holders or fewer fit into one picture."""


def coverage_of_the_pair(book: CouncilBook) -> tuple[Keep, ...]:
    """In a sentence and a table for each skill; then the blend, as a picture with its table."""
    if not book.picture.coverage:
        return ()
    return (
        Keep((Text(covered(book)), _by_skill(book))),
        Keep((Heading(_("Who can lead on what")), *_leads(book), *_blends(book))),
        _by_holder(book),
    )


# --- skill by role -----------------------------------------------------------------------


def covered(book: CouncilBook) -> str:
    """Whether somebody reaches the target of each role in each skill."""
    asked = [(skill, role) for skill in book.picture.coverage for role in skill.asked]
    if all(role.is_covered for _skill, role in asked):
        return ngettext(
            "In the one skill at least one holder reaches the target of each role.",
            "In each of the {count} skills at least one holder reaches the target of each role.",
            len(book.picture.coverage),
        ).format(count=len(book.picture.coverage))
    texts = {
        False: _("The target of {roles} is reached by nobody in {skills}."),
        None: _("Whether the target of {roles} is reached in {skills} cannot be said."),
    }
    said = [
        text.format(roles=book.roles(roles), skills=book.skills(skills))
        for answer, text in texts.items()
        for skills, roles in _alike(book, answer).items()
    ]
    if any(role.is_covered for _skill, role in asked):
        said.append(_("Every other target is reached by at least one holder."))
    return " ".join(said)


def _alike(book: CouncilBook, answer: bool | None) -> dict[tuple[str, ...], list[str]]:
    """The skills of which an answer is true, with the roles that it is true for."""
    found: dict[tuple[str, ...], list[str]] = {}
    for role in book.told.framework.roles:
        skills = tuple(
            skill.dimension
            for skill in book.picture.coverage
            for asked in skill.asked
            if asked.role == role.key and asked.is_covered is answer
        )
        if skills:
            found.setdefault(skills, []).append(role.key)
    return found


def _by_skill(book: CouncilBook) -> Table:
    roles = book.told.framework.roles
    width = 54 // len(roles)
    rows = tuple(
        Row(
            book.dimension(skill.dimension).name,
            (
                *(Cell(_answer(book, skill, role.key)) for role in roles),
                Cell(leads_in_words(book, skill)),
            ),
        )
        for skill in book.picture.coverage
    )
    return Table(
        caption=_("Does at least one holder reach the target?"),
        columns=(
            TableColumn(_("Skill"), 22),
            *(TableColumn(words.capital(role.name), width) for role in roles),
            TableColumn(_("Can lead: reaches the highest target"), 100 - 22 - width * len(roles)),
        ),
        rows=rows,
    )


def _answer(book: CouncilBook, skill: SkillCoverage, role: str) -> str:
    found = next((each for each in skill.asked if each.role == role), None)
    if found is None:
        return _("not asked of this role")
    alone = {
        True: _("Yes: {target} ({importance}) is reached"),
        False: _("No: {target} ({importance}) is not reached"),
        None: _("Cannot be said: {target} ({importance})"),
    }
    several = {
        True: _("Yes: {reached} of {count} reach {target} ({importance})"),
        False: _("No: none of {count} reaches {target} ({importance})"),
        None: _("Cannot be said: none of {count} is known to reach {target} ({importance})"),
    }
    texts = alone if book.is_one else several
    return texts[found.is_covered].format(
        reached=len(found.reached_by),
        count=len(found.standings),
        target=words.level(found.target),
        importance=importance_word(found),
    )


def importance_word(asked: RoleCoverage) -> str:
    return _("core") if asked.importance == CORE_IMPORTANCE else _("supporting")


def leads_in_words(book: CouncilBook, skill: SkillCoverage) -> str:
    if skill.leads:
        return book.people(skill.leads)
    known = [each.reaches for role in skill.asked for each in role.standings]
    return _("cannot be said") if None in known else _("nobody")


# --- the blend ---------------------------------------------------------------------------


def _leads(book: CouncilBook) -> Iterator[Bullets]:
    """What those who hold the same roles can lead on, and what nobody can."""
    items = [_of_side(book, side) for side in book.sides if side.roles]
    nobody = [each.dimension for each in book.picture.coverage if not each.leads]
    if nobody:
        items.append(
            _("Nobody is known to be able to lead on {skills}.").format(skills=book.skills(nobody))
        )
    yield Bullets(tuple(items))


def _of_side(book: CouncilBook, side: HolderSet) -> str:
    """“E-champion, Amira Shah: can lead on communication and leadership.”"""
    leads = [
        each.dimension for each in book.picture.coverage if set(each.leads) & set(side.holders)
    ]
    text = _("{roles}, {names}: somebody can lead on {skills}.")
    if not leads:
        text = _("{roles}, {names}: nobody is known to be able to lead on a skill.")
    elif len(side.holders) == 1:
        text = _("{roles}, {names}: can lead on {skills}.")
    return text.format(
        roles=book.side(side.roles), names=book.people(side.holders), skills=book.skills(leads)
    )


def _blends(book: CouncilBook) -> Iterator[Blend]:
    """One picture, or several where there are more holders than fit."""
    for start in range(0, len(book.holders), AT_ONCE):
        yield _blend(book, book.holders[start : start + AT_ONCE])


def _blend(book: CouncilBook, holders: tuple[str, ...]) -> Blend:
    sides = tuple(
        HolderSide(book.side(side.roles), tuple(map(book.head, found)))
        for side in book.sides
        if (found := [each for each in side.holders if each in holders])
    )
    rows = tuple(
        BlendRow(
            book.dimension(skill.dimension).name,
            tuple(standing_of(skill, holder) for holder in holders),
        )
        for skill in book.picture.coverage
    )
    said = "; ".join(
        _("{skill}: {names}").format(
            skill=book.dimension(skill.dimension).name, names=leads_in_words(book, skill)
        )
        for skill in book.picture.coverage
    )
    return Blend(
        title=_("Who can lead on what. {said}. The table after it has each mark.").format(
            said=said
        ),
        sides=sides,
        skills=rows,
        key=(
            (LeadMark.LEADS, _("can lead: reaches the highest target")),
            (LeadMark.REACHES, _("reaches the own target")),
            (LeadMark.BELOW, _("below it")),
            (LeadMark.UNSAID, _("cannot be said")),
        ),
    )


def standing_of(skill: SkillCoverage, holder: str) -> LeadMark:
    """How a holder stands to what is asked: first of everybody, then of the own role."""
    if holder in skill.leads:
        return LeadMark.LEADS
    own = own_standing(skill, holder)
    if own is None:
        return LeadMark.UNASKED
    if own.reaches is None:
        return LeadMark.UNSAID
    return LeadMark.REACHES if own.reaches else LeadMark.BELOW


def own_standing(skill: SkillCoverage, holder: str) -> HolderStanding | None:
    """A holder against the own target; None where none of their roles has one."""
    return next((each for each in skill.own if each.holder == holder), None)


def _by_holder(book: CouncilBook) -> Keep:
    notes = CouncilNotes(book)
    skills = book.picture.coverage
    width = 70 // len(skills)
    rows = tuple(
        Row(book.listed(holder), tuple(_own_cell(notes, skill, holder) for skill in skills))
        for holder in book.holders
    )
    table = Table(
        caption=_("Each holder as others see them, against the own target; number of raters"),
        columns=(
            TableColumn(_("Holder"), 100 - width * len(skills)),
            *(TableColumn(book.dimension(each.dimension).name, width) for each in skills),
        ),
        rows=rows,
        notes=notes.under(),
    )
    return Keep((table,), tone_of(len(rows)))


def _own_cell(notes: CouncilNotes, skill: SkillCoverage, holder: str) -> Cell:
    own = own_standing(skill, holder)
    if own is None:
        return Cell(words.NOTHING, tone="nothing")
    return notes.score(holder, skill.dimension, own.seen, stands_in_words(own))


def stands_in_words(own: HolderStanding) -> str:
    """“0.4 above”, “at target”; empty where it cannot be said."""
    if own.stands is None or own.seen.score is None:
        return ""
    return gap_in_words(own.seen.score, own.target, at_target=own.stands is Position.WITHIN)
