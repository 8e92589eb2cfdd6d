"""Every form goes through crispy-forms: its fields and buttons are said in Python, not drawn."""

import re
from collections.abc import Iterator

from tests.house.source import ROOT, product_modules, tracked_files

CONTROL = re.compile(r"<(?:form|input|select|textarea|button)\b")
FIELD = re.compile(r"\{% govuk_field\b")
PACK = ("govuk/", "admin_forms/")
BY_HAND = {
    "partials/navigation.html": "opens the menu by a script, and belongs to no form",
    "assessment.answering.forms.based": "hidden values of one name, on the page that must be fast",
    "assessment.frameworks.admin.drafts": "a cell of a list of Django's admin, within its form",
}


def by_hand() -> Iterator[str]:
    """Templates and modules that write a control themselves; the template packs may."""
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        inner = name.removeprefix("templates/")
        if inner == name or inner.startswith(PACK):
            continue
        text = path.read_text(encoding="utf-8")
        if CONTROL.search(text) or FIELD.search(text):
            yield inner
    for module in product_modules():
        if CONTROL.search(module.text):
            yield module.name


class TestAForm:
    def test_is_drawn_by_hand_only_where_there_is_a_reason(self) -> None:
        assert sorted(by_hand()) == sorted(BY_HAND)
