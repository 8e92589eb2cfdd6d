"""What is folded away on a page of questions."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def comment_box(tab: Page) -> Locator:
    """The comment on a part, which is unfolded to write one."""
    if not tab.locator("details.govuk-details[open]").count():
        tab.get_by_text("Add a comment on this part").click()
    return tab.get_by_label("Comment (optional)")
