"""Role and mandate: what the roles ask together, where attention goes, what the council gives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.languages import join_names
from assessment.release.selectors.results import (
    Basis,
    DimensionTexts,
    Figure,
    Group,
    Kind,
    Measure,
    Position,
    RoleTexts,
    nearest_level,
    one_decimal,
    standing,
)
from reports.content import words
from reports.content.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Fact,
    Facts,
    Heading,
    Keep,
    Row,
    Table,
    TableColumn,
    Text,
)
from reports.content.book import Book
from reports.content.marks import marks_block
from reports.content.notes import Notes, too_few
from reports.content.opening import rated
from reports.content.plots import Axis, Mark, Range
from reports.content.skill import statements


def role_and_mandate(book: Book) -> tuple[Keep, ...]:
    """The roles held, the focus, the mandate as a condition, and what matters most now."""
    return (*_roles(book), *_focus(book), *_mandate(book), *marks_block(book))


# --- roles -------------------------------------------------------------------------------


def _roles(book: Book) -> Iterator[Keep]:
    roles = book.report.roles
    held = Facts(tuple(Fact(words.capital(role.name), role.purpose) for role in roles))
    title = _("The role you hold") if len(roles) == 1 else _("The roles you hold")
    yield Keep((Heading(title), held))
    if len(roles) > 1:
        yield Keep((Text(combined_text(book)), _combined(book)), "compact")


def combined_text(book: Book) -> str:
    """Which role asks for more where, and what is below both."""
    names = join_names(role.name for role in book.report.roles)
    text = [_hold(len(book.report.roles)).format(roles=names)]
    for role in book.report.roles:
        if pulled := _pulls(book, role):
            text.append(
                _("As {role} you are asked for more in {skills}.").format(
                    role=role.name, skills=join_names(pulled)
                )
            )
    if not book.judged:
        return " ".join(text)
    if together := _out_of_reach(book):
        below = _("Below what both roles ask: {skills}.")
        if len(book.report.roles) > 2:
            below = _("Below what every one of the roles asks: {skills}.")
        text.append(below.format(skills=join_names(together)))
    else:
        text.append(
            _("In each skill that is judged you are at the target of one of the roles, or above.")
        )
    return " ".join(text)


def _hold(roles: int) -> str:
    if roles == 2:
        return _("You hold both roles, {roles}. Your target is the higher of the two.")
    return _("You hold {roles}. Your target is the highest of theirs.")


def _asked(book: Book, each: DimensionTexts) -> dict[str, float]:
    return {
        role.key: target
        for role in book.report.roles
        if (target := book.number(Measure.ROLE_TARGET, each.key, role=role.key)) is not None
    }


def _pulls(book: Book, role: RoleTexts) -> list[str]:
    """Skills in which this role alone asks for the most."""
    found = []
    for each in book.dimensions(Kind.SKILL):
        asked = _asked(book, each)
        if len(asked) > 1 and asked.get(role.key) == max(asked.values()) > min(asked.values()):
            found.append(words.inside(each.name))
    return found


def _out_of_reach(book: Book) -> list[str]:
    """Skills whose rating by others is below what every role held asks, by more than the margin."""
    found = []
    for each in book.dimensions(Kind.SKILL):
        gaps = [book.get(Measure.ROLE_GAP, each.key, role=r.key) for r in book.report.roles]
        if each in book.judged and all(gap and _is_below(book, each, gap) for gap in gaps):
            found.append(words.inside(each.name))
    return found


def _is_below(book: Book, each: DimensionTexts, gap: Figure) -> bool:
    return standing(words.value_of(gap), book.margin(each)) is Position.BELOW


def _combined(book: Book) -> Table:
    notes = Notes(book)
    width = 58 // len(book.report.roles)
    rows = tuple(
        Row(
            each.name,
            (
                notes.others(each),
                *(Cell(_asks(book, each, role)) for role in book.report.roles),
            ),
        )
        for each in book.dimensions(Kind.SKILL)
    )
    return Table(
        caption=_("What each role asks, and where you are seen"),
        caption_hidden=True,
        columns=(
            TableColumn(_("Skill"), 100 - 14 - width * len(book.report.roles)),
            TableColumn(book.others_title, 14, numeric=True),
            *(TableColumn(words.capital(role.name), width) for role in book.report.roles),
        ),
        rows=rows,
        notes=notes.under(),
    )


def _asks(book: Book, each: DimensionTexts, role: RoleTexts) -> str:
    """“4, core: 0.8 below”."""
    target = book.get(Measure.ROLE_TARGET, each.key, role=role.key)
    if target is None:
        return words.NOTHING
    weight = book.get(Measure.ROLE_IMPORTANCE, each.key, role=role.key)
    gap = book.get(Measure.ROLE_GAP, each.key, role=role.key)
    text = ", ".join([words.target(target), *([words.importance(weight)] if weight else [])])
    return f"{text}: {words.gap_words(gap, book.margin(each))}" if gap else text


def anchor(each: DimensionTexts) -> str:
    """Where a focus or a mandate stands in the report."""
    return f"{each.kind}-{each.key[:8]}"


# --- focus -------------------------------------------------------------------------------


def _focus(book: Book) -> Iterator[Keep]:
    for each in book.dimensions(Kind.FOCUS):
        heading = Heading(each.name, anchor=anchor(each))
        blocks: list[Block] = [heading, Text(each.description, "muted")]
        if sentence := focus_text(book, each):
            blocks.append(Text(sentence))
        if ranges := _ranges(book, each):
            blocks.append(ranges)
        yield Keep(tuple(blocks), "compact")
        yield Keep((_ends(book, each), statements(book, each)), "compact")


def focus_text(book: Book, each: DimensionTexts) -> str:
    """Where others see the attention, against what each role expects. Neither end is better."""
    place = {
        role.name: book.code(Measure.POSITION, each.key, group=Group.OTHERS, role=role.key)
        for role in book.report.roles
    }
    said = [
        _("{position} as {role}").format(
            position=words.POSITIONS[Position(code)](), role=words.brief_name(name)
        )
        for name, code in place.items()
        if code
    ]
    if not said or book.basis(each) is Basis.FEW:
        return ""
    alone = book.basis(each) is Basis.MANAGER
    text = _("Others see your attention at {others}: {places}.")
    if alone:
        text = _("Your attention, seen by your {manager} alone: {others}, {places}.")
    text = text.format(
        manager=book.name(Group.MANAGER), others=rated(book, each), places=join_names(said)
    )
    if book.concludes(each) and set(place.values()) in ({Position.BELOW}, {Position.ABOVE}):
        further = _(
            "That is further towards “{end}” than your role expects. It often says more about the "
            "work that lands on one desk than about you. See who looks after the other end."
        )
        near, far = ends(each)
        end = near if set(place.values()) == {Position.BELOW} else far
        return f"{text} {further.format(end=words.brief_name(end))}"
    return text


def ends(each: DimensionTexts) -> tuple[str, str]:
    """What the two ends of a focus are called: the labels of its lowest and highest level."""
    return each.levels[0].label, each.levels[-1].label


def _ranges(book: Book, each: DimensionTexts) -> Table | None:
    notes = Notes(book)
    rows = tuple(
        Row(words.capital(role.name), _range_cells(book, notes, each, role))
        for role in book.report.roles
        if book.get(Measure.RANGE_LOW, each.key, role=role.key)
    )
    if not rows:
        return None
    return Table(
        caption=_("Focus against the range that a role expects"),
        caption_hidden=True,
        columns=(
            TableColumn(_("Role"), 14),
            TableColumn(
                " ↔ ".join(ends(each)),
                31,
                axis=Axis(
                    _("{low} to {high}").format(low=ends(each)[0], high=ends(each)[1]),
                    book.scale,
                    "range",
                ),
            ),
            TableColumn(_("Range"), 8, numeric=True),
            TableColumn(_("You"), 7, numeric=True, symbol=words.shape(Group.SELF)),
            TableColumn(book.others_title, 9, numeric=True, symbol=words.shape(Group.OTHERS)),
            TableColumn(_("You stand"), 15),
            TableColumn(_("Seen as") if book.alone else _("Others see you"), 16),
        ),
        rows=rows,
        notes=notes.under(),
    )


def _range_cells(
    book: Book, notes: Notes, each: DimensionTexts, role: RoleTexts
) -> tuple[Cell, ...]:
    low = book.number(Measure.RANGE_LOW, each.key, role=role.key) or 0.0
    high = book.number(Measure.RANGE_HIGH, each.key, role=role.key) or 0.0
    marks = tuple(
        Mark(group.value, value)
        for group in (Group.SELF, Group.OTHERS)
        if (value := book.drawn(Measure.SCORE, each.key, group=group)) is not None
    )
    what = _("{dimension} of {role}").format(dimension=each.name, role=role.name)
    named = [(_("range"), f"{words.level(low)}–{words.level(high)}")]
    named += [
        (name, level)
        for name, group in ((_("you"), Group.SELF), (words.group(Group.OTHERS), Group.OTHERS))
        if (level := book.level(each, group))
    ]
    title = words.titled(what, named)
    return (
        Cell("", chart=Range(title, book.scale, marks, low, high)),
        Cell(f"{words.level(low)}–{words.level(high)}"),
        notes.cell(book.get(Measure.SCORE, each.key, group=Group.SELF)),
        notes.others(each, full=True),
        Cell(_where(book, each, role, Group.SELF)),
        Cell(_where(book, each, role, Group.OTHERS)),
    )


def _where(book: Book, each: DimensionTexts, role: RoleTexts, group: Group) -> str:
    if group is Group.OTHERS and book.basis(each) is Basis.FEW:
        return words.NOTHING
    code = book.code(Measure.POSITION, each.key, group=group, role=role.key)
    return words.PLACES[Position(code)]() if code else words.NOTHING


def _ends(book: Book, each: DimensionTexts) -> Table:
    """The two ends in words, and the level at which others see it."""
    others, top = book.tenths(each), book.report.framework.highest
    told = {1, top, nearest_level(others, top) if others else 1}
    return Table(
        caption=_("What the levels mean here"),
        columns=(TableColumn(_("Level"), 34), TableColumn(_("What people see"), 66)),
        rows=tuple(
            Row(f"{level.value} {level.label}", (Cell(level.anchor),))
            for level in each.levels
            if level.value in told
        ),
    )


# --- mandate -----------------------------------------------------------------------------


def _mandate(book: Book) -> Iterator[Keep]:
    for each in book.dimensions(Kind.MANDATE):
        blocks: list[Block] = [
            Heading(each.name, anchor=anchor(each)),
            Text(each.description, "muted"),
            Text(mandate_text(book, each)),
        ]
        yield Keep((*blocks, statements(book, each)), "compact")
        if callout := obstacle(book, each):
            yield Keep((callout,))
            if can := tuple(_council_can(book, each)):
                yield Keep(can)


def mandate_text(book: Book, each: DimensionTexts) -> str:
    """How the mandate is seen. It has no target and is nobody's fault."""
    others = book.seen_score(each)
    own = book.level(each, Group.SELF)
    if others is None:
        return _own_view(own)
    if others.value is None:
        reason = "" if book.silent else book.reason(others)
        return " ".join(filter(None, [reason, _own_view(own)]))
    text = _(
        "Others see what the council gives you at {others} of {top} ({ratings}). Level {level} is "
        "“{label}”."
    )
    if book.basis(each) is Basis.MANAGER:
        text = _(
            "What the council gives you, seen by your {manager} alone: {others} of {top} "
            "({ratings}). Level {level} is “{label}”."
        )
    score = Fraction(one_decimal(others.value))
    reached = each.levels[nearest_level(score, len(each.levels)) - 1]
    text = text.format(
        manager=book.name(Group.MANAGER),
        others=words.shown(others),
        top=book.report.framework.highest,
        ratings=book.raters(others),
        level=reached.value,
        label=words.brief_name(reached.label),
    )
    few = too_few() if book.basis(each) is Basis.FEW else ""
    return " ".join(filter(None, [text, few, _own_view(own)]))


def _own_view(own: str) -> str:
    return _("You see it at {own}.").format(own=own) if own else ""


def is_low(book: Book, each: DimensionTexts) -> bool:
    """Whether several people see a mandate below the middle of the scale, clearly."""
    return book.mandate_stands(each) is Position.BELOW


def obstacle(book: Book, each: DimensionTexts) -> Callout | None:
    """What a low mandate means beside the skills; nothing where it is not low or not shown."""
    if not is_low(book, each):
        return None
    if skills_hold(book):
        return Callout(
            _("The obstacle is not the person"),
            _(
                "Your raters see no skill below its target, and they see a low mandate. What is "
                "missing is for the council to give."
            ),
        )
    return Callout(
        _("Some of this is for the council to change"),
        _(
            "The mandate is low. Skills are harder to use, and to see, where authority, access or "
            "support are missing. Keep that in mind with every gap in this report."
        ),
    )


def skills_hold(book: Book) -> bool:
    """Whether several people see no skill below its target, and some at it or above."""
    shown = [skill for skill in book.dimensions(Kind.SKILL) if book.get(Measure.GAP, skill.key)]
    held = (Position.WITHIN, Position.ABOVE)
    return bool(shown) and all(book.stands(each) in held for each in shown)


def _council_can(book: Book, each: DimensionTexts) -> Iterator[Block]:
    score = book.tenths(each)
    reached = nearest_level(score, book.report.framework.highest) if score is not None else 0
    found = (*each.suggestions.get(reached, ()), *each.suggestions.get(reached + 1, ()))
    if found:
        yield Bullets(found, _("What the council can change"))
