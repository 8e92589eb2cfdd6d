"""Arrows between the rooms run downward only."""

import ast
import graphlib
import sys
from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import Import, Module, product_modules, read_imports

# What each room of assessment/ may import from the other rooms. A new room states its arrows here.
ARROWS: dict[str, set[str]] = {
    "scoring": set(),
    "models": set(),
    "languages": set(),
    "questionnaire": {"languages", "models"},
    "permissions": {"models"},
    "access": {"permissions", "models"},
    "emails": {"languages", "models"},
    "changes": set(),
    "mail_backend": set(),
    "forms": {"changes", "languages", "questionnaire"},
    "look": {"forms", "languages"},
    "spreadsheets": set(),
    "selectors": {"languages", "models", "questionnaire", "scoring", "spreadsheets"},
    "services": {
        "changes",
        "emails",
        "languages",
        "models",
        "scoring",
        "selectors",
        "spreadsheets",
    },
    "views": {
        "access",
        "forms",
        "languages",
        "look",
        "permissions",
        "selectors",
        "services",
        "spreadsheets",
    },
    "urls": {"views"},
    # Django's own doors into the product: they call the same services as the views
    "admin": {"access", "forms", "models", "permissions", "selectors", "services"},
    "management": {"changes", "checks", "models", "selectors", "services", "spreadsheets"},
    "accounts": {"access", "languages", "models", "permissions", "selectors", "services"},
    "context": {"access", "languages", "models", "permissions", "selectors"},
    "templatetags": {"languages", "look", "questionnaire"},
    "checks": set(),
    "middleware": {"languages", "views"},
    "apps": {"admin", "checks", "models"},
}
# For annotations only, so that no call can follow
TYPES: dict[str, set[str]] = {"views": {"models", "questionnaire"}, "forms": {"models"}}
FOR_REPORTS = (
    "assessment.access",
    "assessment.forms.widgets",
    "assessment.languages",
    "assessment.models.results",
    "assessment.selectors.marks",
    "assessment.selectors.preview",
    "assessment.selectors.results",
    "assessment.services.later",
    "assessment.services.reports",
)


def room(module: str) -> str:
    return module.split(".")[1] if module.startswith("assessment.") else ""


def definers(modules: Iterable[Module]) -> dict[str, str]:
    """Name exported by assessment.models → module that defines it."""
    package = [module for module in modules if module.name == "assessment.models"]
    return {each.name: each.target for module in package for each in read_imports(module)}


def violations(modules: Iterable[Module]) -> list[str]:
    """One line for each import that runs upward."""
    modules = list(modules)
    known, homes = {module.name for module in modules}, definers(modules)
    return [
        f"{module.name}:{each.line} imports {each.target}{'.' * bool(each.name)}{each.name}: {why}"
        for module in modules
        for each in read_imports(module, known)
        if (why := objection(module.name, each, homes))
    ]


def objection(module: str, each: Import, homes: dict[str, str]) -> str:
    top = each.target.split(".")[0]
    if top == "weasyprint" and module != "reports.pdf":
        return "only reports.pdf makes PDFs"
    if top == "config" and not module.startswith("config"):
        return "settings come through django.conf"
    if top == "tests":
        return "tests stand above the product"
    if module.startswith("reports"):
        return objection_of_reports(each, homes)
    return objection_of_rooms(module, each) if module.startswith("assessment") else ""


def objection_of_reports(each: Import, homes: dict[str, str]) -> str:
    target = each.target
    if target == "assessment.models":
        target = homes.get(each.name, target)
    if target.split(".")[0] != "assessment" or target.startswith(FOR_REPORTS):
        return ""
    return "reports read released results only"


def objection_of_rooms(module: str, each: Import) -> str:
    own, target = room(module), each.target
    if own == "scoring" and not target.startswith("assessment."):
        standard = target.split(".")[0] in sys.stdlib_module_names
        return "" if standard else "scoring is standard library only"
    if target.split(".")[0] == "reports":
        return "reports stand above assessment"
    if target == "assessment" or not target.startswith("assessment.") or room(target) == own:
        return ""
    if own not in ARROWS:
        return f"the room {own!r} has no arrows in this test"
    allowed = ARROWS[own] | (TYPES.get(own, set()) if each.types_only else set())
    return "" if room(target) in allowed else f"{own} must not know {room(target)}"


def circle(modules: Iterable[Module]) -> list[str]:
    """The modules of one import circle, or nothing."""
    modules = list(modules)
    known = {module.name for module in modules}
    graph = {
        module.name: {
            each.target
            for each in read_imports(module, known)
            if each.target in known - {module.name} and not each.types_only
        }
        for module in modules
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def shortcuts(modules: Iterable[Module]) -> Iterator[str]:
    """Ways around the doors: a view that asks the database, a report that asks for models."""
    banned_names = {"get_object_or_404", "get_list_or_404", "get_model", "get_models"}
    for module in modules:
        parts = module.name.split(".")
        if parts[0] != "reports" and parts[1:2] not in (["views"], ["forms"], ["urls"]):
            continue
        managers = {"objects", "_default_manager", "_base_manager"} if "views" in parts else set()
        for node in ast.walk(module.tree):
            name = getattr(node, "attr", getattr(node, "id", ""))
            if name in managers | banned_names:
                yield f"{module.name}:{getattr(node, 'lineno', 0)} uses {name}"


class TestTheProduct:
    def test_has_arrows_that_run_downward_only(self) -> None:
        assert violations(product_modules()) == []

    def test_has_no_import_circle(self) -> None:
        assert circle(product_modules()) == []

    def test_reaches_objects_through_the_doors_only(self) -> None:
        assert list(shortcuts(product_modules())) == []

    def test_was_read(self) -> None:
        assert {"assessment.models", "reports.native"} <= {m.name for m in product_modules()}


MODELS = Module(
    "assessment.models",
    "from assessment.models.results import Result\nfrom assessment.models.rounds import Rater",
    is_package=True,
)

BAD_IMPORTS = [
    ("assessment.scoring.gaps", "import django.db"),
    ("assessment.scoring.gaps", "from assessment.models import Result"),
    ("assessment.models.people", "from assessment.services import rounds"),
    ("assessment.forms.answers", "from assessment.models import Rater"),
    ("assessment.selectors.rounds", "from ..services import rounds"),
    ("assessment.services.rounds", "def close():\n    from assessment.views import home"),
    ("assessment.access", "from assessment.selectors import rounds"),
    ("assessment.views.rounds", "from assessment.models import Round"),
    ("assessment.views.rounds", "import assessment.scoring.gaps"),
    ("assessment.emails", "from django.conf import settings\nfrom config.env import ENV"),
    ("assessment.services.release", "from reports import pdf"),
    ("assessment.cellar", "from assessment import models"),
    ("assessment.checks", "def check():\n    import weasyprint"),
    ("assessment.checks", "import importlib\nimportlib.import_module('weasyprint.urls')"),
    ("reports.content", "from assessment.models import Rater"),
    ("reports.content", "from assessment.models.responses import Rating"),
    ("reports.content", "from assessment.selectors import rounds"),
    ("reports.content", "if TYPE_CHECKING:\n    from assessment.models import Rater"),
    ("reports.charts", "import weasyprint"),
    ("reports.views", "import assessment.models"),
    ("config.urls", "import tests.cast"),
]
GOOD_IMPORTS = [
    ("assessment.scoring.gaps", "from fractions import Fraction\nfrom .values import Gap"),
    ("assessment.models.rounds", "from assessment.models.people import Person"),
    ("assessment.services.rounds", "from assessment import emails, selectors"),
    ("assessment.views.rounds", "from assessment import access\nfrom assessment.forms import x"),
    ("assessment.views.rounds", "if TYPE_CHECKING:\n    from assessment.models import Round"),
    ("reports.content", "from assessment.models import Result\nfrom assessment import access"),
    ("reports.content", "from assessment.selectors.results import results_of"),
    ("reports.pdf", "def render():\n    import weasyprint"),
    ("config.settings", "from assessment.models import Rater"),
]
BAD_SHORTCUTS = [
    ("assessment.views.rounds", "Round.objects.get(pk=1)"),
    ("assessment.views.rounds", "type(self.round)._default_manager.all()"),
    ("assessment.views.rounds", "from django.shortcuts import render\nget_object_or_404(Round)"),
    ("reports.views", "shortcuts.get_object_or_404(Result)"),
    ("reports.content", "apps.get_model('assessment', 'Rating')"),
]


def with_surroundings(name: str, text: str) -> list[Module]:
    rooms = [Module(f"assessment.{name}", "") for name in ARROWS if name != "models"]
    return [MODELS, *rooms, Module(name, text)]


class TestTheArrows:
    @pytest.mark.parametrize(("module", "text"), BAD_IMPORTS)
    def test_find_an_import_that_runs_upward(self, module: str, text: str) -> None:
        assert [line.split(":")[0] for line in violations(with_surroundings(module, text))] == [
            module
        ]

    @pytest.mark.parametrize(("module", "text"), GOOD_IMPORTS)
    def test_let_an_import_run_downward(self, module: str, text: str) -> None:
        assert violations(with_surroundings(module, text)) == []

    @pytest.mark.parametrize(("module", "text"), BAD_SHORTCUTS)
    def test_find_a_way_around_the_doors(self, module: str, text: str) -> None:
        assert len(list(shortcuts([Module(module, text)]))) == 1

    def test_find_a_circle_hidden_in_a_function(self) -> None:
        first = Module("assessment.services.a", "from assessment.services import b")
        second = Module("assessment.services.b", "def f():\n    from . import a")
        assert set(circle([first, second])) == {first.name, second.name}

    def test_let_two_modules_know_each_other_by_type(self) -> None:
        first = Module("assessment.models.a", "from assessment.models.b import B")
        second = Module(
            "assessment.models.b", "if TYPE_CHECKING:\n    from assessment.models.a import A"
        )
        assert circle([first, second]) == []
