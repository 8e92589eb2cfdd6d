"""Names stand in the order of a phone book: in Python, on every database, on every page."""

from __future__ import annotations

import ast
import random

import pytest
from django.db import connection

from assessment.models import Council, Person, Round, User
from assessment.name_order import ByName, name_key, plain_letters
from assessment.rounds.selectors.people import list_people
from tests.cast import add_participant, make_person, signed_in
from tests.console import get, text
from tests.house.source import product_modules

IN_ORDER = [
    "alan Smith",
    "Anna Berg",
    "Bob Cole",
    "de Souza Ana",
    "Élise Martin",
    "Llŷr Owen",
    "Lowri Owen",
    "Łukasz Żak",
    "Mair ap Gwilym",
    "Ó Briain Seán",
    "ONeill Aoife",
    "O’Neill Brian",
    "Ørsted",
    "Óscar",
    "Sian",
    "Siân",
    "Smith Jones",
    "Smith-Jones Ann",
    "Straße",
    "Strasser",
    "Ŵyn Prys",
    "Zoe Adams",
    "Žofia",
    "Ольга Иванова",
    "أحمد الشمري",
    "李小龍",
]


def shuffled() -> list[str]:
    return random.Random(7).sample(IN_ORDER, len(IN_ORDER))


def test_in_python() -> None:
    assert sorted(shuffled(), key=name_key) == IN_ORDER


def test_a_letter_is_plain_whatever_its_accents_and_its_size() -> None:
    assert plain_letters("ŁÓDŹ Ŵŷn ÆØÅ ßẞ İı ŉ") == "lodz wyn aeoa ssss ii n"
    assert plain_letters("й") != plain_letters("и")


def test_names_of_the_same_letters_have_an_order_too() -> None:
    assert len({name_key(name) for name in ["Siân", "Sian", "SIAN", "Si.an"]}) == 4


@pytest.mark.django_db
def test_in_the_database(ashford: Council) -> None:
    for place, name in enumerate(shuffled()):
        make_person(ashford, name, f"p{place}@example.gov.uk")
    ordered = Person.objects.order_by(ByName("name"), "pk")
    assert list(ordered.values_list("name", flat=True)) == IN_ORDER
    assert list(ordered.distinct().values_list("name", flat=True)) == IN_ORDER
    assert ordered.reverse().first() == Person.objects.get(name=IN_ORDER[-1])


@pytest.mark.django_db
def test_the_database_makes_the_same_key_of_every_letter(ashford: Council) -> None:
    """Letters with accents, ligatures, digraphs, capitals: one person for each few."""
    codes = [*range(0x20, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00)]
    letters = [chr(code) for code in codes if chr(code).isprintable()]
    names = ["".join(letters[at : at + 40]) for at in range(0, len(letters), 40)]
    people = [
        Person(council=ashford, name=name, email=f"p{n}@example.gov.uk")
        for n, name in enumerate(names)
    ]
    Person.objects.bulk_create(people)
    made = Person.objects.annotate(key=ByName("name")).values_list("name", "key")
    assert [key for _name, key in made] == [name_key(name) for name, _key in made]
    assert connection.vendor in {"sqlite", "postgresql"}


@pytest.mark.django_db
def test_on_the_page_of_a_round(open_round: Round, ashford: Council, alice: User) -> None:
    # None of them is a part of another
    names = [IN_ORDER[at] for at in (0, 1, 2, 3, 4, 5, 6, 7, 10, 13, 20, 21)]
    for place, name in enumerate(random.Random(7).sample(names, len(names))):
        add_participant(open_round, make_person(ashford, name, f"p{place}@example.gov.uk"))
    page = text(get(signed_in(alice), "round_page", open_round.pk))
    places = [page.rindex(name) for name in names]
    assert places == sorted(places)
    asked = list_people(open_round)
    assert [person.name for person in asked] == names


def ordered_by_the_database(tree: ast.AST) -> list[str]:
    """Names of people that an `order_by` leaves to the database."""
    return [
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "order_by"
        for argument in node.args
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and argument.value.endswith("person__name")
    ]


def test_no_list_of_people_leaves_its_order_to_the_database() -> None:
    modules = [module for module in product_modules() if "management" not in module.name]
    found = {module.name: ordered_by_the_database(module.tree) for module in modules}
    assert {name: args for name, args in found.items() if args} == {}
    assert ordered_by_the_database(ast.parse('rows.order_by("person__name", "pk")'))
