"""What `make` does before the product's own code can run: standard library only.

Every step is safe to run twice and skips what is done. What stops it is said in one line.
"""

import argparse
import contextlib
import functools
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
RUN, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"

sys.path.insert(0, str(ROOT))
from reports.native import families, loads, missing_packages  # noqa: E402
from scripts import chromium  # noqa: E402


class Stop(Exception):
    """The line that tells the user what to do."""


def tell(line: str) -> None:
    print(line, flush=True)


def succeeds(*command: str | Path, **environment: str) -> bool:
    """Run it with the user watching."""
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False)
    return done.returncode == 0


# What the operating system gives


def install_packages(packages: Sequence[str], purpose: str) -> None:
    """Install by apt where this user may; raises Stop with the command where not."""
    names = " ".join(packages)
    if not names:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Stop(f"{purpose} needs packages that are missing. Run: sudo apt-get install {names}")
    tell(f"Installing {names} ...")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    refresh_package_lists()
    command = ("apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages)
    done = subprocess.run(
        command, env={**os.environ, **quiet}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Stop(f"{done.stderr.strip()}\napt-get could not install {names}; see above.")


@functools.cache
def refresh_package_lists() -> None:
    # A list that cannot be had shows when the installation misses it.
    subprocess.run(["apt-get", "update", "-qq"], capture_output=True, check=False)  # noqa: S607


def check_pdf_libraries() -> None:
    lacking = missing_packages()
    install_packages(lacking.required, "Making PDF reports")
    try:
        install_packages(lacking.wanted, "Making smaller PDF reports faster")
    except Stop as hint:
        tell(f"Note: {hint}")


def check_browser() -> None:
    prefer_small_browser()
    lacking = [] if chromium.path() else ["chromium"]
    if "Liberation Sans" not in families():  # pages of the product ask for Arial
        lacking.append("fonts-liberation")
    if not loads("libatomic.so.1"):  # for the driver that playwright ships
        lacking.append("libatomic1")
    install_packages(lacking, "Testing in a browser")
    if shutil.which("pdfinfo") is None:
        install_packages(["poppler-utils"], "Reading PDFs back")
    if shutil.which("strace") is None:
        install_packages(["strace"], "Counting what reaches the disk")


def prefer_small_browser() -> None:
    """Where apt has none without windows, any will do."""
    if shutil.which(chromium.SMALL) is None and apt_offers(chromium.SMALL):
        with contextlib.suppress(Stop):
            install_packages([chromium.SMALL], "Testing in a smaller browser")


def apt_offers(package: str) -> bool:
    if shutil.which("apt-cache") is None:
        return False
    asked = ("apt-cache", "show", "--no-all-versions", package)
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def free_port(text: str) -> int:
    """The port asked for; raises Stop when nothing can be served there."""
    port = int(text) if text.isdecimal() else 0
    if not 1024 <= port <= 65535:
        raise Stop(f"PORT={text} is not a port between 1024 and 65535. Try: make run PORT=8123")
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Stop(f"Port {port} is not free. Try another: make run PORT=8123") from None
    return port


# The virtual environment


def make_environment(*requirements: str) -> None:
    """A virtual environment with the pinned packages of these files."""
    if not (PYTHON.exists() and succeeds(PYTHON, "-c", "import pip")):
        create_environment()
    changed = [name for name in requirements if read_stamp(name) != file_fingerprint(name)]
    if not changed:
        return
    tell("Installing Python packages (the first time takes a minute or two) ...")
    files = [part for name in changed for part in ("-r", name)]
    pip = (PYTHON, "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check")
    if not succeeds(*pip, *files, PIP_ROOT_USER_ACTION="ignore"):
        raise Stop("pip could not install the packages; its message is above.")
    for name in changed:
        stamp(name).write_text(file_fingerprint(name))


def create_environment() -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if importlib.util.find_spec("ensurepip") is None:
        install_packages((f"python{version}-venv",), "Making a virtual environment")
    tell(f"Making a virtual environment with Python {version} ...")
    if not succeeds(sys.executable, "-m", "venv", "--clear", VENV):
        raise Stop("The virtual environment .venv could not be made; the message is above.")


def stamp(name: str) -> Path:
    return VENV / f".installed-{name}"


def read_stamp(name: str) -> str:
    return stamp(name).read_text() if stamp(name).exists() else ""


def file_fingerprint(name: str) -> str:
    pins = (ROOT / name).read_bytes() + (ROOT / "constraints.txt").read_bytes()
    return hashlib.sha256(pins).hexdigest()


# The commands


def manage(*arguments: str) -> None:
    if not succeeds(PYTHON, "manage.py", *arguments):
        raise Stop(f"'manage.py {arguments[0]}' failed; its message is above.")


def make_files() -> None:
    """What pages are made of and the source does not hold: styles, scripts, compiled catalogues."""
    manage("fetch_assets")
    manage("compile_catalogues", "--if-old")


def run(options: argparse.Namespace) -> None:
    """Set up what is missing, then serve the sample council."""
    port = free_port(options.port)
    make_environment(RUN)
    check_pdf_libraries()
    os.environ.setdefault("DEBUG", "true")
    os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    make_files()
    manage("migrate", "--verbosity=0")
    manage("load_frameworks")
    manage("sample_council")
    tell(f"\nServing on {os.environ['PUBLIC_URL']} - stop with Ctrl-C.")
    serve(port)


def serve(port: int) -> None:
    """The web server and the worker that sends emails and makes bulk PDFs, until Ctrl-C."""
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    # Django's own server: one process is enough here, and a mistake shows on the page.
    commands = [["db_worker", "--no-reload"], ["runserver", f"127.0.0.1:{port}", "--noreload"]]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            processes.append(subprocess.Popen((PYTHON, "manage.py", *command), cwd=ROOT))
        failed = processes[-1].wait()
    except KeyboardInterrupt:
        failed = 0
    finally:
        for process in processes:
            process.terminate()
            process.wait()
    if failed:
        raise Stop("The server stopped by itself; its message is above.")


def prepare_tests() -> None:
    # The suite starts the product some hundred times, and each would compile it all again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    make_environment(RUN, DEVELOPMENT)
    check_pdf_libraries()
    os.environ["DEBUG"] = "true"


def test(options: argparse.Namespace) -> None:
    """Lint and the whole suite; with arguments for pytest only these tests."""
    prepare_tests()
    check_browser()
    make_files()
    failed = [] if options.arguments else lint_failures()
    if not suite_passes(options.arguments):
        failed.append("pytest")
    if failed:
        raise Stop(f"Failed: {', '.join(failed)}.")


def check(options: argparse.Namespace) -> None:
    """What to run many times a day: lint, the rules of the house and scoring."""
    prepare_tests()
    make_files()
    failed = lint_failures()
    if not suite_passes(["tests/house", "tests/scoring", "--quiet", *options.arguments]):
        failed.append("pytest")
    if failed:
        raise Stop(f"Failed: {', '.join(failed)}.")


def suite(options: argparse.Namespace) -> None:
    """The tests without lint, for a second database."""
    prepare_tests()
    check_browser()
    make_files()
    if not suite_passes(options.arguments):
        raise Stop("Failed: pytest.")


def suite_passes(arguments: list[str]) -> bool:
    # Two for each processor: a third of the time a test waits, mostly for a browser.
    processes = min(2 * (os.cpu_count() or 1), 6)
    parallel = () if "-n" in arguments else (f"-n{processes}", "--dist=worksteal")
    return succeeds(PYTHON, "-m", "pytest", "--no-header", *parallel, *arguments)


def bench(options: argparse.Namespace) -> None:
    """Measure; the numbers are printed and written to var/bench.json."""
    prepare_tests()
    make_files()
    measuring = ("--no-header", "-m", "bench", "--timeout=0")
    if not succeeds(PYTHON, "-m", "pytest", *measuring, *options.arguments):
        raise Stop("Failed: bench.")


def accessibility(options: argparse.Namespace) -> None:
    """Walk every page in a browser and write the facts of the accessibility statement."""
    prepare_tests()
    check_browser()
    make_files()
    walk = ("tests/journeys", "--write-accessibility", "-p", "no:xdist")
    if not succeeds(PYTHON, "-m", "pytest", "--no-header", *walk, *options.arguments):
        raise Stop("Failed: the facts are as they were.")


def messages(options: argparse.Namespace) -> None:
    """Bring locale/ up to date with the sentences in the source, and compile what is whole."""
    make_environment(RUN)
    if shutil.which("msgfmt") is None:
        install_packages(("gettext",), "Collecting sentences")
    os.environ.setdefault("DEBUG", "true")
    manage("collect_sentences")
    manage("compile_catalogues")


def lint(options: argparse.Namespace) -> None:
    """Every check that needs no test."""
    prepare_tests()
    make_files()
    if failed := lint_failures():
        raise Stop(f"Failed: {', '.join(failed)}.")


def lint_failures() -> list[str]:
    production = {
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "skills.anytown.gov.uk",
        "PUBLIC_URL": "https://skills.anytown.gov.uk",
        "EMAIL_URL": "smtp://127.0.0.1:25",
        "DEFAULT_FROM_EMAIL": "skills@anytown.gov.uk",
        "EMAIL": "smtp",
    }
    check = ("manage.py", "check", "--deploy", "--fail-level=WARNING")
    checks: list[tuple[str, tuple[str, ...], dict[str, str]]] = [
        ("ruff check", ("-m", "ruff", "check", "--quiet", "--output-format=concise"), {}),
        (
            "ruff format",
            ("-m", "ruff", "format", "--check", "--quiet", "--output-format=concise"),
            {},
        ),
        ("mypy", ("-m", "mypy", "--no-error-summary"), {}),
        ("djlint", ("-m", "djlint", "templates", "--lint", "--quiet"), {}),
        ("check --deploy", check, production),
        ("makemigrations --check", ("manage.py", "makemigrations", "--check", "--dry-run"), {}),
    ]
    with ThreadPoolExecutor(max_workers=2) as pool:
        return [name for name, passed in pool.map(lambda each: passes(*each), checks) if not passed]


def passes(name: str, command: tuple[str, ...], surroundings: dict[str, str]) -> tuple[str, bool]:
    """Run one check; its output is shown only when it fails."""
    environment = {**os.environ, "DATABASE_URL": "sqlite://:memory:", **surroundings}
    done = subprocess.run(
        (PYTHON, *command),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    tell(f"{name}: ok" if passed else f"{done.stdout.rstrip()}\n{name}: FAILED")
    return name, passed


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "run": run,
    "test": test,
    "check": check,
    "suite": suite,
    "lint": lint,
    "bench": bench,
    "accessibility": accessibility,
    "messages": messages,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--port", default="8000")
    options, arguments = parser.parse_known_args()
    options.arguments = arguments  # for pytest
    COMMANDS[options.command](options)


if __name__ == "__main__":
    try:
        main()
    except Stop as reason:
        sys.exit(f"{reason}")
    except KeyboardInterrupt:
        sys.exit(130)
