"""Whatever the product says to people goes through gettext, so that a catalogue can follow."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.house.source import ROOT, Module, product_modules, tracked_files

# Said with gettext; what is left of a template after these are taken out is its own.
TRANSLATED = re.compile(
    r"\{% blocktranslate\b.*?\{% endblocktranslate %\}|\{% translate .*?%\}", re.DOTALL
)
UNSEEN = re.compile(
    r"\{#.*?#\}|\{% comment\b.*?\{% endcomment %\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL
)
LETTERS = re.compile(r"[^\W\d_]")
SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "label"}
BUTTONS = {"submit", "button", "reset"}
# {% govuk "button" text="Save" %} says “Save”.
SAYS = re.compile(
    r"""\b(?:\w+_)?(?:text|label|title|caption|legend|empty|action|about|key)=(["'])(.*?)\1"""
)
COMPONENT = re.compile(r"\{% (?:govuk\w*|table|summary_row) .*?%\}", re.DOTALL)


class _Visible(HTMLParser):
    """The text that a page shows or has read out, with its line."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style"}
        kind = dict(attrs).get("type")
        for name, value in attrs:
            button = tag == "input" and name == "value" and kind in BUTTONS
            if value and (name in SPOKEN_ATTRIBUTES or button):
                self.found.append((self.getpos()[0], value))

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append((self.getpos()[0], data))


def untranslated(template: str) -> list[str]:
    """What a template says without gettext, each with its line."""
    own = TRANSLATED.sub(_blank, template)
    found = [
        (own.count("\n", 0, tag.start()) + 1, said[2])
        for tag in COMPONENT.finditer(own)
        for said in SAYS.finditer(tag[0])
    ]
    parser = _Visible()
    parser.feed(UNSEEN.sub(_blank, own))
    parser.close()
    return [
        f"{line}: {' '.join(text.split())}"
        for line, text in [*found, *parser.found]
        if LETTERS.search(text)
    ]


def _blank(match: re.Match[str]) -> str:
    """As many lines, and nothing on them."""
    return "\n" * match[0].count("\n")


def templates() -> Iterator[Path]:
    for path in tracked_files():
        relative = path.relative_to(ROOT)
        if relative.parts[0] == "templates" and path.suffix in {".html", ".txt"}:
            yield path


# --- Python -------------------------------------------------------------------------------

TO_PEOPLE = {"success", "info", "warning", "error"}
KEYWORDS = {"label", "help_text", "verbose_name", "verbose_name_plural", "description"}
ROOMS = re.compile(
    r"assessment\.(forms|services|views|admin|spreadsheets|accounts|components)\b|reports"
)


def refusals(modules: list[Module]) -> set[str]:
    """The names of Refused, of ValidationError, and of everything made from them."""
    names = {"Refused", "ValidationError", "Unreadable"}
    classes = [
        (node.name, {ast.unparse(base).split(".")[-1] for base in node.bases})
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    ]
    while more := {name for name, bases in classes if bases & names} - names:
        names |= more
    return names


def unspoken(module: Module, names: set[str]) -> list[str]:
    """The strings that a module says to people without gettext."""
    return [
        f"{module.name}:{each.lineno}: {ast.unparse(each)[:80]}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        for each in _said(node, names)
        if _is_plain(each)
    ]


def _said(call: ast.Call, names: set[str]) -> Iterator[ast.expr]:
    function = ast.unparse(call.func)
    if function.split(".")[-1] in names:
        yield from call.args[:1]
    if function.startswith("messages.") and function.split(".")[-1] in TO_PEOPLE:
        yield from call.args[1:2]
    for keyword in call.keywords:
        if keyword.arg in KEYWORDS:
            yield keyword.value
        if keyword.arg == "error_messages" and isinstance(keyword.value, ast.Dict):
            yield from keyword.value.values


def _is_plain(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_plain(node.left) or _is_plain(node.right)
    if isinstance(node, ast.JoinedStr):
        return any(_is_plain(part) for part in node.values)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text and bool(LETTERS.search(node.value))  # type: ignore[attr-defined]


class TestTheProduct:
    def test_says_nothing_in_a_template_without_gettext(self) -> None:
        found = {
            str(path.relative_to(ROOT)): untranslated(path.read_text(encoding="utf-8"))
            for path in templates()
        }
        assert {path: lines for path, lines in found.items() if lines} == {}

    def test_says_nothing_in_python_without_gettext(self) -> None:
        modules = list(product_modules())
        names = refusals(modules)
        chosen = [m for m in modules if ROOMS.match(m.name) and ".management." not in m.name]
        assert [line for module in chosen for line in unspoken(module, names)] == []


class TestTheReader:
    @pytest.mark.parametrize(
        "template",
        [
            "<p>Hello</p>",
            "{% translate 'Hello' %} there",
            "{% blocktranslate %}Hello{% endblocktranslate %}, {{ name }}: welcome",
            '<img alt="A chart">',
            '<input type="submit" value="Save">',
            '<nav aria-label="Menu"></nav>',
            '{% govuk "button" text="Save" %}',
            "{% govuk_html 'details' summary_text='More' %}",
            "{% if x %}é{% endif %}",
        ],
    )
    def test_finds_what_is_said_plainly(self, template: str) -> None:
        assert len(untranslated(template)) == 1

    @pytest.mark.parametrize(
        "template",
        [
            "<p>{% translate 'Hello' %} – {{ name }}: 1.</p>",
            "{% blocktranslate trimmed %}\nHello {{ name }}\n{% endblocktranslate %}",
            "<script>say('hello')</script><style>p { color: red }</style>",
            "{# a remark #}{% comment %}more{% endcomment %}",
            '<input type="hidden" name="next" value="there"><p class="big" lang="cy">4</p>',
            "{% translate 'Save' as act %}{% govuk 'button' text=act %}",
            "{% if state == 'open' %}×{% endif %}&nbsp;→",
        ],
    )
    def test_leaves_the_rest_alone(self, template: str) -> None:
        assert untranslated(template) == []

    def test_says_the_line(self) -> None:
        template = "{% blocktranslate %}\n\n{% endblocktranslate %}\n<p>Hello</p>"
        assert untranslated(template) == ["4: Hello"]

    @pytest.mark.parametrize(
        "source",
        [
            'class TooLate(Refused): pass\nraise TooLate("Too late.")',
            'raise forms.ValidationError(f"No {x}")',
            'raise Refused("Row %d" % 3)',
            'messages.success(request, "Saved.")',
            'forms.CharField(label="Name")',
            'forms.CharField(error_messages={"required": "Enter it."})',
        ],
    )
    def test_finds_what_python_says_plainly(self, source: str) -> None:
        module = Module("assessment.views.x", source)
        assert len(unspoken(module, refusals([module]))) == 1

    @pytest.mark.parametrize(
        "source",
        [
            'raise Refused(_("Too late."))',
            'raise Refused(str(error)); Refused("\\n".join(lines))',
            'messages.success(request, _("%s is open.") % round)',
            'forms.CharField(label=gettext_lazy("Name"), max_length=3)',
            'log.warning("The mail server is away.")',
            "raise Refused(f'{a}, {b}')",
        ],
    )
    def test_leaves_what_is_translated_alone(self, source: str) -> None:
        module = Module("assessment.views.x", source)
        assert unspoken(module, refusals([module])) == []
