"""The migration that cleans the names and addresses of an older version."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.models import Value
from django.db.models.functions import Concat

from assessment.models import Council, Person, User
from tests.cast import make_person


def migrate() -> None:
    """Do the migration's work once more, with the models as they were then."""
    loader = MigrationLoader(connection)
    (key,) = (key for key in loader.graph.nodes if key[1].endswith("_one_person_one_address"))
    work = loader.get_migration(*key).operations[-1]
    assert isinstance(work, RunPython)
    with connection.schema_editor() as editor:
        work.code(loader.project_state(key).apps, editor)


def put_back(person: Person, invisible: str) -> None:
    """As an older version saved it; what the database makes is not cleaned."""
    said = {name: Concat(name, Value(invisible)) for name in ("name", "email")}
    Person.objects.filter(pk=person.pk).update(**said)
    User.objects.filter(person=person).update(**said)


@pytest.mark.django_db(transaction=True)
class TestTheMigration:
    def test_cleans_a_person_and_their_account_alike(self, carol: Person) -> None:
        put_back(carol, "\u200b")
        carol.refresh_from_db()
        assert carol.email.endswith("\u200b")
        migrate()
        carol = Person.objects.select_related("user").get(pk=carol.pk)
        assert carol.user is not None
        assert (carol.name, carol.email) == ("Carol", "carol@example.gov.uk")
        assert (carol.user.name, carol.user.email) == (carol.name, carol.email)

    def test_leaves_an_address_that_somebody_else_has(
        self, frank: Person, ashford: Council
    ) -> None:
        twin = make_person(ashford, "Frank", "f@example.com")
        Person.objects.filter(pk=twin.pk).update(email=Value(f"{frank.email}\u200b"))
        migrate()
        twin.refresh_from_db()
        assert twin.email == f"{frank.email}\u200b"
