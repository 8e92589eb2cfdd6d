"""What the database role that serves pages may do, on PostgreSQL where another owns the tables.

Made from the rules of `frozen`: whatever those triggers keep from every change, this role has no
right to change, with or without the triggers.
"""

from __future__ import annotations

from assessment.models.frozen import rules

MIGRATIONS = "django_migrations"  # only whoever owns the tables changes them


def kept_tables() -> list[str]:
    """Tables of which no row is ever changed or deleted but by the retention job."""
    never = {(rule.table, rule.event) for rule in rules() if rule.condition == "TRUE"}
    return sorted(
        table for table, event in never if event == "DELETE" and (table, "UPDATE") in never
    )


def grants(role: str) -> list[str]:
    """The statements that give a role what serving pages needs; safe to run again."""
    kept = ", ".join(kept_tables())
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {kept} FROM {role}",
        f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {MIGRATIONS} FROM {role}",
    ]
