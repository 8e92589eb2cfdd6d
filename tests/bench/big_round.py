"""A big round is released as in production while raters of another council save.

`python -m tests.bench.big_round [PARTICIPANTS] [SAVERS] [KILLS]`, by hand; on PostgreSQL behind
`.ci/with-postgres`. gunicorn and db_worker run as docs/operators.md says; the worker is killed so
often and started again. Prints figures and asserts none.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
PORT, HOST = 8765, "skills.anytown.gov.uk"
SECRET = secrets.token_urlsafe(64)
TOKEN = "t" * 32
PAUSE = 0.5  # seconds between two saves of a rater


def environment(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "false",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": HOST,
        "PUBLIC_URL": f"https://{HOST}",
        "EMAIL": "smtp",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "DEFAULT_FROM_EMAIL": "Bench <bench@bench.gov.uk>",
        "BEHIND_PROXY": "true",
        "LOG_LEVEL": "WARNING",
    }


@dataclass
class Service:
    """The processes, and what is asked of them."""

    env: Mapping[str, str]
    log: Any
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def manage(self, *command: str) -> str:
        full = [sys.executable, *command]
        done = subprocess.run(full, cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE)
        return done.stdout.decode()

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log
        )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("manage.py", "db_worker")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        self.running.remove(process)

    def expect(self, true: Callable[[], object]) -> None:
        """Wait for it; raises RuntimeError once something that was started has ended by itself."""

        def is_true() -> object:
            if ended := [each.args for each in self.running if each.poll() is not None]:
                raise RuntimeError(f"{ended}: {Path(self.log.name).read_text()[-2000:]}")
            return true()

        wait(is_true)

    def stop(self) -> None:
        for process in self.running:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    location: str
    length: str | None
    taken: float


def ask(
    session: str,
    method: str,
    path: str,
    data: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
    patience: float = 90,
) -> Answer:
    """One request as the proxy in front would send it."""
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "X-Forwarded-Proto": "https",
        "Referer": f"https://{HOST}/",
        "Host": HOST,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=90)
    try:
        connection.request(method, path, urlencode(data or {}), headers)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    taken = time.monotonic() - began
    where, length = answer.getheader("Location", ""), answer.getheader("Content-Length")
    return Answer(answer.status, body, where, length, taken)


@dataclass
class Savers:
    """Raters of another council who save now and again; what came of it."""

    found: Mapping[str, Any]
    over: threading.Event = field(default_factory=threading.Event)
    met: Counter[str] = field(default_factory=Counter)
    taken: list[float] = field(default_factory=list)

    def start(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._save, args=[who]) for who in self.found["savers"]]
        for thread in threads:
            thread.start()
        return threads

    def _save(self, who: Mapping[str, str]) -> None:
        draw = random.Random(who["rater"])
        stored: dict[str, str] = {}
        while not self.over.wait(PAUSE * (0.5 + draw.random())):
            page = draw.choice(self.found["pages"])
            data = {name: str(draw.randint(1, 5)) for name in self.found["questions"][page]}
            based = {f"base-{name}": stored.get(name, "") for name in data}
            address = f"/answer/{who['rater']}/questions/{page}/"
            try:
                answer = ask(who["session"], "POST", address, data | based)
                stored |= data
                self.met[str(answer.status)] += 1
                self.taken.append(answer.taken)
            except OSError as error:
                self.met[type(error).__name__] += 1


def wait(true: Callable[[], object], patience: float = 3600) -> None:
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.2)


def released(found: Mapping[str, Any]) -> bool:
    answer = ask(found["hr"], "GET", f"/rounds/{found['round']}/release/")
    return answer.status == 302


def killed(service: Service, found: Mapping[str, Any], times: int) -> int:
    """Kill the worker so often while the release is under way; how often it was."""
    worker = service.worker()
    for number in range(times):
        time.sleep(random.Random(number).uniform(8, 20))
        if released(found):
            return number
        service.kill(worker)
        worker = service.worker()
    return times


def sheet(service: Service, found: Mapping[str, Any], kind: str) -> str:
    """Asked for, waited for and taken away, as HR does it."""
    page, file = (
        f"/reports/rounds/{found['round']}/{end}" for end in (f"{kind}/", f"results.{kind}")
    )
    began = time.monotonic()
    asked = ask(found["hr"], "POST", page)
    service.expect(lambda: ask(found["hr"], "GET", file).status == 200)
    made = time.monotonic() - began
    answer = ask(found["hr"], "GET", file)
    lines = answer.body.count(b"\r\n") if kind == "csv" else "-"
    whole = str(len(answer.body)) == answer.length
    return (
        f"{kind}: asked {asked.status} in {asked.taken:.1f} s, ready after {made:.0f} s, handed "
        f"out in {answer.taken:.1f} s, {len(answer.body):,} bytes, lines {lines}, whole: {whole}"
    )


def main(participants: int = 2000, savers: int = 20, kills: int = 5) -> None:
    with tempfile.TemporaryDirectory() as name, (Path(name) / "log").open("wb") as log:
        service = Service(environment(Path(name)), log)
        service.manage("manage.py", "migrate", "-v0")
        service.manage("manage.py", "load_frameworks", "-v0")
        service.manage("manage.py", "collectstatic", "--noinput", "-v0")
        data = ["-m", "tests.bench.big_data", str(participants), str(savers)]
        found = json.loads(service.manage(*data))
        try:
            measure(service, found, kills)
        finally:
            service.stop()


def measure(service: Service, found: Mapping[str, Any], kills: int) -> None:
    bind = f"127.0.0.1:{PORT}"
    service.start("-m", "gunicorn", "config.wsgi", "--workers", "3", "--bind", bind)
    time.sleep(5)
    raters = Savers(found)
    threads = raters.start()
    time.sleep(5)
    calm = max(raters.taken, default=0.0)
    began = time.monotonic()
    asked = ask(found["hr"], "POST", f"/rounds/{found['round']}/release/")
    say(f"release asked: {asked.status} in {asked.taken:.2f} s")
    times = killed(service, found, kills)
    service.expect(lambda: released(found))
    say(f"released after {time.monotonic() - began:.0f} s; worker killed {times} times")
    raters.over.set()
    for thread in threads:
        thread.join()
    slow = sorted(raters.taken)
    median, most = slow[len(slow) // 2], slow[-1]
    say(f"saves by status: {dict(raters.met)}; median {median:.2f} s, slowest {most:.2f} s")
    say(f"slowest save before the release: {calm:.2f} s")
    say(service.manage("-m", "tests.bench.big_data", "counted", found["round"]).strip())
    for kind in ("csv", "xlsx"):
        say(sheet(service, found, kind))


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
