"""What a service answers when it will not do what was asked."""


class Refused(Exception):
    """The sentence of the exception is for the user: what happened and what to do."""
