"""Reading the people spreadsheet: bytes in, rows and named problems out; and writing CSV.

No database, no HTTP.
"""

from assessment.spreadsheets import columns
from assessment.spreadsheets.people import PeopleSheet, read_people
from assessment.spreadsheets.values import (
    MAX_FILE_BYTES,
    Column,
    PersonRow,
    Problem,
    Unreadable,
)

__all__ = [
    "MAX_FILE_BYTES",
    "Column",
    "PeopleSheet",
    "PersonRow",
    "Problem",
    "Unreadable",
    "columns",
    "read_people",
]
