"""Arrows between the rooms run downward only."""

import ast
import graphlib
import sys
from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import Import, Module, product_modules, read_imports

# From the ground up. A room imports from the ground and from the rooms before it, never after it.
SUBJECTS = (
    *("frameworks", "rounds", "answering", "release"),
    *("check_ins", "quality", "council", "data_protection"),
)
NOT_EACH_OTHER = {"check_ins", "quality", "council", "data_protection"}

# What each piece of the ground may import from the other pieces.
GROUND: dict[str, set[str]] = {
    "scoring": set(),
    "closing_questions": {"scoring"},
    "measures": {"scoring"},
    "rater_groups": {"languages", "scoring"},
    "round_kinds": {"scoring"},
    "calendar_months": set(),
    "spelling": set(),
    "spreadsheets": {"languages", "rater_groups", "spelling"},
    "models": {"closing_questions", "rater_groups", "round_kinds", "scoring", "spelling"},
    "languages": set(),
    "catalogues": set(),
    "library_sentences": set(),
    "search": {"models", "spelling"},
    "refused": set(),
    "later": set(),
    "name_order": set(),
    "checks": {"catalogues"},
    "rows": set(),
    "texts": set(),
    "visibility": {"languages", "scoring"},
    "history": {"models"},
    "audit": {"models", "rows"},
    "permissions": {"models"},
    "separation": {"models"},
    "access": {"models", "name_order", "permissions", "separation"},
    "components": {"languages", "texts"},
    "web": {
        "access",
        "audit",
        "history",
        "languages",
        "models",
        "permissions",
        "refused",
        "spreadsheets",
    },
}
# Above every subject. What `site` shows is made like the pages of the subjects.
TOP = ("site", "admin", "management", "templatetags", "apps")
PAGES = ("forms", "selectors", "urls", "views")

# In a room: what each kind of file may import, of its own room or of those before it ...
KINDS: dict[str, set[str]] = {
    "": {"", "selectors"},
    "selectors": {"", "selectors"},
    "services": {"", "selectors", "services"},
    "forms": {"", "forms"},
    "views": {"", "forms", "selectors", "services", "views"},
    "urls": {"urls", "views"},
    # Django's own doors into the product: they call the same services as the views
    "admin": {"", "admin", "forms", "selectors", "services"},
}
# ... and of the ground.
FACTS = {
    *("calendar_months", "languages", "measures", "models", "rater_groups", "round_kinds"),
    *("scoring", "search", "spreadsheets"),
    *("closing_questions", "name_order", "separation", "spelling", "texts", "visibility"),
}
GROUND_OF: dict[str, set[str]] = {
    "": FACTS,
    "selectors": FACTS | {"history"},
    "services": FACTS | {"audit", "later", "refused", "rows"},
    "forms": {
        *("closing_questions", "languages", "components", "rater_groups", "scoring", "spelling"),
    },
    "views": {
        *("access", "languages", "components", "permissions", "refused", "spreadsheets"),
        *("visibility", "web"),
    },
    "urls": set(),
    "admin": {
        "access",
        "audit",
        "history",
        "components",
        "models",
        "permissions",
        "refused",
        "web",
    },
}
# For annotations only, so that no call can follow
TYPES: dict[str, set[str]] = {"views": {"models"}, "forms": {"models"}}
FOR_REPORTS = (
    "assessment.access",
    "assessment.closing_questions",
    "assessment.languages",
    "assessment.later",
    "assessment.components.forms",
    "assessment.council.told.selectors.told",
    "assessment.council.told.services.told",
    "assessment.council.told.words",
    "assessment.components.widgets",
    "assessment.council.actions.selectors.plan",  # HR’s words: no figure and no rater
    "assessment.council.benchmark.selectors",
    "assessment.council.selectors.picture",
    "assessment.council.selectors.years",
    "assessment.council.words",
    "assessment.measures",
    "assessment.models.claims",
    "assessment.name_order",
    "assessment.models.results",
    "assessment.rater_groups",
    "assessment.release.selectors.namesakes",
    "assessment.release.selectors.report_hashes",
    "assessment.release.selectors.result_lines",
    "assessment.release.selectors.results",
    "assessment.release.services.downloads",
    "assessment.scoring.council",
    "assessment.spreadsheets.csv_writer",
)
FOR_PREVIEWS = ("assessment.frameworks", "assessment.scoring")


PURE = {"assessment.quality.statistics", "assessment.quality.readings"}


def room(module: str) -> str:
    return module.split(".")[1] if module.startswith("assessment.") else ""


def kind(module: str) -> str:
    """Which sort of file of a room it is; empty for a room's other modules."""
    return next((name for name in module.split(".")[2:] if name in KINDS), "")


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
        return objection_of_reports(module, each, homes)
    return objection_of_rooms(module, each) if module.startswith("assessment") else ""


def objection_of_reports(module: str, each: Import, homes: dict[str, str]) -> str:
    target = each.target
    if target == "assessment.models":
        target = homes.get(each.name, target)
    allowed = FOR_REPORTS + FOR_PREVIEWS * module.startswith("reports.previews")
    if target.split(".")[0] != "assessment" or target.startswith(allowed):
        return ""
    return "reports read released results only"


def objection_of_rooms(module: str, each: Import) -> str:
    own, target = room(module), each.target
    if target.split(".")[0] == "reports":
        return "reports stand above assessment"
    if own in {"scoring", "quality"} and is_pure(module) and not target.startswith("assessment."):
        standard = target.split(".")[0] in sys.stdlib_module_names
        return "" if standard else "what computes is standard library only"
    if not target.startswith("assessment."):
        return ""
    return objection_of_order(module, target, types_only=each.types_only)


def is_pure(module: str) -> bool:
    return room(module) == "scoring" or module in PURE


def objection_of_order(module: str, target: str, *, types_only: bool) -> str:
    own, other = room(module), room(target)
    if own in GROUND:
        fine = other == own or other in GROUND[own]
        return "" if fine else f"{own} must not know {other}"
    if own in TOP:
        return objection_of_kind(module, target, types_only) if kind(module) in PAGES else ""
    if own not in SUBJECTS:
        return f"the room {own!r} has no place in this test"
    if other in TOP or (other in SUBJECTS and not stands_before(other, own)):
        return f"{own} must not know {other}"
    return objection_of_kind(module, target, types_only)


def stands_before(other: str, own: str) -> bool:
    if other != own and {other, own} <= NOT_EACH_OTHER:
        return False
    return SUBJECTS.index(other) <= SUBJECTS.index(own)


def objection_of_kind(module: str, target: str, types_only: bool) -> str:
    own, other = kind(module), room(target)
    if other in GROUND:
        allowed = GROUND_OF[own] | (TYPES.get(own, set()) if types_only else set())
        return "" if other in allowed else f"{own or 'this'} must not know {other}"
    allowed = KINDS[own]
    return "" if kind(target) in allowed else f"{own or 'this'} must not know {kind(target)}"


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
        if parts[0] != "reports" and kind(module.name) not in {"views", "forms", "urls"}:
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

ROUNDS = "assessment.rounds.services.rounds"
VIEW = "assessment.rounds.views.rounds"
BAD_IMPORTS = [
    ("assessment.scoring.gaps", "import django.db"),
    ("assessment.scoring.gaps", "from assessment.models import Result"),
    ("assessment.quality.statistics", "import django.db"),
    ("assessment.models.people", "from assessment.rounds.services import rounds"),
    ("assessment.access", "from assessment.rounds.selectors import rounds"),
    ("assessment.web.common", "from assessment.rounds.selectors import rounds"),
    ("assessment.frameworks.admin.frameworks", "from assessment.quality.admin import Page"),
    (ROUNDS, "from assessment.answering import selectors"),
    (ROUNDS, "def close():\n    from assessment.release.services import release"),
    ("assessment.quality.selectors", "from assessment.data_protection import selectors"),
    ("assessment.data_protection.services.rights", "from assessment.quality import selectors"),
    ("assessment.council.selectors.picture", "from assessment.quality import selectors"),
    ("assessment.data_protection.services.rights", "from assessment.council import selectors"),
    ("assessment.answering.views.links", "from assessment.site.views import home"),
    ("assessment.answering.forms", "from assessment.models import Rater"),
    ("assessment.rounds.selectors.rounds", "from ..services import rounds"),
    (ROUNDS, "def close():\n    from assessment.rounds.views import rounds"),
    (VIEW, "from assessment.models import Round"),
    (VIEW, "import assessment.scoring.gaps"),
    ("assessment.site.views.home", "from assessment.models import Round"),
    ("assessment.rounds.emails", "from django.conf import settings\nfrom config.env import ENV"),
    ("assessment.release.services.release", "from reports import pdf"),
    ("assessment.cellar", "from assessment import models"),
    ("assessment.checks", "def check():\n    import weasyprint"),
    ("assessment.checks", "import importlib\nimportlib.import_module('weasyprint.urls')"),
    ("reports.content", "from assessment.models import Rater"),
    ("reports.content", "from assessment.models.responses import Rating"),
    ("reports.content", "from assessment.rounds.selectors import rounds"),
    ("reports.content", "from assessment.frameworks import selectors"),
    ("reports.content", "if TYPE_CHECKING:\n    from assessment.models import Rater"),
    ("reports.charts", "import weasyprint"),
    ("reports.views", "import assessment.models"),
    ("config.urls", "import tests.cast"),
]
GOOD_IMPORTS = [
    ("assessment.scoring.gaps", "from fractions import Fraction\nfrom .values import Gap"),
    ("assessment.models.rounds", "from assessment.models.people import Person"),
    (ROUNDS, "from assessment import audit\nfrom assessment.frameworks import selectors"),
    ("assessment.release.views", "from assessment.rounds.views import rounds"),
    (VIEW, "from assessment import access\nfrom assessment.rounds.forms import x"),
    (VIEW, "if TYPE_CHECKING:\n    from assessment.models import Round"),
    ("assessment.site.views.home", "from assessment.answering import selectors"),
    ("assessment.management.commands.work", "from assessment.models import Round"),
    ("reports.content", "from assessment.models import Result\nfrom assessment import access"),
    ("reports.content", "from assessment.release.selectors.results import results_of"),
    ("reports.previews.selectors", "from assessment.frameworks import selectors"),
    ("reports.pdf", "def render():\n    import weasyprint"),
    ("config.settings", "from assessment.models import Rater"),
]
BAD_SHORTCUTS = [
    (VIEW, "Round.objects.get(pk=1)"),
    (VIEW, "type(self.round)._default_manager.all()"),
    (
        VIEW,
        "from django.shortcuts import render\nget_object_or_404(Round)",
    ),
    ("reports.views", "shortcuts.get_object_or_404(Result)"),
    ("reports.content", "apps.get_model('assessment', 'Rating')"),
]


def with_surroundings(name: str, text: str) -> list[Module]:
    """The module among empty rooms, so that `from assessment import access` means a module."""
    rooms = {f"assessment.{each}": "" for each in {*GROUND, *SUBJECTS} - {"models"}}
    rooms |= {f"assessment.{each}.{sort}": "" for each in SUBJECTS for sort in KINDS if sort}
    return [MODELS, *(Module(*each) for each in (rooms | {name: text}).items())]


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
        first = Module("assessment.rounds.a", "from assessment.rounds import b")
        second = Module("assessment.rounds.b", "def f():\n    from . import a")
        assert set(circle([first, second])) == {first.name, second.name}

    def test_let_two_modules_know_each_other_by_type(self) -> None:
        first = Module("assessment.models.a", "from assessment.models.b import B")
        second = Module(
            "assessment.models.b", "if TYPE_CHECKING:\n    from assessment.models.a import A"
        )
        assert circle([first, second]) == []
