"""A real SMTP server on loopback that keeps what it is sent."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """The messages received, oldest first."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.deferred: set[str] = set()
        self.seconds = 0.0  # that it takes over each message before it accepts it
        self.seconds_after = 0.0  # and after it has
        self.hangs_up_after = 0  # so many messages it accepts and then says nothing more
        self.names: set[str] = set()  # by which the senders greet
        self._senders: set[object] = set()
        self.host = "127.0.0.1"
        self.port = 0

    @property
    def connections(self) -> int:
        """Over how many connections the messages came."""
        return len(self._senders)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return f"550 {address} is unknown here"
        if address in self.deferred:
            return f"451 {address} later, please"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self._senders.add(session.peer)
        self.names.add(session.host_name)
        await asyncio.sleep(self.seconds)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append(message)
        await asyncio.sleep(self.seconds_after)
        if self.hangs_up_after:
            self.hangs_up_after -= 1
            server.transport.abort()
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The messages addressed to this person."""
        return [each for each in self.messages if address in str(each["To"])]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def smtp_server(settings: Any) -> Iterator[Mailbox]:
    """Mail leaves through Django's SMTP backend and arrives in the mailbox that this yields."""
    mailbox = Mailbox()
    mailbox.port = _free_port()
    controller = Controller(mailbox, hostname=mailbox.host, port=mailbox.port)
    controller.start()
    settings.EMAIL_BACKEND = "assessment.rounds.mail_backend.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = mailbox.host, mailbox.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield mailbox
    controller.stop()
