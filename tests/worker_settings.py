"""For a worker of its own process: the product's settings on the database and files of a test."""

import json
import os
from pathlib import Path

os.environ["DEBUG"] = "true"

from config.settings import *  # noqa: F403

DATABASES = {"default": json.loads(os.environ["TEST_DATABASE"])}
MEDIA_ROOT = Path(os.environ["TEST_MEDIA"])
DEBUG = False  # as in production: else the connection remembers thousands of queries
