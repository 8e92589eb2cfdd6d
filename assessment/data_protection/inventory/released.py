"""What is released, recorded and worded for everybody, field by field."""

from __future__ import annotations

from assessment.data_protection.inventory.kinds import (
    COUNCILS,
    COUNTS,
    FRAMEWORKS,
    KEY,
    OF_MANY,
    WORKINGS,
    Held,
    HeldTable,
    Personal,
    Record,
    acts,
    each,
    file_with,
    released,
)

RELEASED: dict[str, HeldTable] = {
    "assessment.Release": HeldTable(
        "",
        each("id round", KEY)
        | each("claim claimed_at tries problem withheld", WORKINGS)
        | acts(Held.ROUNDS, "asked_by asked_at", passing=True),
    ),
    "assessment.Report": HeldTable(
        "participant__person",
        each("id participant", KEY)
        | each("product_version", WORKINGS)
        | each("council min_group_size", COUNCILS)
        | {
            "released_on": Personal(
                Held.REPORTS,
                Record.RELEASED,
                "released figures",
                copy=("assessed[].report.released_on",),
            )
        }
        | {
            "unit": Personal(
                Held.REPORTS, Record.PARTICIPANTS, "unit", copy=("assessed[].report.unit",)
            )
        }
        | each(
            "compared_round compared_on",
            Personal(
                Held.REPORTS,
                Record.RELEASED,
                "released figures",
                not_copied="an earlier round, which the copy has by itself while it is held",
            ),
        ),
    ),
    "assessment.Result": HeldTable(
        "report__participant__person",
        each("id report", KEY)
        | each("position", WORKINGS)
        | {
            "measure": released(Held.FIGURES, "released figures", "what"),
            "dimension": released(Held.FIGURES, "released figures", "dimension"),
            "indicator": released(Held.FIGURES, "released figures", "statement"),
            "role": released(Held.FIGURES, "released figures", "role"),
            "group": released(Held.FIGURES, "released figures", "group"),
            "level": released(Held.FIGURES, "released figures", "level"),
            "n": released(Held.FIGURES, "released figures", "ratings"),
            "withheld": released(Held.FIGURES, "released figures", "withheld"),
            "text": released(Held.COMMENTS, "comments", "text"),
        }
        | each("value bound code", released(Held.FIGURES, "released figures", "value")),
    ),
    "assessment.Goal": HeldTable(
        "report__participant__person",
        each("id report", KEY)
        | each("position", WORKINGS)
        | {
            name: Personal(
                Held.GOALS, Record.GOALS, "goals", copy=(f"assessed[].report.goals[].{name}",)
            )
            for name in ("text", "sign_of_success", "review_on", "skill", "why")
        },
    ),
    "assessment.CouncilAction": HeldTable(
        "",
        each("id council round carried_from", KEY)
        | each("position version reading", WORKINGS)
        | acts(Held.EVENTS, "made_by made_at changed_by changed_at")
        | {
            name: Personal(Held.ACTIONS, Record.OWNERS, called, copy=(f"actions[].{copy}",))
            for name, called, copy in (
                ("text", "the action that they see to", "text"),
                ("owner_name", "name", "owner"),
                ("owner_email", "email", "owner_address"),
                ("due_on", "its day and state", "due_on"),
                ("state", "its day and state", "state"),
                ("outcome", "what became of it", "outcome"),
            )
        }
        | each(
            "reminded_for chased_for",
            Personal(
                Held.ACTIONS,
                Record.OWNERS,
                "its day and state",
                not_copied="the day of the action, which is in the copy, once it was written about",
            ),
        ),
    ),
    "assessment.CouncilFigure": HeldTable(
        "",
        each("id round council", KEY)
        | each("position", WORKINGS)
        | each("measure dimension role value n bound withheld", OF_MANY),
    ),
    "assessment.BenchmarkYear": HeldTable(
        "", each("id", KEY) | each("year is_whole", COUNTS) | acts(Held.EVENTS, "made_at made_by")
    ),
    "assessment.BenchmarkFigure": HeldTable(
        "",
        each("id year", KEY)
        | each("position asked", WORKINGS)
        | each("dimension role", FRAMEWORKS)
        | each("measure value n bound withheld", COUNTS),
    ),
    "assessment.BenchmarkCouncil": HeldTable(
        "", each("id year council", KEY) | each("has_figures", COUNCILS)
    ),
    "assessment.RatingCount": HeldTable(
        "participant__person",
        each("participant release", KEY)
        | each(
            "counts",
            Personal(
                Held.RELEASED_ANSWERS,
                Record.ANSWERS,
                "ratings",
                not_copied="how many ratings whoever rates gave, for as long as a release works",
                passing=True,
            ),
        ),
    ),
    "assessment.Consent": HeldTable(
        "participant__person",
        each("id participant", KEY)
        | {
            "given_on": Personal(
                Held.CONSENTS,
                Record.CONSENTS,
                "consent",
                copy=("assessed[].agreed_that_the_council_is_told_on",),
            )
        },
    ),
    "assessment.CouncilLetter": HeldTable(
        "", each("id round", KEY) | acts(Held.ROUNDS, "made_at made_by")
    ),
    "reports.Bundle": HeldTable(
        "", each("id council round", KEY) | acts(Held.ROUNDS, "asked_by asked_at", passing=True)
    ),
    "reports.Part": HeldTable(
        "report__participant__person",
        each("id bundle report", KEY)
        | each("mark claimed_at tries made_at problem size sha256", WORKINGS)
        | each(
            "file",
            file_with("a report as a file, with what the copy has of it"),
        ),
    ),
    "reports.Sheet": HeldTable(
        "",
        each("id round", KEY)
        | each("mark claimed_at tries made_at problem size sha256", WORKINGS)
        | each("kind language asked_at done", WORKINGS)
        | each(
            "file",
            file_with("figures of many people, of which the copy has the person’s own"),
        ),
    ),
}

TRACES: dict[str, HeldTable] = {
    "assessment.AuditEvent": HeldTable(
        "by__person",
        each("id council subject_type subject_id", KEY)
        | {
            "by": Personal(
                Held.EVENTS,
                Record.STAFF,
                "what they did and when",
                not_copied="the copy lists what the account did, and names nobody else",
                also=(Record.READING,),
            ),
            "at": Personal(
                Held.EVENTS,
                Record.STAFF,
                "what they did and when",
                copy=("done[].on",),
                also=(Record.READING,),
            ),
            "action": Personal(
                Held.EVENTS,
                Record.STAFF,
                "what they did and when",
                copy=("done[].action",),
                also=(Record.READING,),
            ),
            "detail": Personal(
                Held.EVENTS,
                Record.STAFF,
                "what they did and when",
                not_copied="identifiers and counts, some of them about other people",
            ),
        },
    ),
    "assessment.Deletion": HeldTable("", each("id council kind count older_than at", COUNTS)),
    "assessment.InstrumentReading": HeldTable(
        "",
        each("id framework council", KEY)
        | each("parts", COUNTS)
        | acts(Held.EVENTS, "read_at read_by"),
    ),
}

TRANSLATED = "id translations translated_from"
FRAMEWORK: dict[str, HeldTable] = {
    "assessment.Framework": HeldTable(
        "",
        each(
            f"{TRANSLATED} council key name version description state scale_top",
            FRAMEWORKS,
        )
        | each(
            "question self_question made_from check_in_of "
            "standard_deviation single_rater_reliability",
            FRAMEWORKS,
        )
        | acts(Held.EVENTS, "published_at published_by retired_at retired_by"),
    ),
    "assessment.Role": HeldTable(
        "", each(f"{TRANSLATED} framework key name purpose position", FRAMEWORKS)
    ),
    "assessment.Dimension": HeldTable(
        "",
        each(
            f"{TRANSLATED} framework key kind name description question self_question position",
            FRAMEWORKS,
        ),
    ),
    "assessment.Level": HeldTable(
        "", each(f"{TRANSLATED} dimension value label anchor frequency", FRAMEWORKS)
    ),
    "assessment.Indicator": HeldTable(
        "", each(f"{TRANSLATED} dimension key text self_text seen_by position", FRAMEWORKS)
    ),
    "assessment.Suggestion": HeldTable(
        "", each(f"{TRANSLATED} dimension from_level text position", FRAMEWORKS)
    ),
    "assessment.Target": HeldTable(
        "", each("id role dimension level importance range_low range_high", FRAMEWORKS)
    ),
}
