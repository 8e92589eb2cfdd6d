"""What every test stands on."""

import importlib.util
import os

# Playwright keeps an event loop in the test's own thread, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

pytest_plugins = [
    "tests.plugins.network",
    "tests.plugins.smtp",
    "tests.plugins.browser",
]
if importlib.util.find_spec("tests.cast"):
    pytest_plugins.append("tests.cast")
