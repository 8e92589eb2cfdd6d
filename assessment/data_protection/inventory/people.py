"""What is held about people, their rounds and their answers, field by field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessment.data_protection.inventory.kinds import (
    COUNCILS,
    KEY,
    OPENS,
    OWN,
    TWO,
    WORKINGS,
    Held,
    HeldTable,
    Personal,
    Record,
    acts,
    answered,
    contact,
    duty,
    each,
)

PEOPLE: dict[str, HeldTable] = {
    "assessment.Council": HeldTable(
        "",
        each("id name brand_colour contact_email privacy_notice_url", COUNCILS)
        | each("link_cut_months comments_months ratings_months reports_months", COUNCILS)
        | each("people_months in_benchmark", COUNCILS),
    ),
    "assessment.User": HeldTable(
        "person",
        {
            "id": KEY,
            "name": Personal(
                Held.ACCOUNTS, Record.STAFF, "name", copy=("account.name",), label=_("Name")
            ),
            "email": Personal(
                Held.ACCOUNTS,
                Record.STAFF,
                "email",
                copy=("account.email",),
                label=_("Email address"),
            ),
            "language": Personal(
                Held.ACCOUNTS,
                Record.PARTICIPANTS,
                "language",
                copy=("account.language",),
                label=_("Language"),
                kept="says nothing about an account without a name",
            ),
            "date_joined": Personal(
                Held.ACCOUNTS,
                Record.ACCOUNTS,
                "account",
                copy=("account.made_on",),
                label=_("Made on"),
                kept="says nothing about an account without a name",
            ),
            "last_login": Personal(
                Held.ACCOUNTS,
                Record.ACCOUNTS,
                "last sign-in",
                copy=("account.last_signed_in_on",),
                label=_("Last signed in on"),
            ),
            "password": Personal(Held.ACCOUNTS, Record.ACCOUNTS, "password hash", not_copied=OPENS),
            "is_hr": duty(),
            "is_sponsor": duty(),
            "is_editor": duty(),
            "is_operator": duty(),
            "is_active": WORKINGS,
            "council": COUNCILS,
        },
    ),
    "assessment.Person": HeldTable(
        "pk",
        each("id user", KEY)
        | {
            "name": contact("name", "person.name", _("Name")),
            "email": contact("email", "person.email", _("Email address")),
            "council": contact("email", "person.council", _("Council")),
            "language": contact("language", "person.language", _("Language")),
            "unit": contact("unit", "person.unit", _("Unit")),
        },
    ),
    "assessment.Correction": HeldTable(
        "person",
        each("id person event", KEY)
        | each(
            "field before after",
            Personal(
                Held.CORRECTIONS,
                Record.CORRECTIONS,
                "a name or address that HR corrected",
                not_copied="a mistyped address may be another person’s",
            ),
        ),
    ),
    "assessment.DifferentPeople": HeldTable("", each("id first second", TWO)),
}

ROUNDS: dict[str, HeldTable] = {
    "assessment.Round": HeldTable(
        "",
        each("id council framework name state opens_on closes_on min_group_size", COUNCILS)
        | each("kind follows offers_check_in", COUNCILS)
        | acts(Held.ROUNDS, "opened_at opened_by closed_at closed_by released_at released_by"),
    ),
    "assessment.Participant": HeldTable(
        "person",
        {
            "id": KEY,
            "person": KEY,
            "round": Personal(
                Held.PARTICIPANTS,
                Record.PARTICIPANTS,
                "rounds",
                copy=("assessed[].round.name",),
            ),
            "roles": Personal(
                Held.PARTICIPANTS, Record.PARTICIPANTS, "roles", copy=("assessed[].roles[]",)
            ),
        },
    ),
    "assessment.Rater": HeldTable(
        "person",
        {
            "id": KEY,
            "person": KEY,
            "participant": Personal(
                Held.REQUESTS,
                Record.RATERS,
                "whom they rate",
                not_copied="names another person; the copy says in which group they are rated",
            ),
            "group": Personal(Held.REQUESTS, Record.RATERS, "group", copy=("rated[].group",)),
            "declined_on": Personal(
                Held.REQUESTS, Record.TAKING_PART, "declined", copy=("rated[].declined_on",)
            ),
            "decline_reason": Personal(
                Held.REASONS,
                Record.TAKING_PART,
                "reason",
                copy=("rated[].reason_for_declining",),
            ),
        },
    ),
    "assessment.Invitation": HeldTable(
        "person",
        each("id round person", KEY)
        | each("sent_at revoked_at", WORKINGS)
        | each(
            "token_hash",
            Personal(Held.LINKS, Record.LINKS, "hash of the emailed link", not_copied=OPENS),
        ),
    ),
    "assessment.EarlierLink": HeldTable(
        "invitation__person",
        each("id invitation", KEY)
        | each("replaced_at ends_at", WORKINGS)
        | each(
            "token_hash",
            Personal(Held.LINKS, Record.LINKS, "of the one before it", not_copied=OPENS),
        ),
    ),
    "assessment.StagedImport": HeldTable(
        "",
        each("id round", KEY)
        | each("file_name", WORKINGS)
        | acts(Held.IMPORTS, "staged_by staged_at", kept="")
        | each(
            "rows",
            Personal(
                Held.IMPORTS,
                Record.RATERS,
                "name, email, language, unit, group, whom they rate",
                not_copied="names many people; it is gone or imported within a month",
            ),
        ),
    ),
    "assessment.QueuedEmail": HeldTable(
        "person",
        each("id person user action", KEY)
        | each("queued_at next_try_at claimed_until delays failures reason", WORKINGS)
        | {
            "round": Personal(Held.EMAILS, Record.PARTICIPANTS, "rounds", copy=("emails[].round",)),
            "kind": Personal(Held.EMAILS, Record.PARTICIPANTS, "rounds", copy=("emails[].kind",)),
            "sent_at": Personal(
                Held.EMAILS, Record.PARTICIPANTS, "rounds", copy=("emails[].sent_on",)
            ),
            "address": Personal(
                Held.EMAILS,
                Record.ADDRESSES,
                "the address",
                not_copied="nobody’s account has it; it is deleted once the email has left",
            ),
            "language": Personal(
                Held.EMAILS,
                Record.ADDRESSES,
                "the language",
                not_copied="of an email to an address that is nobody’s; it goes with that address",
            ),
        },
    ),
}

ANSWERS: dict[str, HeldTable] = {
    "assessment.Response": HeldTable(
        "rater__person",
        {
            "id": KEY,
            "participant": KEY,
            "rater": KEY,
            "submitted_on": Personal(
                Held.ANSWERS,
                Record.TAKING_PART,
                "whether answered",
                copy=("rated[].answers.submitted_on", f"{OWN}.submitted_on"),
            ),
        },
    ),
    "assessment.Rating": HeldTable(
        "response__rater__person",
        each("id response", KEY)
        | {
            "indicator": answered("ratings", "ratings[].statement"),
            "level": answered("ratings", "ratings[].level"),
        },
    ),
    "assessment.Comment": HeldTable(
        "response__rater__person",
        each("id response", KEY)
        | {
            "dimension": answered("comments", "comments[].dimension"),
            "question": answered("comments", "closing[].question"),
            "text": answered("comments", "comments[].text", "closing[].text"),
        },
    ),
    "assessment.ImportanceMark": HeldTable(
        "response__rater__person",
        each("id response", KEY) | {"dimension": answered("marks", "most_important[]")},
    ),
}
