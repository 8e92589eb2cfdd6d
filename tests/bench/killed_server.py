"""The whole server is killed at random while raters save; every save that was answered is there.

`python -m tests.bench.killed_server [KILLS] [SAVERS]`, by hand; on PostgreSQL behind
`.ci/with-postgres`. gunicorn runs as docs/operators.md says, and all its processes get SIGKILL at
once. Prints figures and asserts none.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.big_round import PORT, ROOT, Service, ask, environment, say, wait

BIND = f"127.0.0.1:{PORT}"
SERVER = ["-m", "gunicorn", "config.wsgi", "--workers", "3", "--bind", BIND]
STORED = """
import django, json
django.setup()
from assessment.models import Rating
found = Rating.objects.values_list("response__rater_id", "indicator__key", "level")
print(json.dumps([[str(rater), f"q-{key}", str(level)] for rater, key, level in found]))
"""


@dataclass
class Saver:
    """A rater who never stops: what was acknowledged last of each field, and what may be stored."""

    who: Mapping[str, str]
    found: Mapping[str, Any]
    over: threading.Event
    met: Counter[str]
    acknowledged: int = 0
    possible: dict[str, list[str]] = field(default_factory=lambda: defaultdict(lambda: [""]))

    def run(self) -> None:
        draw = random.Random(self.who["rater"])
        while not self.over.wait(0.05 + 0.1 * draw.random()):
            page = draw.choice(self.found["pages"])
            data = {name: str(draw.randint(1, 5)) for name in self.found["questions"][page]}
            self._save(f"/answer/{self.who['rater']}/questions/{page}/", data)

    def _save(self, address: str, data: Mapping[str, str]) -> None:
        bases = [(f"base-{name}", base) for name in data for base in self.possible[name]]
        try:
            answer = ask(self.who["session"], "POST", address, [*data.items(), *bases])
        except OSError as error:
            self.met[type(error).__name__] += 1
            for name, value in data.items():
                if value not in self.possible[name]:
                    self.possible[name].append(value)
            return
        self.met[str(answer.status)] += 1
        if answer.status == 302:
            self.acknowledged += len(data)
            self.possible |= {name: [value] for name, value in data.items()}


def serve(service: Service) -> subprocess.Popen[bytes]:
    """A server in a group of its own, so that all of it can be killed at once."""
    server = subprocess.Popen(
        [sys.executable, *SERVER],
        cwd=ROOT, env=service.env, stdout=service.log, stderr=service.log, start_new_session=True,
    )  # fmt: skip
    wait(_is_up, 60)
    return server


def _is_up() -> bool:
    with suppress(OSError):
        return ask("", "GET", "/accounts/login/").status == 200
    return False


def kill(server: subprocess.Popen[bytes]) -> None:
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def main(kills: int = 50, savers: int = 12) -> None:
    with tempfile.TemporaryDirectory() as name, (Path(name) / "log").open("wb") as log:
        service = Service(environment(Path(name)), log)
        service.manage("manage.py", "migrate", "-v0")
        service.manage("manage.py", "load_frameworks", "-v0")
        service.manage("manage.py", "collectstatic", "--noinput", "-v0")
        found = json.loads(service.manage("-m", "tests.bench.big_data", "2", str(savers)))
        measure(service, found, kills)


def measure(service: Service, found: Mapping[str, Any], kills: int) -> None:
    over, met = threading.Event(), Counter[str]()
    raters = [Saver(who, found, over, met) for who in found["savers"]]
    threads = [threading.Thread(target=rater.run, daemon=True) for rater in raters]
    server = serve(service)
    for thread in threads:
        thread.start()
    for number in range(kills):
        time.sleep(random.Random(number).uniform(0.5, 2.5))
        kill(server)
        server = serve(service)
    time.sleep(2)
    over.set()
    for thread in threads:
        thread.join()
    kill(server)
    say(f"killed {kills} times; saves by what came of them: {dict(met)}")
    say(missing(raters, json.loads(service.manage("-c", STORED))))


def missing(raters: list[Saver], stored: list[list[str]]) -> str:
    """How many answers, last acknowledged, are not what is stored."""
    now = {(rater, name): level for rater, name, level in stored}
    wrong = [
        (rater.who["rater"], name)
        for rater in raters
        for name, possible in rater.possible.items()
        if now.get((rater.who["rater"], name), "") not in possible
    ]
    acknowledged = sum(rater.acknowledged for rater in raters)
    return f"acknowledged answers: {acknowledged}; missing or other: {len(wrong)}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
