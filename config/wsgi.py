"""The WSGI door for gunicorn and its like."""

import os

from django.core.wsgi import get_wsgi_application

from config.start import keep_files_private, require_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

keep_files_private()
application = get_wsgi_application()
require_database()
