from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.management.commands.load_frameworks import DATA
from assessment.models import AuditEvent, Council, Framework, Target
from tests.cast import NOW, make_framework


@pytest.fixture
def run(db: None, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*words: str) -> str:
        call_command("frameworks", *words)
        return capsys.readouterr().out

    return call


class TestList:
    def test_names_every_version_with_its_state(self, run: Any, framework: Framework) -> None:
        make_framework(version="1.1", published=False)
        assert run("list") == "small-framework@1.0\tpublished\nsmall-framework@1.1\tdraft\n"

    def test_of_a_council_names_its_own(
        self, run: Any, framework: Framework, ashford: Council
    ) -> None:
        make_framework(council=ashford, version="5.0")
        assert run("--council", ashford.name, "list") == "small-framework@5.0\tpublished\n"

    def test_of_no_council_says_so(self, run: Any) -> None:
        with pytest.raises(CommandError, match="no council called Atlantis"):
            run("--council", "Atlantis", "list")


class TestTranslate:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / "small-framework-1.0.cy.json"
        data = {
            "format": 1,
            "language": "cy",
            "framework": "small-framework",
            "version": "1.0",
            "dimensions": {"communication": {"name": "Cyfathrebu"}},
        }
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    def test_gives_a_draft_its_texts_and_lists_what_is_missing(self, run: Any, file: Path) -> None:
        draft = make_framework(published=False)
        said = run("translate", str(file))
        assert "missing\tCommunication, description" in said
        assert "Communication, name" not in said
        assert said.endswith("Small framework 1.0 has 1 texts in Welsh.\n")
        found = draft.dimensions.get(key="communication").text_in("name", "cy")
        assert found == ("Cyfathrebu", "cy")

    def test_leaves_a_published_framework_alone(
        self, run: Any, file: Path, framework: Framework
    ) -> None:
        with pytest.raises(CommandError, match="never changes"):
            run("translate", str(file))

    def test_of_a_framework_that_is_not_here_says_so(self, run: Any, file: Path) -> None:
        with pytest.raises(CommandError, match=r"no framework small-framework@1\.0"):
            run("translate", str(file))

    def test_lets_the_draft_be_published_only_with_a_decision(self, run: Any, file: Path) -> None:
        make_framework(published=False)
        run("translate", str(file))
        with pytest.raises(CommandError, match="Welsh: Communication, description"):
            run("publish", "small-framework@1.0")
        assert "is published" in run("publish", "small-framework@1.0", "--with-gaps")


class TestLoadingTheShippedFrameworks:
    def test_brings_every_text_in_welsh(self, db: None) -> None:
        call_command("load_frameworks", verbosity=0)
        for framework in Framework.objects.published():
            content = selectors.read_content(framework)
            count = selectors.count_gaps(selectors.translation_lines(content, "cy"))
            assert count.texts > 190
            assert count.is_whole

    def test_leaves_a_version_without_welsh_as_it_is(self, db: None) -> None:
        data = json.loads((DATA / "e-government-roles-1.0.json").read_bytes())
        draft = frameworks.import_draft(data=data, council=None, by=None, at=NOW)
        frameworks.publish(framework=draft, by=None, at=NOW)
        call_command("load_frameworks", verbosity=0)
        assert Framework.objects.get(key="e-government-roles", version="1.0").translations == {}


class TestExport:
    @pytest.mark.parametrize("ending", ["json", "xlsx"])
    def test_writes_a_file(
        self, run: Any, framework: Framework, tmp_path: Path, ending: str
    ) -> None:
        path = tmp_path / f"framework.{ending}"
        run("export", "small-framework@1.0", str(path))
        assert frameworks.read_file(path.read_bytes()) == selectors.read_content(framework)

    def test_writes_json_to_the_terminal(self, run: Any, framework: Framework) -> None:
        assert json.loads(run("export", "small-framework@1.0"))["key"] == "small-framework"

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["export", "golf@1.0"], "There is no framework golf@1.0."),
            (["export", "small-framework@1.0", "framework.doc"], "must end with .json or .xlsx"),
            (["export", "small-framework@1.0", "/nowhere/framework.json"], "No such file"),
        ],
    )
    def test_says_what_is_wrong(
        self, run: Any, framework: Framework, words: list[str], sentence: str
    ) -> None:
        with pytest.raises(CommandError, match=sentence):
            run(*words)


class TestImport:
    @pytest.fixture
    def path(self, framework: Framework, tmp_path: Path) -> Path:
        path = tmp_path / "framework.json"
        content = frameworks.write_json(selectors.read_content(framework))
        path.write_bytes(content.replace(b'"version": "1.0"', b'"version": "2.0"'))
        return path

    def test_makes_a_draft(self, run: Any, path: Path) -> None:
        assert "Small framework 2.0 is here as a draft." in run("import", str(path))
        assert Framework.objects.get(version="2.0").is_draft
        assert AuditEvent.objects.get().action == "framework.loaded"

    def test_can_be_tried_without_saving(self, run: Any, path: Path) -> None:
        assert "Nothing was saved." in run("import", str(path), "--dry-run")
        assert Framework.objects.count() == 1

    def test_refuses_what_is_there_and_what_is_none(self, run: Any, path: Path) -> None:
        run("import", str(path))
        with pytest.raises(CommandError, match="exists already"):
            run("import", str(path))
        path.write_text("{}")
        with pytest.raises(CommandError, match="name: is missing"):
            run("import", str(path))


class TestCheckAndPublish:
    def test_lists_what_is_missing_and_fails(self, run: Any, capsys: Any) -> None:
        make_framework(published=False)
        Target.objects.all().delete()
        with pytest.raises(SystemExit) as ended:
            run("check", "small-framework@1.0")
        assert ended.value.code == 1
        assert "mend\te-champion × Focus: The expected range is missing." in capsys.readouterr().out
        with pytest.raises(CommandError, match="The expected range is missing"):
            run("publish", "small-framework@1.0")

    def test_publishes_a_complete_draft(self, run: Any) -> None:
        make_framework(published=False)
        assert run("publish", "small-framework@1.0") == "Small framework 1.0 is published.\n"
        assert not Framework.objects.get().is_draft


class TestCompare:
    def test_says_what_differs(self, run: Any, framework: Framework) -> None:
        make_framework(version="2.0", published=False)
        assert run("compare", "small-framework@1.0", "small-framework@2.0") == (
            "Framework, version\n  - 1.0\n  + 2.0\n"
        )
