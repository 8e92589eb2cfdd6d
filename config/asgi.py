"""The ASGI door."""

import os

from django.core.asgi import get_asgi_application

from config.start import keep_files_private, require_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

keep_files_private()
application = get_asgi_application()
require_database()
