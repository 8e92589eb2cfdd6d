"""The forms of a page, filled in and sent as a browser would, for tests without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSENT = {"submit", "button", "reset", "image"}
CHOSEN = {"radio", "checkbox"}


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    checked: bool = False


@dataclass
class Form:
    """A form that posts; `buttons` are the name and the value that each way to send it adds."""

    action: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def nothing(self) -> dict[str, list[str]]:
        """As somebody sends it who has emptied every field."""
        return _data(Field(f.name, f.kind, f.value if f.kind == "hidden" else "") for f in self.own)

    def as_it_is(self) -> dict[str, list[str]]:
        return _data(self.own)

    def nonsense(self) -> dict[str, list[str]]:
        """Something in every field, and nothing that it is for."""
        return _data(
            Field(f.name, f.kind, f.value if f.kind == "hidden" else "@x", checked=True)
            for f in self.own
        )

    def filled(self) -> dict[str, list[str]]:
        """Every field that is empty filled in, the first of all choices taken."""
        taken = {f.name for f in self.own if f.checked}
        found = []
        for each in self.own:
            value, first = each.value, each.kind in CHOSEN and each.name not in taken
            if not value and each.kind not in CHOSEN | {"hidden"}:
                value = FILLED.get(each.kind, "Nia")
                value = "nia@example.gov.uk" if "email" in each.name else value
            taken |= {each.name} if first else set()
            found.append(Field(each.name, each.kind, value, each.checked or first))
        return _data(found)

    @property
    def takes_file(self) -> bool:
        return any(each.kind == "file" for each in self.fields)

    @property
    def own(self) -> list[Field]:
        return [each for each in self.fields if each.kind not in {"file", *UNSENT}]


FILLED = {"email": "nia@example.gov.uk", "number": "3", "password": "a long enough secret 9"}


def _data(fields: Iterator[Field] | list[Field]) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for each in fields:
        if each.kind not in CHOSEN or each.checked:
            sent.setdefault(each.name, []).append(each.value)
    return sent


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.open: Form | None = None
        self.select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(given.get("action", ""))
            if given.get("method", "").lower() == "post":
                self.found.append(self.open)
        elif self.open is not None:
            self._inside(self.open, tag, given)

    def _inside(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "button" or (tag == "input" and kind in UNSENT):
            if given.get("type", "submit") == "submit":
                form.buttons.append((name, given.get("value", "")))
        elif tag == "option" and self.select is not None:
            if "selected" in given or not self.select.value:
                self.select.value = given.get("value", "")
        elif tag in {"input", "select", "textarea"} and name:
            kind = kind if tag == "input" else tag
            made = Field(name, kind, given.get("value", ""), "checked" in given)
            made.value = made.value or ("on" if kind in CHOSEN else "")
            form.fields.append(made)
            self.select = made if tag == "select" else self.select

    def handle_data(self, data: str) -> None:
        if self.lasttag == "textarea" and self.open is not None and self.open.fields:
            last = self.open.fields[-1]
            if last.kind == "textarea":
                last.value += data if last.value else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.lasttag = ""


def forms_on(html: str) -> list[Form]:
    """Every form of a page that posts."""
    reader = _Forms()
    reader.feed(html)
    return reader.found
