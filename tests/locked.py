"""A guard on the database connection: statements about some tables fail.

Proves of an output that it is made without them, whatever code it runs through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from assessment.models import Comment, Invitation, Rater, Rating, Response

ANSWERS: tuple[type[models.Model], ...] = (Rating, Comment)
WHO_ANSWERED: tuple[type[models.Model], ...] = (Response, Rater, Invitation)
EVERYTHING = (*ANSWERS, *WHO_ANSWERED)


class Touched(AssertionError):
    """A statement was about a locked table."""


@contextmanager
def locked(*tables: type[models.Model]) -> Iterator[None]:
    """Any statement about these models' tables fails, as does one about all answers and raters
    when none is named."""
    names = "|".join(table._meta.db_table for table in tables or EVERYTHING)
    about = re.compile(rf"\b(?:{names})\b")

    def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if about.search(sql):
            raise Touched(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield
