"""What report templates need beyond Django's own tags."""

from collections.abc import Iterator, Sequence

from django import template
from django.template import Context
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from assessment.templatetags.voice import say
from reports import charts
from reports.content.blocks import Cell, TableColumn

register = template.Library()


@register.filter
def drawn(chart: object) -> SafeString:
    """The chart as inline SVG."""
    return charts.draw(chart)


@register.simple_tag(takes_context=True)
def figure(context: Context, cell: Cell) -> SafeString:
    """What a cell of a table shows: its drawing, or its words with the mark of its note.

    No template of its own: a report has hundreds, and including one takes longer than this.
    """
    if cell.chart:
        return charts.draw(cell.chart)
    bound = f"<br><small>{escape(cell.bound)}</small>" if cell.bound else ""
    mark = f"&nbsp;<sup>{escape(cell.mark)}</sup>" if cell.mark else ""
    words = conditional_escape(say(context, cell.text))
    return mark_safe(f"{words}{bound}{mark}")  # noqa: S308 - each piece is escaped


@register.filter
def under(
    cells: Sequence[Cell], columns: Sequence[TableColumn]
) -> Iterator[tuple[Cell, TableColumn]]:
    """Each cell with its column; the first column is that of the row's own header."""
    return zip(cells, columns[1:], strict=True)
