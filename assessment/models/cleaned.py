"""Fields that no writer can bring an invisible letter into: saved one by one, in bulk, or by hand.

The managers clean what is looked for, so that an address finds its owner however it was pasted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from assessment.spelling import clean, clean_address


class _Cleaned(models.Field[Any, Any]):
    CLEAN: Callable[[str], str]

    def to_python(self, value: Any) -> Any:
        return self._cleaned(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return self._cleaned(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self._cleaned(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        """To the database these are the plain fields."""
        name, _path, args, kwargs = super().deconstruct()
        plain = "EmailField" if isinstance(self, models.EmailField) else "CharField"
        return name, f"django.db.models.{plain}", args, kwargs

    def _cleaned(self, value: Any) -> Any:
        return type(self).CLEAN(value) if isinstance(value, str) else value


class NameField(_Cleaned, models.CharField):
    CLEAN = staticmethod(clean)


class AddressField(_Cleaned, models.EmailField):
    CLEAN = staticmethod(clean_address)
