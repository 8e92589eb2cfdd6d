"""What every page says of the clock, for tests that compare two pages of different moments."""

SESSION = r'data-left="\d+"|until \d\d:\d\d on|"seconds": \d+'
"""How long the session lasts."""
