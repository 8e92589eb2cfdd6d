"""The migration that ends what an older version left to former owners of an address."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from assessment.models import Action, AuditEvent, Person, User
from tests.cast import NOW, PASSWORD, make_participant_account


def migrate() -> None:
    """Do the migration's work once more, with the models as they were then."""
    loader = MigrationLoader(connection)
    (key,) = (key for key in loader.graph.nodes if key[1].endswith("_one_owner_of_an_address"))
    (work,) = loader.get_migration(*key).operations
    assert isinstance(work, RunPython)
    with connection.schema_editor() as editor:
        work.code(loader.project_state(key).apps, editor)


def keeps_password(user: User) -> bool:
    user.refresh_from_db()
    return user.check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
class TestTheMigration:
    def test_leaves_whoever_never_moved_alone(self, alice: User, carol: Person) -> None:
        EmailAddress.objects.create(user=alice, email=alice.email)
        AuditEvent.objects.create(
            action=Action.PERSON_CORRECTED, subject_type="person", subject_id=carol.pk, at=NOW,
            detail={"changed": ["name"]},
        )  # fmt: skip
        migrate()
        assert carol.user is not None
        assert keeps_password(alice)
        assert keeps_password(carol.user)
        assert not EmailAddress.objects.exists()

    def test_ends_a_password_where_allauth_knows_another_address(self, alice: User) -> None:
        EmailAddress.objects.create(user=alice, email="before@example.gov.uk")
        migrate()
        assert not keeps_password(alice)
        assert not EmailAddress.objects.exists()

    @pytest.mark.parametrize(
        ("action", "detail"),
        [
            (Action.PERSON_CORRECTED, {"changed": ["email"]}),
            (Action.USER_CHANGED, {"changes": [{"changed": {"fields": ["Email address"]}}]}),
        ],
    )
    def test_ends_a_password_where_the_audit_trail_knows_of_another_address(
        self, carol: Person, action: Action, detail: dict[str, list[str]]
    ) -> None:
        assert carol.user is not None
        subject = carol if action == Action.PERSON_CORRECTED else carol.user
        AuditEvent.objects.create(
            action=action, subject_type="x", subject_id=subject.pk, at=NOW, detail=detail
        )
        migrate()
        assert not keeps_password(carol.user)

    def test_ends_the_password_of_a_closed_account(self, alice: User) -> None:
        User.objects.filter(pk=alice.pk).update(is_active=False)
        migrate()
        assert not keeps_password(alice)

    def test_lets_an_account_follow_its_person(self, carol: Person) -> None:
        Person.objects.filter(pk=carol.pk).update(email="New@example.gov.uk")
        migrate()
        carol.refresh_from_db()
        assert carol.user is not None
        assert carol.user.email == "new@example.gov.uk"
        assert not keeps_password(carol.user)

    def test_takes_a_person_from_an_account_that_cannot_follow(
        self, carol: Person, bob: Person
    ) -> None:
        user, other = carol.user, make_participant_account(bob)
        assert user is not None
        Person.objects.filter(pk=bob.pk).update(email="elsewhere@example.gov.uk", user=None)
        Person.objects.filter(pk=carol.pk).update(email=other.email)
        migrate()
        carol.refresh_from_db()
        assert carol.user is None
        assert not keeps_password(user)
        assert keeps_password(other)

    def test_writes_addresses_in_lower_case(self, alice: User) -> None:
        User.objects.filter(pk=alice.pk).update(email="ALICE@ashford.example.gov.uk")
        migrate()
        assert keeps_password(alice)
        assert alice.email == "alice@ashford.example.gov.uk"
