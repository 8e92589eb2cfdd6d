from __future__ import annotations

import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.models import AuditEvent, Council, Framework, Indicator, Target, User
from tests.admin_pages import fields, page, said
from tests.cast import NOW, make_framework, signed_in

IMPORT = "/admin/assessment/framework/import/"


def upload(client: Client, content: bytes, name: str = "framework.json") -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def exported(client: Client, framework: Framework, kind: str) -> bytes:
    response = client.get(page(framework, "change").replace("change/", f"export.{kind}"))
    assert response.status_code == 200
    return bytes(response.content)


@pytest.fixture
def next_version(framework: Framework, erin: User) -> Framework:
    """A draft of the framework with a few changes."""
    draft = frameworks.new_draft(
        framework=framework, council=None, version="1.1", name=framework.name, by=erin, at=NOW
    )
    Indicator.objects.filter(dimension__framework=draft, key="leadership-1").update(
        text="Shows leadership in a new way."
    )
    Target.objects.filter(role__framework=draft, dimension__key="leadership").update(level=5)
    draft.roles.filter(key="head-of-ict").update(position=0, purpose="")
    draft.roles.filter(key="e-champion").update(position=9)
    return draft


class TestComparePage:
    def test_sets_the_texts_side_by_side_and_marks_the_words(
        self, editor: Client, next_version: Framework
    ) -> None:
        response = editor.get(page(next_version, "compare"))
        html = re.sub(r"\s+", " ", response.content.decode())
        assert "Shows leadership in <del>way 1.</del>" in html
        assert "Shows leadership in <ins>a new way.</ins>" in html
        text = said(response)
        assert "e-champion × Leadership target level 4, supporting level 5, supporting" in text
        assert "order e-champion head of ICT head of ICT e-champion" in text

    def test_takes_any_other_version(
        self, editor: Client, framework: Framework, next_version: Framework
    ) -> None:
        other = make_framework(version="7.0")
        response = editor.get(page(framework, "compare"), {"with": str(other.pk)})
        assert "Small framework 7.0 Small framework 1.0" in said(response)
        assert "Leadership" not in said(response).split("Back to")[0].split("Where", 1)[1]

    def test_says_when_there_is_nothing_to_compare(
        self, editor: Client, framework: Framework
    ) -> None:
        assert "There is no other version to compare with." in said(
            editor.get(page(framework, "compare"))
        )

    @pytest.mark.parametrize("wrong", ["", "junk", "21e2e672-9718-4d3c-8c15-6032d5ab7f1f"])
    def test_with_a_wrong_id_finds_nothing(
        self, editor: Client, framework: Framework, wrong: str
    ) -> None:
        assert editor.get(page(framework, "compare"), {"with": wrong}).status_code == 404

    def test_shows_nothing_of_another_council(
        self, gwen: User, framework: Framework, brindle: Council
    ) -> None:
        theirs = make_framework(council=brindle)
        client = signed_in(gwen)
        url = page(framework, "compare")
        assert client.get(url, {"with": str(theirs.pk)}).status_code == 404
        assert str(theirs.pk) not in client.get(url).content.decode()
        assert client.get(page(theirs, "compare")).status_code == 404


class TestExport:
    @pytest.mark.parametrize("kind", ["json", "xlsx"])
    def test_holds_what_the_framework_says(
        self, editor: Client, framework: Framework, kind: str
    ) -> None:
        assert frameworks.read_file(exported(editor, framework, kind)) == selectors.read_content(
            framework
        )

    def test_knows_two_kinds_of_file(self, editor: Client, framework: Framework) -> None:
        url = page(framework, "change").replace("change/", "export.exe")
        assert editor.get(url).status_code == 404

    def test_of_another_council_is_not_there(self, gwen: User, brindle: Council) -> None:
        theirs = make_framework(council=brindle)
        url = page(theirs, "change").replace("change/", "export.json")
        assert signed_in(gwen).get(url).status_code == 404


class TestImport:
    @pytest.mark.parametrize("kind", ["json", "xlsx"])
    def test_shows_what_differs_and_saves_on_the_second_press(
        self, editor: Client, framework: Framework, erin: User, kind: str
    ) -> None:
        content = exported(editor, framework, "json")
        changed = content.replace(b"Shows leadership in way 1.", b"Leads meetings")
        if kind == "xlsx":
            changed = frameworks.write_xlsx(frameworks.read_file(changed))
        preview = upload(editor, changed, f"framework.{kind}")
        assert "Nothing is saved yet." in said(preview)
        assert "What differs from Small framework 1.0" in said(preview)
        assert "<ins>Leads meetings</ins>" in preview.content.decode()
        assert Framework.objects.count() == 1

        confirmation = fields(preview)
        assert confirmation["version"] == "1.1"
        response = editor.post(IMPORT, confirmation, follow=True)
        draft = Framework.objects.get(version="1.1")
        assert response.redirect_chain[-1][0] == page(draft)
        assert draft.is_draft
        assert Indicator.objects.filter(text="Leads meetings", dimension__framework=draft).exists()
        event = AuditEvent.objects.get()
        assert (event.action, event.by, event.subject_id) == ("framework.loaded", erin, draft.pk)

    def test_of_a_councils_editor_belongs_to_the_council(
        self, gwen: User, framework: Framework, ashford: Council
    ) -> None:
        client = signed_in(gwen)
        preview = upload(client, exported(client, framework, "json"))
        client.post(IMPORT, fields(preview))
        assert Framework.objects.get(council=ashford).version == "1.0"

    def test_asks_for_another_version_where_it_exists(
        self, editor: Client, framework: Framework
    ) -> None:
        preview = upload(editor, exported(editor, framework, "json"))
        response = editor.post(IMPORT, fields(preview) | {"version": "1.0"})
        assert "exists already" in said(response)
        assert Framework.objects.count() == 1

    def test_lists_what_the_draft_would_lack(self, editor: Client, framework: Framework) -> None:
        data = json.loads(exported(editor, framework, "json"))
        data["targets"] = []
        response = upload(editor, json.dumps(data).encode())
        assert "e-champion × Leadership: The target level and its importance" in said(response)

    def test_names_every_problem_of_a_file(self, editor: Client, framework: Framework) -> None:
        data = json.loads(exported(editor, framework, "json"))
        data["roles"][0]["name"] = 7
        data["dimensions"][1]["indicators"][0].pop("text")
        response = upload(editor, json.dumps(data).encode())
        assert "roles 1, name: must be a text." in said(response)
        assert "dimensions 2, indicators 1, text: is missing." in said(response)

    def test_names_a_problem_of_a_workbook_by_sheet_row_and_column(
        self, editor: Client, framework: Framework
    ) -> None:
        book = openpyxl.load_workbook(io.BytesIO(exported(editor, framework, "xlsx")))
        book["Indicators"]["C3"] = "=HYPERLINK(1)"
        book["Levels"]["B2"] = 9
        changed = io.BytesIO()
        book.save(changed)
        response = upload(editor, changed.getvalue(), "framework.xlsx")
        assert "sheet Indicators, row 3, text: holds a formula." in said(response)

    @pytest.mark.parametrize(
        "content",
        [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"PK\x03\x04 no workbook", b"[" * 200_000],
    )
    def test_refuses_what_is_no_framework(self, editor: Client, content: bytes) -> None:
        response = upload(editor, content)
        assert response.status_code == 200
        assert not Framework.objects.exists()
        assert "errorlist" in response.content.decode()

    def test_refuses_a_file_that_is_too_large(self, editor: Client) -> None:
        response = upload(editor, b" " * (frameworks.MOST_BYTES + 1))
        assert "larger than 1 MB" in said(response)

    @pytest.mark.parametrize("held", ["", "junk", "{}", "\ud800"])
    def test_checks_the_file_once_more_when_confirmed(self, editor: Client, held: str) -> None:
        sent = held.encode("utf-8", "surrogatepass")
        response = editor.post(
            IMPORT,
            b"name=x&version=1&held=" + sent,
            content_type="application/x-www-form-urlencoded",
        )
        assert "Choose the file once more." in said(response)
        assert not Framework.objects.exists()

    @pytest.mark.parametrize("who", ["alice", "olga"])
    def test_is_for_editors(self, who: str, request: pytest.FixtureRequest) -> None:
        client = signed_in(request.getfixturevalue(who))
        assert client.get(IMPORT, follow=True).status_code == 403
        assert client.post(IMPORT, {}, follow=True).status_code == 403
