"""What a service refuses is said in one way, wherever it was asked from."""

from __future__ import annotations

import ast

from tests.house.source import Module, product_modules

OWNERS = {
    "assessment.web.common",  # beside the field, or on the page that comes next
    "assessment.answering.views.visits",  # on a page with everything that was typed
    "assessment.answering.views.together_saving",  # the same, and the others are saved
    "assessment.frameworks.admin.steps",  # publishing: its page lists what is missing
}


def catches_a_refusal(module: Module) -> bool:
    caught = [
        node.type
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None
    ]
    return any("Refused" in ast.unparse(each) for each in caught)


def test_a_page_leaves_it_to_its_owner() -> None:
    pages = [m for m in product_modules() if not {"commands", "services"} & {*m.name.split(".")}]
    assert {module.name for module in pages if catches_a_refusal(module)} == OWNERS


def test_a_handler_is_seen_whatever_else_it_catches() -> None:
    text = "try:\n    close()\nexcept (refused.Refused, OSError) as error:\n    pass"
    assert catches_a_refusal(Module("assessment.rounds.views.rounds", text))
