"""What is folded away on a page of questions."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page


def comment_box(tab: Page) -> Locator:
    """The comment on a part, which is unfolded to write one; in either language."""
    box = tab.get_by_label(re.compile(r"^(Comment|Sylw) \("))
    box.wait_for(state="attached")
    folded = tab.locator("details:not([open]):has(#id_comment) > summary")
    if folded.count():
        folded.click()
    return box
