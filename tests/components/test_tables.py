"""The table, the summary list and the links of templates, as HTML."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError

LOG = """{% load tables %}{% table caption="Log" empty="Nothing yet." OPTIONS %}
  {% column "Day" %}{% column "How many" numeric=True %}
{% rows %}
  {% for day, count in log %}
    {% row %}{% row_header %}{{ day }}{% endrow_header %}
    {% cell numeric=True %}{{ count }}{% endcell %}{% endrow %}
  {% endfor %}
{% endtable %}"""


def shown(source: str, **values: object) -> str:
    html = Template(source).render(Context(values))
    return "".join(line.strip() for line in html.splitlines())


def log(options: str = "", rows: tuple[tuple[str, int], ...] = (("1 May", 3),)) -> str:
    return shown(LOG.replace("OPTIONS", options), log=rows)


class TestATable:
    def test_has_a_caption_and_scopes(self) -> None:
        html = log()
        caption = '<caption class="govuk-table__caption govuk-table__caption--s">Log</caption>'
        assert caption in html
        assert '<th class="govuk-table__header" scope="col">Day</th>' in html
        assert '<th class="govuk-table__header" scope="row">1 May</th>' in html

    def test_sets_figures_to_the_right_in_column_and_cell(self) -> None:
        html = log()
        assert "govuk-table__header--numeric" in html
        assert '<td class="govuk-table__cell govuk-table__cell--numeric">3</td>' in html

    def test_scrolls_in_a_box_with_a_name_that_the_keyboard_reaches(self) -> None:
        box = '<div aria-label="Log" class="app-scroll" role="region" tabindex="0"><table'
        assert log().startswith(box)
        assert 'aria-labelledby="log"' in log('labelledby="log"')
        assert "<div" not in log("scroll=False")

    def test_says_what_it_has_been_told_to_say_without_rows(self) -> None:
        assert log(rows=()) == '<p class="govuk-body">Nothing yet.</p>'

    def test_has_no_classes_and_no_box_in_the_admin(self) -> None:
        html = log("plain=True")
        assert html.startswith("<table><caption>Log</caption><thead><tr>")
        assert "<td>3</td>" in html

    def test_escapes_what_it_is_given(self) -> None:
        assert "&lt;b&gt;" in log(rows=(("<b>", 1),))
        page = (
            "{% load tables %}{% table caption=name %}{% rows %}{% row %}{% endrow %}{% endtable %}"
        )
        assert "<b>" not in shown(page, name="<b>")

    def test_refuses_an_option_that_it_does_not_know(self) -> None:
        with pytest.raises(TemplateSyntaxError, match="captoin"):
            log('captoin="Log"')


class TestASummaryRow:
    ROW = (
        "{% load govuk %}{% link 'Change' '/x' about='roles' as change %}"
        "{% summary_row key='Roles' actions=change OPTIONS %}\n {{ text }}\n{% endsummary_row %}"
    )

    def test_shows_its_actions_with_what_they_are_about(self) -> None:
        html = shown(self.ROW.replace("OPTIONS", ""), text="<i>")
        assert '>Change<span class="govuk-visually-hidden"> roles</span></a></dd>' in html
        assert "&lt;i&gt;" in html

    def test_without_actions_keeps_its_columns_in_line(self) -> None:
        html = shown(self.ROW.replace("OPTIONS", "without_actions=True"))
        assert "govuk-summary-list__row--no-actions" in html
        assert "Change" not in html

    def test_shows_a_typed_text_without_the_white_space_of_the_template(self) -> None:
        html = Template(self.ROW.replace("OPTIONS", "typed=True")).render(Context({"text": "a\nb"}))
        assert 'app-comment" dir="auto">a\nb</dd>' in html
