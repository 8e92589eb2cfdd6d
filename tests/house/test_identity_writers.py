"""Everything that decides whose an account is, found in the source and declared here.

An address, a password, whether an account is open, and which person it belongs to: a new writer of
one of these fails here until it is declared, and one that changes what somebody has must be tried
in tests/rounds/services/test_identity.py.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import FunctionNode, Module, product_modules
from tests.rounds.services.test_identity import CHANGES

FIELDS = {"email", "is_active", "password", "user", "user_id"}
ROWS = {"User", "Person", "EmailAddress"}
CALLS = {
    "bulk_update",
    "create",
    "create_superuser",
    "create_user",
    "get_or_create",
    "model",
    "update",
    "update_or_create",
}
PASSWORDS = {"set_password", "set_unusable_password"}

# Where a row begins: nobody had anything before that could go on working.
NEW = {
    "assessment.admin.accounts.AccountAdmin.save_model: set_unusable_password()",
    "assessment.models.people.UserManager.create_superuser: create_user()",
    "assessment.models.people.UserManager.create_user: model(email)",
    "assessment.models.people.UserManager.create_user: set_password()",
    "assessment.rounds.services.accounts._new_account: User(email)",
    "assessment.rounds.services.accounts._new_account: set_unusable_password()",
    "assessment.rounds.services.joining._new_people: Person(email)",
    "assessment.rounds.services.raters._ensure_person: create(email)",
    "assessment.management.sample.build._account: create_user()",
}
# The owner chooses a password, or a developer's sample gets one.
OWN_PASSWORD = {
    "assessment.site.accounts.AccountAdapter.set_password: set_password()",
    "assessment.management.commands.sample_council._sign_in: set_password()",
}
# What changes an address, a state or an owner: services/identity.py, and the form that it saves.
OWNER = {
    "assessment.admin.accounts.AccountForm.Meta: model = User",
    "assessment.rounds.services.identity.readdress: .email",
    "assessment.rounds.services.identity.save_account: .email",
    "assessment.rounds.services.identity.join: .user",
    "assessment.rounds.services.identity.join: prepare_changes(user)",
    "assessment.rounds.services.identity.empty: .email",
    "assessment.rounds.services.identity.empty: .is_active",
    "assessment.rounds.services.identity._end_access: set_unusable_password()",
    "assessment.rounds.services.identity._end_access: bulk_update(password)",
    "assessment.rounds.services.identity._end_access: EmailAddress",
    "assessment.rounds.services.identity._move: .email",
}
# Not of these tables, or no other value.
OTHERS = {
    "assessment.models.cleaned._Cleaned.pre_save: setattr()",  # the same value, cleaned
    "assessment.data_protection.services.retention.set_periods: setattr()",
}
# Whoever calls the owner of the identity: each is tried by its own name.
OWNER_MODULE = "assessment.rounds.services.identity"
CALLERS = {
    "assessment.rounds.services.raters.correct_person: readdress",
    "assessment.rounds.services.accounts.ensure_for_participants: join",
    "assessment.data_protection.services.forgetting.forget: empty",
    "assessment.rounds.services.same_person.join_people: end_address",
    "assessment.admin.accounts.AccountAdmin.save_model: save_account",
}


def writers(module: Module) -> set[str]:
    """Each place of a module that writes a field of the identity, and how."""
    return {
        f"{module.name}.{'.'.join(path)}: {what}"
        for path, node in _walk(module.tree, ())
        for what in _written(node)
    }


def _walk(node: ast.AST, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ast.AST]]:
    for child in ast.iter_child_nodes(node):
        below = (*path, child.name) if isinstance(child, FunctionNode | ast.ClassDef) else path
        yield below, child
        yield from _walk(child, below)


def _written(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from _assigned(targets, node.value)
    if isinstance(node, ast.Call):
        yield from _called(node)
    if isinstance(node, ast.Name | ast.Attribute) and _name(node) == "EmailAddress":
        yield "EmailAddress"


def _assigned(targets: Iterable[ast.expr], value: ast.expr | None) -> Iterator[str]:
    for target in targets:
        for each in ast.walk(target):
            if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store):
                yield from (f".{name}" for name in FIELDS & {each.attr})
        named = isinstance(target, ast.Name) and target.id == "model"
        if named and value is not None and _name(value) in ROWS:
            yield f"model = {_name(value)}"


def _called(call: ast.Call) -> Iterator[str]:
    name = _name(call.func)
    if name in PASSWORDS or name == "create_user":
        yield f"{name}()"
    if name == "setattr":
        field = call.args[1]
        yield f".{field.value!s}" if isinstance(field, ast.Constant) else "setattr()"
    if name in ROWS or name in CALLS:
        yield from (f"{name}({each.arg})" for each in call.keywords if each.arg in FIELDS)
    if name in {"bulk_update", "prepare_changes"}:
        constants = (each.value for each in ast.walk(call) if isinstance(each, ast.Constant))
        yield from (f"{name}({each!s})" for each in constants if each in FIELDS)


def _name(node: ast.AST) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def callers(module: Module) -> set[str]:
    """Each place of a module that asks the owner of the identity to write."""
    if module.name == OWNER_MODULE:
        return set()
    return {
        f"{module.name}.{'.'.join(path)}: {node.attr}"
        for path, node in _walk(module.tree, ())
        if isinstance(node, ast.Attribute) and _name(node.value) == "identity"
    }


class TestTheProduct:
    def test_has_no_writer_of_an_identity_that_is_not_declared(self) -> None:
        found = set[str]().union(*map(writers, product_modules()))
        assert found == NEW | OWN_PASSWORD | OWNER | OTHERS

    def test_changes_an_identity_by_its_one_owner_only(self) -> None:
        assert {each for each in OWNER if not each.startswith(OWNER_MODULE)} == {
            "assessment.admin.accounts.AccountForm.Meta: model = User"
        }
        found = set[str]().union(*map(callers, product_modules()))
        assert found == CALLERS

    def test_has_every_change_of_an_identity_tried(self) -> None:
        assert {each.writer for each in CHANGES.values()} == CALLERS


class TestTheReader:
    @pytest.mark.parametrize(
        ("line", "what"),
        [
            ("person.email = new", ".email"),
            ("person.name, person.email = new", ".email"),
            ("user.is_active = False", ".is_active"),
            ("person.user = None", ".user"),
            ("setattr(person, name, value)", "setattr()"),
            ("User.objects.filter(pk=1).update(email=new)", "update(email)"),
            ("Person(council=c, email=e)", "Person(email)"),
            ("models.User(email=e)", "User(email)"),
            ("people.bulk_update(all, ['user'])", "bulk_update(user)"),
            ("user.set_password('x')", "set_password()"),
            ("EmailAddress.objects.all()", "EmailAddress"),
            ("class Form:\n    class Meta:\n        model = User", "model = User"),
        ],
    )
    def test_finds(self, line: str, what: str) -> None:
        body = "\n".join("    " + each for each in line.splitlines())
        (found,) = writers(Module("m", f"def f():\n{body}\n"))
        assert found.startswith("m.f")
        assert found.endswith(f": {what}")

    @pytest.mark.parametrize(
        "line", ["x = person.email", "User.objects.filter(email=e)", "round.name = 'x'"]
    )
    def test_leaves_a_reader_alone(self, line: str) -> None:
        assert not writers(Module("m", f"def f():\n    {line}\n"))
