"""Writes frameworks: makes drafts, edits them, publishes and retires them."""

from assessment.services.frameworks.drafts import load, new_draft
from assessment.services.frameworks.keys import free_key
from assessment.services.frameworks.order import move
from assessment.services.frameworks.publishing import lock_draft, publish, retire
from assessment.services.frameworks.refusals import (
    BadFile,
    Incomplete,
    NotADraft,
    NotPublished,
    VersionTaken,
    sentence_of_the_frozen,
)
from assessment.services.frameworks.targets import set_targets

__all__ = [
    "BadFile",
    "Incomplete",
    "NotADraft",
    "NotPublished",
    "VersionTaken",
    "free_key",
    "load",
    "lock_draft",
    "move",
    "new_draft",
    "publish",
    "retire",
    "sentence_of_the_frozen",
    "set_targets",
]
