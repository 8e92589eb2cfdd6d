"""Lets a run on a second database leave out the tests that no database can change."""

import pytest

NEEDS = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out the tests in which another database would change nothing",
    )


def depends_on_the_database(test: pytest.Item) -> bool:
    if test.get_closest_marker("one_database"):
        return False
    marked = test.get_closest_marker("django_db") is not None
    return marked or bool(NEEDS & set(getattr(test, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    others = [test for test in items if not depends_on_the_database(test)]
    config.hook.pytest_deselected(items=others)
    items[:] = [test for test in items if depends_on_the_database(test)]
