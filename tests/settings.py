"""The product's own settings, with the few things that a test run must do differently."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["DEBUG"] = "true"
os.environ.setdefault("EMAIL", "file")

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES

TEMPORARY = Path(tempfile.mkdtemp(prefix="skills-assessment-tests-"))
atexit.register(shutil.rmtree, TEMPORARY, ignore_errors=True)

MEDIA_ROOT = TEMPORARY / "media"
EMAIL_FILE_PATH = str(TEMPORARY / "mail")
VAR_DIR = TEMPORARY / "var"
VAR_DIR.mkdir()
STATIC_ROOT = TEMPORARY / "static"
STATIC_ROOT.mkdir()  # WhiteNoise warns about a missing folder

# A file, not memory: a browser journey and a race need several connections to one database.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(TEMPORARY / "test.sqlite3")}
    # A test that forgot to ask for the database finds an empty file, not the developer's own.
    DATABASES["default"]["NAME"] = str(TEMPORARY / "empty.sqlite3")
else:
    # A lock that nobody gives back fails one test instead of holding up all.
    DATABASES["default"]["OPTIONS"] = {"options": "-c lock_timeout=60s"}
    # A browser's idle connection to the live server must not keep one to the database.
    DATABASES["default"]["CONN_MAX_AGE"] = 0

# Names with a hash need collectstatic first; the live server serves the files as they are.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# The real hasher is slow on purpose, and most tests sign somebody in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tests do the work at once; the bulk tests and the journeys start a real worker.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
