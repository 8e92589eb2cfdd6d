"""Production starts with a real value for each thing, or says in sentences what is missing."""

from __future__ import annotations

import http.client
import re
import secrets
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.mail.backends import smtp
from django.utils.module_loading import import_string

from config import env
from config.production import REQUIRED, NotReady, configuration_problems
from tests.production import PAGE, copy_product, documented, run, set_environment, surroundings

GOOD = documented()
BACKUPS = re.findall(r"`(\([^`]*\b(?:sqlite3|pg_dump) [^`]*\))`", PAGE.read_text(encoding="utf-8"))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product whose database has been made as the page says."""
    folder = copy_product(tmp_path_factory.mktemp("product"))
    for command in ("migrate", "load_frameworks"):
        done = run(folder, "manage.py", command, **GOOD)
        assert done.returncode == 0, done.stderr
    return folder


def gunicorn(port: int) -> list[str]:
    """The page's own command, on another port and with this Python."""
    command = re.search(r"^\.venv/bin/gunicorn (.*) --bind .*$", PAGE.read_text(), re.M)
    assert command
    return ["-m", "gunicorn", *command[1].split(), "--bind", f"127.0.0.1:{port}"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, **variables: str) -> Iterator[int]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, *gunicorn(port)], cwd=folder, env=surroundings(**variables),
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


def answer_of(port: int, path: str, host: str) -> http.client.HTTPResponse:
    for _attempt in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path, headers={"Host": host})
            return connection.getresponse()
        except ConnectionError:
            time.sleep(0.1)
    raise AssertionError("The server did not start.")


class TestTheService:
    def test_starts_with_the_variables_of_the_page(self, product: Path) -> None:
        with served(product, **GOOD) as port:
            response = answer_of(port, "/accounts/login/", "skills.anytown.gov.uk")
        assert response.status == 301
        assert response.headers["Location"] == f"{GOOD['PUBLIC_URL']}/accounts/login/"

    @pytest.mark.parametrize("name", GOOD)
    def test_does_not_start_without_one_of_them(self, product: Path, name: str) -> None:
        given = {key: value for key, value in GOOD.items() if key != name}
        done = run(product, *gunicorn(free_port()), **given)
        assert done.returncode != 0
        assert f"- {name} is not set; " in done.stderr
        assert "Worker failed to boot" in done.stderr

    def test_is_told_all_that_is_missing_at_once(self, product: Path) -> None:
        done = run(product, "manage.py", "check")
        first, *lines = done.stderr.splitlines()
        assert (done.returncode, first) == (1, "The service cannot start:")
        assert [line.split()[1] for line in lines] == list(GOOD)

    def test_starts_without_them_on_a_development_machine(self, product: Path) -> None:
        done = run(product, "manage.py", "check", DEBUG="true")
        assert done.returncode == 0, done.stderr

    def test_the_page_names_all_that_are_required(self) -> None:
        assert list(REQUIRED) == list(GOOD)


class TestTheDatabase:
    @pytest.fixture
    def unready(self, product: Path, tmp_path: Path, lacking: str) -> Any:
        """The variables of a service whose database lacks something."""
        file = tmp_path / "unready.sqlite3"
        with closing(sqlite3.connect(product / "var/db.sqlite3")) as made:
            made.execute("VACUUM INTO ?", [str(file)])
        with closing(sqlite3.connect(file, isolation_level=None)) as copy:
            copy.execute(lacking)
        return GOOD | {"DATABASE_URL": f"sqlite:///{file}"}

    @pytest.mark.parametrize(
        ("lacking", "said"),
        [
            (
                "DELETE FROM django_migrations WHERE app = 'reports' AND name ="
                " (SELECT max(name) FROM django_migrations WHERE app = 'reports')",
                "The database is not up to date: 1 migration waits.",
            ),
            (
                "DROP TABLE service_cache",
                "The table service_cache, where wrong passwords are counted, is missing.",
            ),
        ],
    )
    def test_that_lacks_something_is_named_before_the_first_visitor(
        self, product: Path, unready: dict[str, str], said: str
    ) -> None:
        for command in (gunicorn(free_port()), ["manage.py", "db_worker", "--batch"]):
            done = run(product, *command, **unready)
            assert done.returncode != 0
            assert f"- {said} Run: manage.py migrate" in done.stderr
        check = ["manage.py", "check", "--deploy", "--database", "default"]
        done = run(product, *check, **unready)
        assert done.returncode == 1
        assert said in done.stderr

    def test_that_is_ready_passes_every_check(self, product: Path) -> None:
        check = ["check", "--deploy", "--database", "default", "--fail-level", "WARNING"]
        done = run(product, "manage.py", *check, **GOOD)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""

    def test_that_does_not_answer_is_logged(self, product: Path) -> None:
        gone = "postgres://skills@127.0.0.1:1/skills"
        with_gone = GOOD | {"DATABASE_URL": gone}
        code = "import config.wsgi"
        done = run(product, "-c", code, **with_gone)
        assert done.returncode == 0
        assert "ERROR assessment.checks The database does not answer" in done.stderr


MAKE_FILES = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save("bundles/1/report.pdf", ContentFile(b"about somebody"))
default_storage.save("bundles/1/large.pdf", ContentFile(b"about somebody" * 1_000_000))
"""


@pytest.fixture(scope="module")
def made(product: Path) -> Path:
    """The folder var of a service that has been used, by an account whose umask is 022."""
    for command in (["collectstatic", "--noinput"], ["shell", "-c", MAKE_FILES]):
        done = run(product, "manage.py", *command, **GOOD)
        assert done.returncode == 0, done.stderr
    done = run(product, "manage.py", "sample_council", DEBUG="true")
    assert done.returncode == 0, done.stderr
    return product / "var"


class TestFiles:
    def test_with_personal_data_are_their_owners_alone(self, product: Path, made: Path) -> None:
        with served(product, **GOOD) as port:
            answer_of(port, "/accounts/login/", "skills.anytown.gov.uk")
            # Held open, so that what SQLite keeps beside the database is there.
            with closing(sqlite3.connect(made / "db.sqlite3")) as database:
                database.execute("SELECT count(*) FROM assessment_person").fetchall()
                found = {path.relative_to(made): mode(path) for path in made.rglob("*")}
        private = {path: bits for path, bits in found.items() if path.parts[0] != "static"}
        names = {str(path) for path in private}
        assert names >= {"db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "sample.json"}
        assert names >= {"mail", "media", "media/bundles/1/report.pdf", "media/bundles/1/large.pdf"}
        assert any(name.startswith("mail/") for name in names)
        assert {path: bits for path, bits in private.items() if bits & 0o077} == {}
        assert mode(made) == 0o700

    def test_of_style_stay_readable_for_everybody(self, made: Path) -> None:
        found = [*(made / "static").rglob("*")]
        assert len(found) > 10
        assert [path for path in found if mode(path) & 0o044 != 0o044] == []

    @pytest.mark.parametrize("command", BACKUPS)
    def test_of_the_documented_backup_are_their_owners_alone(
        self, command: str, tmp_path: Path
    ) -> None:
        program = command.split()[2]
        stand_in = tmp_path / program
        stand_in.write_text("#!/bin/sh\ntouch backup\n")
        stand_in.chmod(0o755)
        subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, umask=0o022, check=True,
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        )  # fmt: skip
        assert mode(tmp_path / "backup") == 0o600

    def test_of_an_earlier_version_are_named_by_the_check(
        self, settings: Any, tmp_path: Path
    ) -> None:
        settings.VAR_DIR = tmp_path
        for bits, expected in [(0o755, ["assessment.I001"]), (0o700, [])]:
            tmp_path.chmod(bits)
            found = run_checks(include_deployment_checks=True)
            assert [each.id for each in found if each.id == "assessment.I001"] == expected


SECRET = secrets.token_urlsafe(64)
WRONG = [
    ("SECRET_KEY", "x", "can be guessed"),
    ("SECRET_KEY", "a" * 60 + "b", "can be guessed"),
    ("SECRET_KEY", "0123456789abc" * 5, "can be guessed"),
    ("SECRET_KEY", f"django-insecure-{SECRET}", "can be guessed"),
    ("SECRET_KEY", f"{env.DEVELOPMENT_SECRET}-{env.DEVELOPMENT_SECRET}!", "can be guessed"),
    ("ALLOWED_HOSTS", " , ", "is not set"),
    ("ALLOWED_HOSTS", "*", "every name"),
    ("PUBLIC_URL", "http://skills.anytown.gov.uk", "https://"),
    ("PUBLIC_URL", "https://127.0.0.1:8000", "reach the service"),
    ("PUBLIC_URL", "https://localhost", "reach the service"),
    ("PUBLIC_URL", "https://other.anytown.gov.uk", "ALLOWED_HOSTS does not admit"),
    ("PUBLIC_URL", "https://skills.anytown.gov.uk/skills", "does not work below a path"),
    ("PUBLIC_URL", "https://skills.anytown.gov.uk?a=b", "does not work below a path"),
    ("PUBLIC_URL", "skills.anytown.gov.uk", "whole address"),
    ("PUBLIC_URL", "https://skills.anytown.gov.uk:port", "whole address"),
    ("EMAIL_URL", "", "is not set"),
    ("EMAIL_URL", "mail.anytown.gov.uk", "does not name a mail server"),
    ("EMAIL_URL", "smtp://", "does not name a mail server"),
    ("EMAIL_URL", "consolemail://", "does not name a mail server"),
    ("DEFAULT_FROM_EMAIL", "Skills assessment", "mailbox exists"),
    ("DEFAULT_FROM_EMAIL", "skills@localhost", "mailbox exists"),
    ("DEFAULT_FROM_EMAIL", "Skills <no-reply@example.gov.uk>", "mailbox exists"),
    ("DEFAULT_FROM_EMAIL", "skills@anytown.invalid", "mailbox exists"),
]


class TestAValue:
    @pytest.mark.parametrize(("name", "value", "said"), WRONG)
    def test_that_is_no_real_one_is_refused_in_one_sentence(
        self, name: str, value: str, said: str
    ) -> None:
        (sentence,) = configuration_problems(GOOD | {name: value})
        assert sentence.startswith(f"{name} ")
        assert said in sentence
        assert "\n" not in sentence

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            pytest.param("SECRET_KEY", secrets.token_hex(25), id="SECRET_KEY of 50 letters"),
            ("ALLOWED_HOSTS", "127.0.0.1, skills.anytown.gov.uk"),
            ("ALLOWED_HOSTS", ".anytown.gov.uk"),
            ("PUBLIC_URL", "https://skills.anytown.gov.uk/"),
            ("PUBLIC_URL", "https://Skills.Anytown.gov.uk:8443"),
            ("EMAIL_URL", "smtp://127.0.0.1:25"),
            ("DEFAULT_FROM_EMAIL", "skills@anytown.gov.uk"),
        ],
    )
    def test_that_is_a_real_one_is_taken(self, name: str, value: str) -> None:
        assert configuration_problems(GOOD | {name: value}) == []

    def test_of_the_mail_server_is_not_repeated(self) -> None:
        (sentence,) = configuration_problems(
            GOOD | {"EMAIL_URL": f"mail://skills:{SECRET}@mail.anytown.gov.uk"}
        )
        assert SECRET not in sentence

    def test_with_a_path_is_refused_on_a_development_machine_too(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = "http://127.0.0.1:8000/skills"
        set_environment(monkeypatch, DEBUG="true", PUBLIC_URL=url)
        with pytest.raises(NotReady, match="below a path"):
            env.read_environment()


class TestEmails:
    def test_leave_by_the_mail_server_unless_said_otherwise(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        set_environment(monkeypatch, **GOOD)
        read = env.read_environment()
        assert issubclass(import_string(read.email_backend), smtp.EmailBackend)
        assert read.email["EMAIL_HOST"] == "mail.anytown.gov.uk"
        assert read.default_from_email == "Skills assessment <skills@anytown.gov.uk>"

    def test_into_a_folder_are_a_choice_that_the_check_warns_of(
        self, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        given = {key: value for key, value in GOOD.items() if key != "EMAIL_URL"}
        set_environment(monkeypatch, **given, EMAIL="file")
        settings.EMAIL_BACKEND = env.read_environment().email_backend
        found = run_checks(include_deployment_checks=True)
        assert "assessment.W002" in [each.id for each in found]
