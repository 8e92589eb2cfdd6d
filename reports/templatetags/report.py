"""What report templates need beyond Django's own tags."""

from collections.abc import Iterator, Sequence

from django import template
from django.utils.safestring import SafeString

from reports import charts
from reports.content.blocks import Cell, TableColumn

register = template.Library()


@register.filter
def drawn(chart: object) -> SafeString:
    """The chart as inline SVG."""
    return charts.draw(chart)


@register.filter
def under(
    cells: Sequence[Cell], columns: Sequence[TableColumn]
) -> Iterator[tuple[Cell, TableColumn]]:
    """Each cell with its column; the first column is that of the row's own header."""
    return zip(cells, columns[1:], strict=True)
