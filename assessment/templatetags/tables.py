"""The one table of the product: caption, scopes, and a box that scrolls on a narrow screen.

{% table caption=_("Deletion log") caption_hidden=True empty=_("Nothing has been deleted.") %}
  {% column _("Day") %}
  {% column _("How many") numeric=True %}
{% rows %}
  {% for each in log %}
    {% row %}
      {% row_header %}{{ each.day }}{% endrow_header %}
      {% cell numeric=True %}{{ each.count }}{% endcell %}
    {% endrow %}
  {% endfor %}
{% endtable %}

The caption, `label`, or the element `labelledby` names the box; `scroll=False` leaves it out where
a table is narrow. `plain=True` is the look of Django's admin, which needs no classes and no box.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template import Context
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Parser,
    Token,
    token_kwargs,
)
from django.template.exceptions import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_PLAIN = "table_is_plain"
OPTIONS = {
    "caption": "",
    "caption_hidden": False,
    "caption_size": "s",
    "classes": "",
    "empty": "",
    "label": "",
    "labelledby": "",
    "plain": False,
    "scroll": True,
    "small": True,
}
"""What may be said of a table, and what holds where nothing is said."""


@register.tag("table")
def parse_table(parser: Parser, token: Token) -> TableNode:
    """Columns up to {% rows %}, rows up to {% endtable %}."""
    bits = token.split_contents()[1:]
    options = token_kwargs(bits, parser)
    if unknown := [*bits, *sorted(set(options) - set(OPTIONS))]:
        raise TemplateSyntaxError(f"“table” does not take {', '.join(unknown)}.")
    columns = parser.parse(("rows",))
    parser.delete_first_token()
    rows = parser.parse(("endtable",))
    parser.delete_first_token()
    return TableNode(options, columns, rows)


class TableNode(Node):
    child_nodelists = ("columns", "rows")

    def __init__(
        self, options: dict[str, FilterExpression], columns: NodeList, rows: NodeList
    ) -> None:
        self.options, self.columns, self.rows = options, columns, rows

    def render(self, context: Context) -> SafeString:
        said = {name: each.resolve(context) for name, each in self.options.items()}
        options = OPTIONS | said
        with context.push(**{_PLAIN: options["plain"]}):
            rows = self.rows.render(context)
            if options["empty"] and not rows.strip():
                return _empty(options)
            headings = _element(context, "tr", "row", self.columns.render(context))
            content = (
                _caption(context, options)
                + _element(context, "thead", "head", headings)
                + _element(context, "tbody", "body", rows)
            )
            return _boxed(options, _table(options, content))


def _empty(options: dict[str, Any]) -> SafeString:
    classes = None if options["plain"] else "govuk-body"
    return format_html("<p{}>{}</p>", flatatt({"class": classes}), options["empty"])


def _caption(context: Context, options: dict[str, Any]) -> SafeString:
    if not options["caption"]:
        return SafeString()
    size = f"govuk-table__caption--{options['caption_size']}"
    look = "govuk-visually-hidden" if options["caption_hidden"] else size
    classes = "" if options["plain"] else look
    return _element(context, "caption", "caption", options["caption"], classes=classes)


def _table(options: dict[str, Any], content: SafeString) -> SafeString:
    small = " govuk-table--small-text-until-tablet" if options["small"] else ""
    own = "" if options["plain"] else f"govuk-table{small}"
    classes = f"{own} {options['classes']}".strip()
    return format_html("<table{}>{}</table>", flatatt({"class": classes or None}), content)


def _boxed(options: dict[str, Any], table: SafeString) -> SafeString:
    if options["plain"] or not options["scroll"]:
        return table
    label = None if options["labelledby"] else options["label"] or options["caption"]
    box = {
        "class": "app-scroll",
        "role": "region",
        "aria-label": label,
        "aria-labelledby": options["labelledby"] or None,
        "tabindex": "0",
    }
    return format_html("<div{}>{}</div>", flatatt(box), table)


@register.simple_tag(takes_context=True)
def column(context: Context, label: Any, numeric: bool = False) -> SafeString:
    """The heading of a column."""
    return _element(context, "th", "header", label, numeric, scope="col")


@register.simple_block_tag(takes_context=True)
def row(context: Context, content: str) -> SafeString:
    """A row of cells."""
    return _element(context, "tr", "row", content)


@register.simple_block_tag(takes_context=True)
def row_header(context: Context, content: str, classes: str = "", **attributes: Any) -> SafeString:
    """The cell that names its row."""
    return _element(context, "th", "header", content, classes=classes, scope="row", **attributes)


@register.simple_block_tag(takes_context=True)
def cell(
    context: Context, content: str, numeric: bool = False, classes: str = "", **attributes: Any
) -> SafeString:
    """Any other cell; `numeric` as its column is."""
    return _element(context, "td", "cell", content, numeric, classes, **attributes)


def _element(
    context: Context,
    tag: str,
    part: str,
    content: Any,
    numeric: bool = False,
    classes: str = "",
    **attributes: Any,
) -> SafeString:
    own = [] if context[_PLAIN] else [f"govuk-table__{part}"]
    if numeric and own:
        own.append(f"govuk-table__{part}--numeric")
    names = " ".join([*own, classes]).strip()
    given = {name.replace("_", "-"): value for name, value in attributes.items()}
    attrs = flatatt({"class": names or None, **given})
    return format_html("<{}{}>{}</{}>", tag, attrs, content, tag)
