"""The ASGI door, shut to endless bodies: Django's own keeps a whole one before it looks."""

import os
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from django.core.asgi import get_asgi_application

from config.start import keep_files_private, require_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

Receive = Callable[[], Awaitable[dict[str, Any]]]
Application = Callable[[Any, Receive, Any], Coroutine[Any, Any, None]]


def limit_body(application: Application, most: int) -> Application:
    """The same, hung up on once a request has sent more bytes than that."""

    async def door(scope: Any, receive: Receive, send: Any) -> None:
        taken = 0

        async def counted() -> dict[str, Any]:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return message if taken <= most else {"type": "http.disconnect"}

        await application(scope, counted, send)

    return door


def _application() -> Application:
    django: Any = get_asgi_application()
    from django.conf import settings

    return limit_body(django, settings.BODY_MAX_BYTES_OF_UPLOADS)


keep_files_private()
application = _application()
require_database()
