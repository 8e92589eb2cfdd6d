"""No address makes the service fall over: every list and page × what an attacker types there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, reverse

from assessment.models import Council, Framework, User
from tests.cast import signed_in
from tests.house import test_access
from tests.house.test_access import ANSWERED, EXPECTED, World, address, outcome

world = test_access.world

# As they stand in an address: NUL, numbers that no column holds, ids and dates that are none, half
# a character, bytes of no character, an operator of SQL, nothing.
VALUES = [
    *("%00", "a%00b", "-1", "9" * 40, "1e999", "not-a-uuid", "2026-13-45", "0000-00-00T99:99"),
    *("%ED%A0%80", "%FF%FE", "'", "%2e%2e%2f", ""),
]
# The worst of each sort, for where there are many names to try them on.
WORST = ["%00", "9" * 40, "not-a-uuid", "%ED%A0%80"]
# Every name that a page of ours reads, and some that none does.
NAMES = (
    "page",
    "show",
    "sort",
    "as",
    "from",
    "next",
    "lang",
    "searched",
    "with",
    "skill",
    "q",
    "id",
)
# A PDF each time; the language is all that they read.
PRINTED = {"report_pdf", "report_conversation", "sample_report_pdf", "blank_questionnaire"}
# Somebody is answered there; of the others no query is read.
ANSWERING = sorted(
    name for name in EXPECTED.keys() - PRINTED if ANSWERED in EXPECTED[name].values()
)
LISTS = ["audit", "data_people", "round_list", "round_people"]
OF_EVERY_CHANGELIST = ("q", "p", "o", "e", "all", "_facets", "_popup", "_to_field", "unheard-of")
LOOKUPS = ("exact", "in", "isnull", "gte", "icontains")


@pytest.fixture
def keeper(framework: Framework, ashford: Council) -> Client:
    """May do everything that the admin has."""
    user = User.objects.create_user(
        "keeper@example.gov.uk", "pw", name="Kay", is_editor=True, is_operator=True
    )
    return signed_in(user)


def visitor(world: World, name: str) -> Client:
    """Somebody whom the page answers."""
    kind = next(kind for kind in world.clients if EXPECTED[name][kind] == ANSWERED)
    return world.clients[kind]


def everywhere(value: str) -> str:
    return "&".join(f"{name}={value}" for name in NAMES)


class TestEveryPage:
    def test_answers_whatever_stands_in_its_query(
        self, world: World, subtests: pytest.Subtests
    ) -> None:
        for name in ANSWERING:
            with subtests.test(name), world.as_new() as here:
                client, path = visitor(here, name), address(here, name)
                for value in VALUES if name in LISTS else WORST:
                    outcome(client.get(f"{path}?{everywhere(value)}"))  # refuses a fault

    @pytest.mark.parametrize("name", sorted(PRINTED))
    def test_is_printed_in_no_language_of_that_name(self, world: World, name: str) -> None:
        client, path = visitor(world, name), address(world, name)
        for value in ("%00", "%ED%A0%80"):
            assert client.get(f"{path}?lang={value}").status_code < 500, value

    def test_is_not_there_under_an_address_with_such_a_part(self, world: World) -> None:
        client = world.clients["alice"]
        for path in ("/rounds/{}/", "/link/{}/", "/{}"):
            for value in VALUES:
                assert client.get(path.format(value)).status_code < 500, (path, value)

    @pytest.mark.parametrize("name", LISTS)
    def test_looks_for_whatever_is_sent(self, world: World, name: str) -> None:
        """PostgreSQL takes no NUL. What was looked for is kept, so the page comes again."""
        client, path = world.clients["alice"], address(world, name)
        for value in ("\x00", "a\x00b", "9" * 40, "\ufffd", "2026-13-45", "'"):
            words = dict.fromkeys(("search", "q", "by", "action", "since", "until"), value)
            assert client.post(path, words).status_code < 500, value
            assert client.get(f"{path}?searched=1").status_code < 500, value


def columns(model: type[Model]) -> Iterator[str]:
    """The fields of a model and how Django's lists let an address filter by them."""
    for field in model._meta.get_fields():
        yield field.name
        yield f"{field.name}__exact"
    names = {"id", "pk", *admin.site._registry[model].list_filter}
    for name in sorted(map(str, names)):
        yield from (f"{name}__{lookup}" for lookup in LOOKUPS)


def places(model: type[Model]) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}"


def has_page(model: type[Model], page: str) -> bool:
    """Whether rows of a model have such a page; of what is only made and read, none has."""
    try:
        reverse(f"{places(model)}_{page}", args=["ID"])
    except NoReverseMatch:
        return False
    return True


REGISTERED = sorted(admin.site._registry, key=lambda model: model.__name__)


@pytest.mark.parametrize("model", REGISTERED)
class TestEveryListOfTheAdmin:
    def test_answers_whatever_it_is_filtered_by(self, model: type[Model], keeper: Client) -> None:
        path = reverse(f"{places(model)}_changelist")
        refused = f"{path}?{ERROR_FLAG}=1"
        for known in (path, refused):
            assert keeper.get(known, follow=True).status_code == 200
        for name in [*OF_EVERY_CHANGELIST, *columns(model)]:
            for value in WORST:
                met = keeper.get(f"{path}?{name}={value}")
                if met.status_code == 302 and met["Location"] != refused:
                    met = keeper.get(met["Location"], follow=True)
                assert met.status_code < 500, (name, value)

    def test_has_no_row_of_a_bad_id(self, model: type[Model], keeper: Client) -> None:
        for page in filter(partial(has_page, model), ("change", "history", "delete")):
            for value in [*WORST, "_00", "1"]:
                path = reverse(f"{places(model)}_{page}", args=["ID"]).replace("ID", value)
                assert keeper.get(path, follow=True).status_code < 500, path


class TestTheShortcutOfTheAdmin:
    """Django's own address for "this row on the site"; no row of ours has such a page."""

    def test_leads_nowhere(self, keeper: Client) -> None:
        kinds = [str(pk) for pk in ContentType.objects.values_list("pk", flat=True)]
        for kind in [*kinds, *VALUES[:-1]]:
            for row in ("1", "9" * 20, "%00"):
                assert keeper.get(f"/admin/r/{kind}/{row}/").status_code in {400, 404}, (kind, row)
