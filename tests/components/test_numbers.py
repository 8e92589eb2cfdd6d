"""Large numbers have commas where people read them, and none where a machine does."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation


@pytest.mark.parametrize("language", ["en-gb", "cy"])
class TestALargeNumber:
    def test_has_commas_in_a_sentence(self, language: str) -> None:
        tally = SimpleNamespace(answered=9000, asked=18000)
        with translation.override(language):
            shown = render_to_string("rounds/_of.html", {"tally": tally})
        assert re.search("9,000 of? 18,000", shown)

    def test_has_none_in_the_address_of_a_page(self, language: str) -> None:
        page = Paginator(range(100_000), 50).page(1500)
        with translation.override(language):
            shown = render_to_string("rounds/_pages.html", {"page": page, "query": ""})
        assert re.search("(Page|Tudalen) 1,500 of? 2,000", shown)
        assert 'href="?page=1499"' in shown
        assert 'href="?page=1501"' in shown

    def test_has_none_in_a_bar_that_a_browser_draws(self, language: str) -> None:
        context = {
            "progress": SimpleNamespace(made=1200, total=2000, state="next"),
            "round": SimpleNamespace(pk="00000000-0000-0000-0000-000000000000"),
        }
        with translation.override(language):
            shown = render_to_string("partials/progress.html", context)
        assert re.search("1,200 of? 2,000 reports are ready|: 1,200 o'r 2,000", shown)
        assert 'max="2000" value="1200"' in shown

    def test_has_none_where_it_numbers_the_row_of_a_spreadsheet(self, language: str) -> None:
        problem = {"row": 1200, "column": "Group", "cell": "F1200", "message": "Unknown."}
        context = {"problems": [problem], "problem_count": 1500, "problems_left": 1200}
        with translation.override(language):
            shown = render_to_string("people/_problems.html", context)
        assert re.search("1,500 problems? (in the spreadsheet|yn y daenlen)", shown)
        assert ">1200</th>" in shown
