#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.production import NotReady
    from config.start import keep_files_private

    keep_files_private(*sys.argv[1:2])
    try:
        execute_from_command_line(sys.argv)
    except NotReady as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
