"""No committed file names a machine, a registry or a secret, and what users read is British."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, tracked_files

FORBIDDEN = {
    "a path of one machine": r"(?<![\w.:/-])/(work|root|home|Users|builds)/[\w.-]+",
    "a registry's host": (
        r"\b(registry|pypi|deb|security|archive|index|proxy)(\.\w+)*\.(org|io|com|net)\b"
        r"|\b\w+hosted\.org\b"
    ),
    "a download address in a lock file": r'"resolved":',
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a token": r"\b(AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|xox[abp]-[\w-]{20,})",
    "a password in an address": r"\w://[^\s/:@{}<>]+:(?!PASSWORD@)[^\s/:@{}<>$]+@",
    "a secret key": r"""SECRET_KEY\s*=\s*["'][^"']{16,}""",
}
# American stem → what we write; only stems that no British word has
AMERICAN = {
    r"behavior": "behaviour",
    r"cent(er)(s|ed)?\b": "centre",
    r"color": "colour",
    r"favor": "favour",
    r"honor": "honour",
    r"labor(?!at)": "labour",
    r"neighbor": "neighbour",
    r"\w{3,}(?<!pr)(?<!s)(?<!cap)iz(e[sd]?|ing|ation|ations)\b": "-ise",
    r"analyz": "analyse",
    r"catalog\b": "catalogue",
    r"cancel(ed|ing)\b": "cancelled",
    r"label(ed|ing)\b": "labelled",
    r"model(ed|ing)\b": "modelled",
    r"fulfill?s?\b(?<=fulfill)": "fulfil",
    r"enroll?s?\b(?<=enroll)": "enrol",
    r"skillful": "skilful",
    r"gray\b": "grey",
    r"judgment": "judgement",
}
WITHOUT_TEXT = re.compile(
    r"<(script|style)\b.*?</\1>|<!--.*?-->|\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL
)


def traces(text: str) -> list[str]:
    """What the text must not hold: kind and place."""
    return [
        f"{kind}: {match[0]}"
        for kind, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, text)
    ]


def americanisms(text: str) -> list[str]:
    found = [re.search(rf"\b\w*?{stem}\w*", text, re.IGNORECASE) for stem in AMERICAN]
    return [match[0] for match in found if match]


def visible_text(template: str) -> str:
    """What a template shows: no code, no attributes, but the sentences in its translate tags."""
    text = WITHOUT_TEXT.sub(" ", template)
    said = re.findall(r"""\{% translate ["'](.*?)["']""", text)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", text, flags=re.DOTALL)
    return "\n".join([text, *said])


def translated_strings(source: str) -> Iterator[str]:
    """The literals that Python hands to gettext."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"_", "gettext", "ngettext"}:
            yield from (
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def texts_for_users(path: Path) -> str:
    text, folders = path.read_text(encoding="utf-8"), path.relative_to(ROOT).parts
    if path.suffix == ".py":
        return "\n".join(translated_strings(text)) if "tests" not in folders else ""
    if "templates" in folders:
        return visible_text(text)
    return text if "data" in folders and path.suffix == ".json" else ""


def readable(path: Path) -> bool:
    return path.suffix in {".py", ".html", ".txt", ".json", ".svg", ".md", ".css", ".js"}


class TestCommittedFiles:
    def test_name_no_machine_no_registry_and_no_secret(self) -> None:
        found = {
            str(path.relative_to(ROOT)): traces(path.read_text(encoding="utf-8", errors="replace"))
            for path in tracked_files()
            if path != Path(__file__)
        }
        assert {path: lines for path, lines in found.items() if lines} == {}

    def test_speak_british_english_to_users(self) -> None:
        found = {
            str(path.relative_to(ROOT)): americanisms(texts_for_users(path))
            for path in tracked_files()
            if readable(path)
        }
        assert {path: words for path, words in found.items() if words} == {}


class TestTheReader:
    @pytest.mark.parametrize(
        "text",
        [
            "see /home/alice/notes.txt",
            'DATA = "/root/.cache"',
            "https://registry.example.org/x",
            "https://files.somehosted.org/",
            '"resolved": "https://example.com/x.tgz"',
            "-----BEGIN RSA PRIVATE KEY-----",
            "postgres://user:hunter2@db/skills",
            'SECRET_KEY = "0123456789abcdef0123"',
            "key AKIAABCDEFGHIJKLMNOP",
        ],
    )
    def test_finds_a_trace(self, text: str) -> None:
        assert len(traces(text)) == 1

    @pytest.mark.parametrize(
        "text",
        [
            "/usr/lib/postgresql/*/bin",
            "https://www.w3.org/TR/home/x",
            "postgres://USER:PASSWORD@db/skills",
            "redirect('/rounds/home/')",
            "SECRET_KEY = ENV.secret_key",
        ],
    )
    def test_leaves_the_rest_alone(self, text: str) -> None:
        assert traces(text) == []

    @pytest.mark.parametrize(
        "template",
        [
            "<p>Your organization</p>",
            "{% translate 'Choose a color' %}",
            "{% blocktranslate trimmed %}It was canceled{% endblocktranslate %}",
            "<p>Summarizing behaviors at the center</p>",
        ],
    )
    def test_finds_american_spelling(self, template: str) -> None:
        assert americanisms(visible_text(template))

    @pytest.mark.parametrize(
        "template",
        [
            '<p class="color" style="color: red">Colour</p>',
            "<style>p { color: red }</style>{# color #}",
            "<p>The size of the prize, seized, capsized, programme, laboratory, centred</p>",
            "<p>{{ color }} {% if center %}Centre{% endif %}</p>",
        ],
    )
    def test_knows_british_spelling_and_code(self, template: str) -> None:
        assert americanisms(visible_text(template)) == []

    def test_reads_what_python_says_to_users(self) -> None:
        source = 'from x import gettext as _\n_("Organize it")\ncolor = "color"\n'
        assert americanisms("\n".join(translated_strings(source))) == ["Organize"]
