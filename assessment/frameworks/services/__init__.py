"""Writes frameworks: makes drafts, edits them, publishes and retires them."""

from assessment.frameworks.services.drafts import bring_in, import_draft, new_draft
from assessment.frameworks.services.files import (
    MOST_BYTES,
    read_file,
    read_json,
    write_json,
    write_xlsx,
)
from assessment.frameworks.services.keys import free_key
from assessment.frameworks.services.languages import read_translation, translate, with_translation
from assessment.frameworks.services.order import reorder
from assessment.frameworks.services.publishing import lock_draft, publish, retire
from assessment.frameworks.services.refusals import (
    BadFile,
    DraftIncomplete,
    HalfTranslated,
    NotADraft,
    NotPublished,
    VersionTaken,
    sentence_of_the_frozen,
)
from assessment.frameworks.services.targets import set_targets

__all__ = [
    "MOST_BYTES",
    "BadFile",
    "DraftIncomplete",
    "HalfTranslated",
    "NotADraft",
    "NotPublished",
    "VersionTaken",
    "bring_in",
    "free_key",
    "import_draft",
    "lock_draft",
    "new_draft",
    "publish",
    "read_file",
    "read_json",
    "read_translation",
    "reorder",
    "retire",
    "sentence_of_the_frozen",
    "set_targets",
    "translate",
    "with_translation",
    "write_json",
    "write_xlsx",
]
