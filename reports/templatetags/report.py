"""What report templates need beyond Django's own tags."""

from collections.abc import Iterator, Sequence

from django import template
from django.template import Context
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from assessment.languages import with_terms
from reports import charts
from reports.content.blocks import Cell, TableColumn

register = template.Library()


@register.filter
def drawn(chart: object) -> SafeString:
    """The chart as inline SVG."""
    return charts.draw(chart)


@register.simple_tag(takes_context=True)
def table_cell(context: Context, cell: Cell, column: TableColumn) -> SafeString:
    """A cell of a table: a drawing, or words with the mark of their note.

    No template of its own: a report has hundreds of cells, whose tags took a third of its time.
    """
    look = " ".join(filter(None, (cell.tone, "number" if column.numeric else "")))
    found = [f' class="{look}"' if look else "", _for_narrow_screens(cell, column, context)]
    if cell.chart:
        found.append(charts.draw(cell.chart))
    else:
        found.append(conditional_escape(with_terms(cell.text, context.get("terms"))))
        found.append(f"<br><small>{escape(cell.bound)}</small>" if cell.bound else "")
        found.append(f"&nbsp;<sup>{escape(cell.mark)}</sup>" if cell.mark else "")
    return mark_safe(f"<td{''.join(found)}</td>")  # noqa: S308 - each piece is escaped


def _for_narrow_screens(cell: Cell, column: TableColumn, context: Context) -> str:
    """The end of the tag; on the page a row becomes a list, where each cell has its own head."""
    if not context.get("on_page"):
        return ">"
    label = escape(f"{column.label} {column.symbol}")
    has_axis = cell.chart and column.axis
    axis = f'<div class="axis" aria-hidden="true">{drawn(column.axis)}</div>' if has_axis else ""
    return f' role="cell" data-label="{label}">{axis}'


@register.filter
def under(
    cells: Sequence[Cell], columns: Sequence[TableColumn]
) -> Iterator[tuple[Cell, TableColumn]]:
    """Each cell with its column; the first column is that of the row's own header."""
    return zip(cells, columns[1:], strict=True)
