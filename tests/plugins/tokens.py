"""Keeps words out of random tokens: tests look for names in whole pages.

In letters and digits a token spells a name of three letters once in some thousand pages.
"""

from django.middleware import csrf

WITHOUT_WORDS = "jqxzJQXZ"

csrf.CSRF_ALLOWED_CHARS = WITHOUT_WORDS
