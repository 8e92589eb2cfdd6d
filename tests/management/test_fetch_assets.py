"""manage.py fetch_assets"""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import CommandError, call_command

from assessment.checks import ASSETS
from assessment.management.commands.fetch_assets import FORBIDDEN, adapt

STYLE = (
    "@font-face{font-family:GDS Transport;src:url(/assets/light.woff2)}"
    ".a{font-family:GDS Transport,arial,sans-serif}"
    ".b:before{background-image:url(/assets/images/govuk-crest.svg);width:1px}"
    "\n/*# sourceMappingURL=govuk-frontend.min.css.map */"
)


class TestAdaptedFiles:
    def test_carry_nothing_of_gov_uk_and_no_missing_file(self) -> None:
        assert adapt(STYLE).strip() == (
            '.a{font-family:"Helvetica Neue",Helvetica,Arial,sans-serif}'
            ".b:before{background-image:none;width:1px}"
        )

    def test_lose_the_map_of_a_script(self) -> None:
        assert adapt("export{a};//# sourceMappingURL=a.js.map") == "export{a};"

    def test_stop_the_fetch_when_something_is_left(self) -> None:
        with pytest.raises(CommandError, match="@font-face"):
            adapt("@font-face /* new syntax */ {}")


class TestFetchedFiles:
    @pytest.mark.parametrize("name", ASSETS)
    def test_are_served_without_what_is_forbidden(self, name: str) -> None:
        found = finders.find(name)
        assert found is not None
        text = Path(str(found)).read_text(encoding="utf-8").lower()
        assert "govuk" in text
        assert not [mark for mark in FORBIDDEN if mark in text]

    def test_are_left_alone_when_they_are_up_to_date(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        style = settings.BASE_DIR / "static" / ASSETS[0]
        before = style.stat().st_mtime_ns
        call_command("fetch_assets")
        assert style.stat().st_mtime_ns == before
        assert capsys.readouterr().out == ""
