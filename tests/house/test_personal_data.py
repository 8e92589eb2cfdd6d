"""Every field of every table is declared in the data inventory, and what it declares is true."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from assessment.data_protection.inventory import INVENTORY, personal
from assessment.data_protection.inventory.kinds import (
    OUTSIDE,
    Ends,
    Held,
    NotPersonal,
    Personal,
    Record,
)
from assessment.data_protection.selectors import rights as copies
from assessment.data_protection.services import retention, rights
from assessment.measures import MEASURES
from assessment.models import (
    Council,
    Framework,
    Person,
    QueuedEmail,
    RaterGroup,
    Report,
    StagedImport,
    User,
)
from assessment.models.people import PERIODS
from assessment.rater_groups import name_of
from assessment.release.selectors import figures
from assessment.scoring.values import Group
from reports.bundles import KEEP, clear
from tests.cast import (
    NOW,
    make_participant_account,
    make_person,
)
from tests.council.actions.plans import filled_action
from tests.house.of_everything import make_released, make_sam, make_summer, make_traces
from tests.house.source import ROOT
from tests.spring import RELEASED, make_spring

APPS = ("assessment", "reports")
SHEET = ROOT / "docs" / "data-protection" / "record-of-processing.md"


def fields_of(label: str) -> set[str]:
    meta = apps.get_model(label)._meta
    return {each.name for each in (*meta.concrete_fields, *meta.many_to_many)}


def record_lines() -> list[tuple[str, ...]]:
    """The rows of the record; a cell left empty is that of the row above."""
    table = SHEET.read_text(encoding="utf-8").partition("## People, data, recipients")[2]
    rows = re.findall(r"^\| (.*) \|$", table, re.MULTILINE)
    found: list[tuple[str, ...]] = []
    for people, *cells in (row.split("|") for row in rows[1:]):
        found.append((people.strip() or found[-1][0], *(cell.strip() for cell in cells)))
    return found


class TestEveryField:
    def test_is_declared_about_a_person_or_not(self) -> None:
        every = {
            f"{model._meta.label}.{name}"
            for app in APPS
            for model in apps.get_app_config(app).get_models()
            for name in fields_of(model._meta.label)
        }
        declared = {f"{m}.{name}" for m, table in INVENTORY.items() for name in table.fields}
        assert sorted(every - declared) == [], "to be declared in data_protection/inventory"
        assert sorted(declared - every) == [], "declared, and in no table"

    def test_that_is_not_about_a_person_says_why(self) -> None:
        declared = [each for table in INVENTORY.values() for each in table.fields.values()]
        assert all(each.why for each in declared if isinstance(each, NotPersonal))

    def test_that_is_personal_is_in_the_copy_or_says_why_not(self) -> None:
        undecided = [
            f"{model}.{name}"
            for model, name, declared in personal()
            if bool(declared.copy) == bool(declared.not_copied)
        ]
        assert undecided == []

    def test_that_is_personal_stands_in_its_lines_of_the_record(self) -> None:
        told = {(people, data) for people, data, *_rest in record_lines()}
        missing = [
            f"{model}.{name}: no “{declared.called}” of {line.people}"
            for model, name, declared in personal()
            for line in (record.value for record in declared.records)
            if (line.people, line.data) not in told or declared.called not in line.data
        ]
        assert missing == []

    def test_that_is_held_for_a_period_has_one_of_the_councils(self) -> None:
        kinds = [held.value for held in Held]
        assert {kind.period for kind in kinds} == {*PERIODS, ""}
        assert all(kind.period for kind in kinds if kind.ends is Ends.PERIOD)


class TestTheRecordOfProcessing:
    def test_has_the_declared_lines_and_no_other(self) -> None:
        lines = [each.value for each in Record]
        assert record_lines() == [
            (each.people, each.data, each.why, each.recipients) for each in lines
        ]

    def test_has_a_field_behind_each_line(self) -> None:
        told = {line for _model, _name, each in personal() for line in each.records}
        assert told == set(Record) - OUTSIDE


# --- a world in which every personal field is filled ---------------------------------------


@pytest.fixture
def world(
    ashford: Council, framework: Framework, alice: User, bob: Person, carol: Person, frank: Person
) -> None:
    """Spring is released, Summer is open; Sam works for HR and is asked about Pat, too."""
    spring = make_spring(ashford, framework, alice, bob, carol, frank)
    sam, pat = make_sam(ashford), make_person(ashford, "Pat")
    make_participant_account(pat).last_login = NOW
    User.objects.update(last_login=NOW)
    summer = make_summer(ashford, framework, sam, pat)
    make_released(spring, sam)
    make_traces(summer, sam, pat)
    filled_action(spring, pat, User.objects.get(name="Alice"))
    Person.objects.update(unit="Parks")


# --- what the copy says --------------------------------------------------------------------


def filled(label: str, name: str) -> list[tuple[Any, Any, Any]]:
    """Of every row with a value in a field: whose it is, its key and the value."""
    person = INVENTORY[label].person
    rows = apps.get_model(label)._base_manager.order_by("pk")  # those not released, too
    found = rows.values_list(*([person] if person else ["pk"]), "pk", name)
    empty = (None, "", False)
    return [(owner if person else None, pk, v) for owner, pk, v in found if v not in empty]


def copy_for(person: Person) -> copies.Data:
    if person.user:
        return copies.of_account(person.user, language="en-gb")
    link = person.invitations.first()
    if link is None:
        return copies.of_person(person, language="en-gb")
    return copies.of_link(link, language="en-gb")


def at(data: Any, place: str) -> Iterator[str]:
    """Every value at a place such as "rated[].group"."""
    name, _dot, rest = place.partition(".")
    found = (data or {}).get(name.removesuffix("[]"))
    for each in (found or []) if name.endswith("[]") else [found]:
        yield from at(each, rest) if rest else [str(each)]


def in_words(label: str, name: str, value: Any) -> Iterator[str]:
    """The ways in which the copy may say a value."""
    field = apps.get_model(label)._meta.get_field(name)
    if field.is_relation:
        other = field.related_model._base_manager.get(pk=value)
        yield from (str(getattr(other, each, other)) for each in ("name", "text", "self_text"))
    elif isinstance(value, bool):
        yield {
            "is_hr": "HR",
            "is_sponsor": "sponsor",
            "is_editor": "framework editor",
            "is_operator": "operator",
        }[name]
    elif isinstance(value, datetime.datetime):
        yield timezone.localdate(value).isoformat()
    elif label == "assessment.Result":
        table: Any = {"bound": figures.BOUNDS, "group": {each: name_of(each) for each in Group}}
        table["measure"] = {each: facts.name for each, facts in MEASURES.items()}
        yield str(table[name][value]) if name in table else str(value).replace("_", " ")
    else:
        yield str(dict(getattr(field, "flatchoices", ())).get(value, value))


NUMBERS = {"value": r"-?\d+(\.\d)?", "withheld": r"Withheld: .+"}
"""Said by the copy in words or in fewer digits than are held."""

UNSAID = {
    "assessment.Rater": models.Q(group=RaterGroup.SELF),
    "assessment.QueuedEmail": models.Q(sent_at=None),
}
"""Rows that the copy leaves out: to rate oneself is no request, and these emails have not left."""


@pytest.mark.django_db
class TestTheCopy:
    def test_has_the_value_of_every_field_that_is_declared_to_be_in_it(self, world: None) -> None:
        data = {person.pk: copy_for(person) for person in Person.objects.all()}
        problems = [
            f"{label}.{name}: {problem}"
            for label, name, declared in personal()
            if declared.copy
            for problem in self._problems(data, label, name, declared)
        ]
        assert problems == []

    def _problems(
        self, data: dict[Any, copies.Data], label: str, name: str, declared: Personal
    ) -> Iterator[str]:
        told = {
            pk: {place: set(at(copy, place)) for place in declared.copy}
            for pk, copy in data.items()
        }
        for place in declared.copy:
            if not any(found[place] - {"None", ""} for found in told.values()):
                yield f"nothing at {place}"
        for owner, value in {(owner, value) for owner, value in self._theirs(label, name)}:
            said = set[str]().union(*told[owner].values())
            if not self._is_said(label, name, value, said):
                yield f"{value!r} is not in the copy of {Person.objects.get(pk=owner)}"

    def _is_said(self, label: str, name: str, value: Any, said: set[str]) -> bool:
        if label == "assessment.Result" and name in NUMBERS:
            return any(re.match(NUMBERS[name], each) for each in said)
        words = [word for word in in_words(label, name, value) if word]
        return any(word in each for word in words for each in said) or not words

    def _theirs(self, label: str, name: str) -> list[tuple[Any, Any]]:
        """But requests to rate oneself, and emails that have not left."""
        unsaid = UNSAID.get(label, models.Q(pk=None))
        out = set(apps.get_model(label)._base_manager.filter(unsaid).values_list("pk", flat=True))
        return [(o, value) for o, pk, value in filled(label, name) if o and pk not in out]


# --- what erasure and the retention job leave ----------------------------------------------


Values = dict[tuple[str, str, Any], list[Any]]


def held(which: Iterable[Ends], people: Iterable[Person] | None = None) -> Values:
    """The values of the personal fields that end in these ways: of some people, or of all."""
    owners = None if people is None else {person.pk for person in people}
    found: Values = defaultdict(list)
    for label, name, declared in personal():
        for owner, pk, value in filled(label, name) if declared.ends in which else ():
            if owners is None or owner in owners:
                found[label, name, pk].append(value)
    return dict(found)


def left(before: Values) -> set[str]:
    """The fields of which a value still stands where it stood."""
    after = held(Ends)
    return {f"{key[0]}.{key[1]}" for key, values in before.items() if after.get(key) == values}


def named(values: Values) -> set[str]:
    return {f"{key[0]}.{key[1]}" for key in values}


def without_report() -> list[Person]:
    reported = Report.objects.values("participant__person")
    duties = models.Q(user__is_hr=True) | models.Q(user__is_editor=True)
    return list(Person.objects.exclude(pk__in=reported).exclude(duties))


@pytest.mark.django_db
class TestErasure:
    def test_has_something_of_every_field_to_take(self, world: None) -> None:
        assert {f"{label}.{name}" for label, name, _each in personal()} - named(held(Ends)) == set()

    def test_leaves_no_value_that_is_declared_to_go_with_the_person(
        self, world: None, alice: User
    ) -> None:
        before = held({Ends.ERASED}, without_report())
        for person in without_report():
            rights.erase(person=person, by=alice, at=NOW)
        assert left(before) == set()
        assert not StagedImport.objects.exists()
        assert not QueuedEmail.objects.exclude(address="").filter(user__name="Pat").exists()

    def test_leaves_what_is_declared_to_outlive_the_person(self, world: None, alice: User) -> None:
        before = held({Ends.KEPT, Ends.PERIOD, Ends.PASSING})
        for person in without_report():
            rights.erase(person=person, by=alice, at=NOW)
        assert left(before) == named(before)


@pytest.mark.django_db
class TestTheTimeThatPasses:
    def test_leaves_no_value_that_is_declared_to_end_with_a_period(
        self, world: None, ashford: Council
    ) -> None:
        nobody_of_hr = Person.objects.filter(user__is_hr=False)
        before = held({Ends.ERASED}, nobody_of_hr) | held({Ends.PERIOD})
        retention.apply(council=ashford, at=RELEASED.replace(year=RELEASED.year + 8))
        assert left(before) == set()

    def test_leaves_no_file_of_reports(self, world: None) -> None:
        before = {key: each for key, each in held({Ends.PASSING}).items() if "reports" in key[0]}
        clear(at=RELEASED + KEEP + datetime.timedelta(minutes=1))
        assert {"reports.Part.file", "reports.Sheet.file"} < named(before)
        assert left(before) == set()
