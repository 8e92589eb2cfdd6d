"""What a report is made of: words and finished numbers, the same for the page and the PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from reports.content.plots import Axis, Chart, Field, OfCouncil, Symbol


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `mark` points to a note under the table, `tone` names a look.

    `bound` stands small on a line of its own below the text.
    """

    text: str
    mark: str = ""
    tone: str = ""
    chart: Chart | None = None
    bound: str = ""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`width` in percent of the table; numbers are set flush right.

    `axis` numbers the levels above the charts of the column.
    """

    label: str
    width: int
    numeric: bool = False
    symbol: str = ""
    axis: Axis | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """`anchor` is where more about it stands."""

    header: str
    cells: tuple[Cell, ...]
    tone: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    template: ClassVar[str] = "reports/blocks/table.html"
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...] = ()
    caption_hidden: bool = False

    @property
    def is_wide(self) -> bool:
        """Too wide for a phone, where each row becomes a list of its cells."""
        charts = [cell.chart for row in self.rows for cell in row.cells]
        return len(self.columns) > 3 or any(c and not isinstance(c, Symbol) for c in charts)

    @property
    def has_charts(self) -> bool:
        """Whether a cell is a drawing, beside which words stand in the middle."""
        return any(cell.chart for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Text:
    template: ClassVar[str] = "reports/blocks/text.html"
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    template: ClassVar[str] = "reports/blocks/bullets.html"
    items: tuple[str, ...]
    title: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    template: ClassVar[str] = "reports/blocks/heading.html"
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """One thing that the reader should not miss."""

    template: ClassVar[str] = "reports/blocks/callout.html"
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that the report says, with its figures and a link to where they stand.

    `place` is the anchor there, `part` what it is called.
    """

    template: ClassVar[str] = "reports/blocks/message.html"
    key: str
    title: str
    text: str
    place: str
    part: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingBlock:
    """A declared rule that fired: its sentence, the figures it stands on, and what helps.

    `key` is the rule; `place` and `part` lead to where more stands.
    """

    template: ClassVar[str] = "reports/council/reading.html"
    key: str
    title: str
    text: str
    figures: tuple[str, ...]
    helps: tuple[str, ...]
    place: str
    part: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, as typed, with the direction of its script."""

    text: str
    direction: str = "ltr"

    @property
    def is_long(self) -> bool:
        """Too long to be kept whole: the page before it would stay empty."""
        return len(self.text) > 600 or self.text.count("\n") > 12


@dataclass(frozen=True, slots=True)
class Quotes:
    """On paper stand the first `printed` of them; all do where that is None."""

    template: ClassVar[str] = "reports/blocks/quotes.html"
    title: str
    quotes: tuple[Quote, ...]
    printed: int | None = None

    @property
    def fits(self) -> int:
        return len(self.quotes) if self.printed is None else self.printed

    @property
    def beyond(self) -> int:
        """How many the page on the screen has besides."""
        return len(self.quotes) - self.fits


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    template: ClassVar[str] = "reports/blocks/facts.html"
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A goal of the plan sheet; empty texts are printed as room to write.

    `why` is made of figures, `reason` is the participant's own; `skill` is the key of the skill
    that it is about, and `anchor` where that stands. `later` are suggestions for the next level.
    """

    number: int
    title: str
    why: str
    suggestions: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    reason: str = ""
    text: str = ""
    sign_of_success: str = ""
    review_on: str = ""
    skill: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    template: ClassVar[str] = "reports/blocks/plan.html"
    goal: PlannedGoal


@dataclass(frozen=True, slots=True)
class EarlierGoal:
    skill: str
    text: str
    sign_of_success: str = ""


@dataclass(frozen=True, slots=True)
class LookBack:
    """A goal of the round before, with room to say how it went."""

    template: ClassVar[str] = "reports/blocks/look_back.html"
    goal: EarlierGoal


@dataclass(frozen=True, slots=True)
class Room:
    """Room to write by hand."""

    template: ClassVar[str] = "reports/blocks/room.html"
    label: str


Block: TypeAlias = (
    Table
    | Text
    | Bullets
    | Heading
    | Callout
    | Message
    | ReadingBlock
    | Quotes
    | Facts
    | Plan
    | LookBack
    | Room
    | Field
    | OfCouncil
)


@dataclass(frozen=True, slots=True)
class Keep:
    """Blocks that stay together on a page."""

    blocks: tuple[Block, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A numbered part. One without groups is left out, and the contents say `absent` instead.

    `look` is “fresh” where it starts on a page of its own, “columns” where it runs in two.
    """

    key: str
    title: str
    number: int
    groups: tuple[Keep, ...] = ()
    absent: str = ""
    look: str = ""

    def laid_out(self) -> Iterator[tuple[Keep, list[tuple[Block, str]]]]:
        """Each block with the heading above it, which tells tables of one caption apart."""
        heading = ""
        for keep in self.groups:
            blocks: list[tuple[Block, str]] = []
            for block in keep.blocks:
                heading = block.text if isinstance(block, Heading) else heading
                blocks.append((block, heading))
            yield keep, blocks


@dataclass(frozen=True, slots=True)
class Cover:
    """`brief` says in a line what the facts say at length; the page begins with it."""

    product: str
    title: str
    name: str
    roles: str
    brief: str
    facts: tuple[Fact, ...]
    raters: Table
    purpose: str
    confidentiality: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report. `fingerprint` is the hash of everything else in it.

    `edition` is empty for the one that is read, else says which it is.
    """

    key: str
    language: str
    title: str
    file_name: str
    released_on: str
    running_head: str
    cover: Cover
    parts: tuple[ReportSection, ...]
    edition: str = ""
    fingerprint: str = ""

    @property
    def left_out(self) -> list[tuple[list[str], str]]:
        """The titles of parts that are left out, by the reason."""
        found: dict[str, list[str]] = {}
        for part in self.parts:
            if part.absent:
                found.setdefault(part.absent, []).append(part.title)
        return [(titles, reason) for reason, titles in found.items()]

    @property
    def first(self) -> tuple[ReportSection, ...]:
        """The part that says what the others hold; on the page it comes before the contents."""
        return self.parts[:1]

    @property
    def rest(self) -> tuple[ReportSection, ...]:
        return self.parts[1:]

    @property
    def repeated(self) -> frozenset[str]:
        """Headings and captions that stand in it more than once; on the page each needs more."""
        found = Counter(
            block.text if isinstance(block, Heading) else block.caption
            for part in self.parts
            for keep in part.groups
            for block in keep.blocks
            if isinstance(block, Heading | Table)
        )
        return frozenset(text for text, times in found.items() if times > 1)
