from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from assessment.models import (
    AuditEvent,
    Framework,
    Target,
    User,
)
from tests.admin_pages import fields, page, said, save


class TestTargetsPage:
    def test_shows_what_is_set(self, editor: Client, draft: Framework) -> None:
        shown = fields(editor.get(page(draft, "targets")))
        assert shown["e-champion.communication.level"] == "4.0"
        assert shown["e-champion.communication.importance"] == "2"
        assert shown["head-of-ict.focus.range_high"] == "4.5"
        assert not [name for name in shown if "mandate" in name]

    def test_saves_every_cell_at_once(self, editor: Client, draft: Framework, erin: User) -> None:
        untouched = set(Target.objects.filter(role__key="e-champion").values_list("pk", flat=True))
        changes = {
            "head-of-ict.communication.level": "2.5",
            "head-of-ict.leadership.level": "",
            "head-of-ict.leadership.importance": "",
            "head-of-ict.focus.range_low": "2",
        }
        save(editor, page(draft, "targets"), **changes)
        mine = Target.objects.filter(role__key="head-of-ict")
        assert mine.get(dimension__key="communication").level == Decimal("2.5")
        assert not mine.filter(dimension__key="leadership").exists()
        assert mine.get(dimension__key="focus").range_low == 2
        assert untouched <= set(Target.objects.values_list("pk", flat=True))
        event = AuditEvent.objects.get()
        assert (event.action, event.by) == ("framework.targets_changed", erin)
        assert event.detail["targets"] == [
            "head-of-ict × communication",
            "head-of-ict × focus",
            "head-of-ict × leadership",
        ]

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"e-champion.communication.importance": ""}, "Fill in both, or neither."),
            ({"e-champion.focus.range_low": "4.5"}, "The second number must be higher."),
            ({"e-champion.communication.level": "6"}, "Write a number from 1 to 5."),
            ({"e-champion.communication.level": "lots"}, "Write a number from 1 to 5."),
        ],
    )
    def test_names_the_cell_that_needs_mending(
        self, editor: Client, draft: Framework, changes: dict[str, str], sentence: str
    ) -> None:
        before = list(Target.objects.order_by("pk").values())
        response = save(editor, page(draft, "targets"), **changes)
        assert sentence in said(response)
        assert list(Target.objects.order_by("pk").values()) == before

    def test_tells_the_later_of_two_editors(self, editor: Client, draft: Framework) -> None:
        url = page(draft, "targets")
        mine = fields(editor.get(url))
        save(editor, url, **{"e-champion.leadership.level": "2"})
        response = editor.post(url, mine | {"e-champion.leadership.level": "3"})
        assert "Erin saved changes here after you opened this page." in said(response)
        leadership = Target.objects.filter(role__key="e-champion", dimension__key="leadership")
        assert leadership.get().level == 2
        assert fields(response)["e-champion.leadership.level"] == "3"
        editor.post(url, fields(response))
        assert leadership.get().level == 3

    def test_records_nothing_where_nothing_changed(self, editor: Client, draft: Framework) -> None:
        save(editor, page(draft, "targets"))
        assert not AuditEvent.objects.exists()

    def test_changes_nothing_once_published(self, editor: Client, framework: Framework) -> None:
        assert "Save the targets" not in editor.get(page(framework, "targets")).content.decode()
        response = editor.post(page(framework, "targets"), {}, follow=True)
        assert "so it never changes" in said(response)
        assert Target.objects.count() == 6
