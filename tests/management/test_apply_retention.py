"""manage.py apply_retention: a dry run unless it is told to delete."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from assessment.data_protection.services import retention
from assessment.models import Council, Deletion, Person


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("apply_retention", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def counts(text: str) -> dict[str, int]:
    """Of each kind, from the printed table."""
    rows = [line.split() for line in text.splitlines() if line.startswith("  ")]
    return {row[0]: int(row[-1]) for row in rows}


class TestTheCommand:
    def test_shows_what_it_would_delete_and_deletes_nothing(
        self, ashford: Council, frank: Person
    ) -> None:
        text = run()
        assert "Ashford Sample Council: would delete (dry run)" in text
        assert counts(text) == {
            "people": 1,
            "reports": 0,
            "actions": 0,
            "sets": 0,
            "consents": 0,
            "figures": 0,
            "comments": 0,
            "reasons": 0,
            "emailed": 0,
        }
        assert Person.objects.get() == frank
        assert not Deletion.objects.exists()

    def test_deletes_and_logs_when_it_is_told_to(self, ashford: Council, frank: Person) -> None:
        assert counts(run("--apply"))["people"] == 1
        assert not Person.objects.exists()
        assert Deletion.objects.get().kind == Deletion.Kind.PEOPLE
        assert counts(run("--apply"))["people"] == 0
        assert Deletion.objects.count() == 1

    def test_can_be_kept_to_one_council(
        self, ashford: Council, brindle: Council, frank: Person
    ) -> None:
        assert "Ashford" not in run("--council", "Brindle Sample Council", "--apply")
        assert Person.objects.exists()

    def test_says_when_there_is_no_such_council(self, ashford: Council) -> None:
        with pytest.raises(CommandError, match="no council with the name 'Ashfrod'"):
            run("--council", "Ashfrod")

    def test_goes_on_with_the_next_council_when_one_fails(
        self, ashford: Council, brindle: Council, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Person.objects.create(council=brindle, name="Left over", email="left@example.com")
        apply = retention.apply

        def fail_for_ashford(
            *, council: Council, at: datetime.datetime
        ) -> list[retention.RetentionCount]:
            if council == ashford:
                raise DatabaseError("disc full")
            return apply(council=council, at=at)

        monkeypatch.setattr(retention, "apply", fail_for_ashford)
        with pytest.raises(CommandError, match="Not done for: Ashford Sample Council"):
            run("--apply")
        assert not Person.objects.exists()

    def test_forgets_who_signed_in_too_often(self, db: None) -> None:
        cache.set("allauth:rl:login:ip:192.0.2.1", [1.0])
        run()
        assert cache.get("allauth:rl:login:ip:192.0.2.1")
        run("--apply")
        assert cache.get("allauth:rl:login:ip:192.0.2.1") is None

    def test_clears_sessions_that_have_ended(self, db: None) -> None:
        ended = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        Session.objects.create(session_key="a" * 32, session_data="", expire_date=ended)
        run()
        assert Session.objects.exists()
        run("--apply")
        assert not Session.objects.exists()
