"""What every test stands on."""

import os

# Playwright keeps an event loop in the test's own thread, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

pytest_plugins = [
    "tests.plugins.network",
    "tests.plugins.importing",
    "tests.plugins.shared",
    "tests.plugins.tables",
    "tests.plugins.collector",
    "tests.plugins.database",
    "tests.plugins.frozen",
    "tests.plugins.roles",
    "tests.plugins.smtp",
    "tests.plugins.tokens",
    "tests.plugins.browser",
    "tests.plugins.catalogues",
    "tests.plugins.fonts",
    "tests.plugins.renders",
    "tests.plugins.bench",
    "tests.plugins.accessibility",
    "tests.cast",
    "tests.handover",
    "tests.workers",
    "tests.editors",
    "tests.spring",
]
