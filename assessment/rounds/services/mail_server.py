"""What an answer of a mail server means for the email that was to leave.

After RFC 5321: 4xx is for now, 5xx is for good. What a server says about the sender or the sign-in
is about this service, so no recipient's email fails for it.
"""

from __future__ import annotations

import smtplib
from enum import Enum

from assessment.models import QueuedEmail

Reason = QueuedEmail.Reason

CLOSING = 421


class ServerReply(Enum):
    REFUSED = "refused"
    """For good, as far as the server is concerned; the email has not left."""
    DEFERRED = "deferred"
    """For now; the email has not left."""
    LOST = "lost"
    """The connection broke: nobody knows whether the email has left."""
    AWAY = "away"
    """The server takes nothing from this service at the moment; the email has not left."""


def judge(error: Exception) -> tuple[ServerReply, QueuedEmail.Reason]:
    """What became of the email during whose sending this was raised."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((code for code, _text in error.recipients.values()), CLOSING)
        return _by_code(code, Reason.ADDRESS)
    if isinstance(error, smtplib.SMTPDataError):
        return _by_code(error.smtp_code, Reason.REFUSED)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return ServerReply.AWAY, Reason.AWAY
    if isinstance(error, (smtplib.SMTPNotSupportedError, ValueError)):
        return ServerReply.REFUSED, Reason.UNWRITABLE
    return ServerReply.LOST, Reason.LOST


def _by_code(code: int, reason: QueuedEmail.Reason) -> tuple[ServerReply, QueuedEmail.Reason]:
    if code == CLOSING:
        return ServerReply.AWAY, Reason.AWAY
    if code < 500:
        return ServerReply.DEFERRED, Reason.DEFERRED
    return ServerReply.REFUSED, reason


def describe(error: Exception) -> str:
    """What went wrong without an address: servers repeat it in their answers."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()
