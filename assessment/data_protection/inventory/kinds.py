"""What can be declared of a field: where it is held, why, and when it goes.

Docs are in English, so what stands here for them is too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Ends(Enum):
    """When data of a kind goes, and by what."""

    ERASED = "when HR erases the person (services.rights), at the latest with the period"
    PERIOD = "with the period alone (services.retention): it is frozen"
    PASSING = "by itself within days, with the work that it is for (release, reports.bundles.clear)"
    KEPT = "never: it accounts for what was done with the data of others"


@dataclass(frozen=True, slots=True, eq=False)
class HeldKind:
    """A line of the page “What is held”; `period` is a name of models.people.PERIODS or empty."""

    name: Any
    who_sees: Any
    period: str
    ends: Ends


HR = _("HR")
ASKED = _("HR; each rater their own")
BOTH = _("the participant and HR")
OWN_RATER = _("only the rater who gave them")


class Held(Enum):
    """Everything that is held, in the order of the page."""

    PEOPLE = HeldKind(
        _("People"), _("HR; each participant and rater their own"), "people_months", Ends.ERASED
    )
    CORRECTIONS = HeldKind(_("Corrected names and addresses"), HR, "people_months", Ends.ERASED)
    ACCOUNTS = HeldKind(
        _("Accounts"), _("service operator; each person their own"), "people_months", Ends.ERASED
    )
    PARTICIPANTS = HeldKind(_("Participants in rounds"), HR, "people_months", Ends.ERASED)
    REQUESTS = HeldKind(_("Requests to rate"), ASKED, "people_months", Ends.ERASED)
    REASONS = HeldKind(_("Reasons for declining"), HR, "link_cut_months", Ends.ERASED)
    ANSWERS = HeldKind(
        _("Sets of answers (ratings and comments), no report yet"),
        OWN_RATER,
        "ratings_months",
        Ends.ERASED,
    )
    RELEASED_ANSWERS = HeldKind(
        _("Sets of answers (ratings and comments) of released rounds"),
        OWN_RATER,
        "link_cut_months",
        Ends.ERASED,
    )
    REPORTS = HeldKind(_("Released reports"), BOTH, "reports_months", Ends.PERIOD)
    FIGURES = HeldKind(_("Released figures"), BOTH, "reports_months", Ends.PERIOD)
    COMMENTS = HeldKind(_("Released comments"), BOTH, "comments_months", Ends.PERIOD)
    GOALS = HeldKind(
        _("Goals of participants"), _("the participant"), "reports_months", Ends.PERIOD
    )
    ACTIONS = HeldKind(
        _("Actions of plans, with the name and address of each owner"),
        _("HR; each owner their own"),
        "reports_months",
        Ends.ERASED,
    )
    CONSENTS = HeldKind(
        _("Consents to the letter to the sponsor"),
        _("the participant; HR how many"),
        "reports_months",
        Ends.ERASED,
    )
    TOLD = HeldKind(
        _("Figures of the whole council"), _("the sponsor and HR"), "reports_months", Ends.PERIOD
    )
    LINKS = HeldKind(
        _("Emailed links that work"),
        _("nobody; only a hash of each is kept"),
        "link_cut_months",
        Ends.ERASED,
    )
    EMAILS = HeldKind(
        _("Emails queued or sent"),
        _("HR; a link to finish later only the person"),
        "people_months",
        Ends.ERASED,
    )
    IMPORTS = HeldKind(_("People spreadsheets not yet confirmed"), HR, "", Ends.ERASED)
    ROUNDS = HeldKind(_("Rounds"), HR, "", Ends.KEPT)
    EVENTS = HeldKind(_("Audit events"), HR, "", Ends.KEPT)
    DELETIONS = HeldKind(_("Deletion log"), HR, "", Ends.KEPT)


@dataclass(frozen=True, slots=True)
class Processing:
    """A line of the record of processing: whose data, which, why it is needed, who receives it."""

    people: str
    data: str
    why: str
    recipients: str


class Record(Enum):
    """The record of processing, in its order."""

    PARTICIPANTS = Processing(
        "participants",
        "name, work email, language, unit, roles, rounds",
        "to invite them, to compare with what their role asks, and by the unit to tell two of one "
        "name apart and to count",
        "HR",
    )
    OWN_ANSWERS = Processing(
        "participants",
        "own ratings, comments and marks",
        "the view of oneself is half of the method",
        "themself; in the report: HR",
    )
    RELEASED = Processing(
        "participants",
        "released figures and comments",
        "the result",
        "themself, HR; framework editors and operators: bands over 30 participants or more, "
        "of no comments",
    )
    GOALS = Processing("participants", "goals", "what they mean to do", "themself")
    CONSENTS = Processing(
        "participants",
        "consent that the council is told of their role",
        "of few people nothing is said without their word",
        "themself; HR how many have agreed; what they agreed to: the sponsor",
    )
    ACCOUNTS = Processing(
        "participants",
        "account: password hash, last sign-in",
        "to sign in",
        "nobody; the last sign-in: themself and the operator",
    )
    READING = Processing(
        "participants",
        "what they did and when: of opening and downloading their own report the days alone",
        "so that HR knows who has read theirs",
        "HR",
    )
    OWNERS = Processing(
        "owners of actions: somebody of the council, with or without an account",
        "name, email, the action that they see to, its day and state, what became of it",
        "to do after a round what it calls for; to remind them of it",
        "HR",
    )
    RATERS = Processing(
        "raters",
        "name, email, language, unit, group, whom they rate",
        "to invite them; figures are by group, and no rater’s unit is in them",
        "HR",
    )
    CORRECTIONS = Processing(
        "participants and raters",
        "a name or address that HR corrected or joined with another, as it was before",
        "to see before a release who answers as whom",
        "HR",
    )
    TAKING_PART = Processing(
        "raters",
        "whether answered, declined, reason",
        "to remind, to see whether a group can be shown",
        "HR; after the release the participant, as how many answered in each group that is shown",
    )
    ANSWERS = Processing(
        "raters",
        "ratings, comments and marks",
        "the view of others is the other half",
        "nobody before release; after release the participant and HR, as figures of groups in "
        "which at least three answered, a manager's as the manager's; the sponsor, of no comments, "
        "in figures over five participants and five raters or more, else in words about what the "
        "council gives a role where everybody concerned has agreed; framework editors and "
        "operators, in bands over 30 participants or more, of no comments; other councils, where "
        "the council takes part in the benchmark, in the middle of the figures of six or more",
    )
    DEVICES = Processing(
        "participants and raters",
        "answers that could not be sent yet, in the storage of their own browser: until they are "
        "sent, they sign out or leave, or answer there after the round has closed",
        "a lost connection loses nothing",
        "whoever uses that browser account",
    )
    LINKS = Processing(
        "participants and raters",
        "hash of the emailed link, and of the one before it for a day",
        "to let them answer without signing in",
        "nobody",
    )
    STAFF = Processing(
        "HR, sponsors, framework editors, operators",
        "name, email, duties, what they did and when",
        "to hold changes to account",
        "HR of the council; the operator",
    )
    ADDRESSES = Processing(
        "whoever asks for a password, or had an address that an account gave up",
        "the address, and the language of the page where a password was asked for, in an email "
        "that waits to be sent: until it has left or is refused for good, three days at most",
        "to tell them that there is no such account, or that it has another address",
        "nobody",
    )
    VISITORS = Processing(
        "everybody who opens a page",
        "session cookie; internet address and page in the server's log, at the operator's choice",
        "to keep them signed in; security",
        "the operator",
    )


OUTSIDE = {Record.VISITORS, Record.DEVICES}
"""Lines of the record about what stands in no table of the product."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A field that is about a person.

    `called` are the words for it in its line of the record, and in those where it is `also`. `copy`
    says where in the copy of one's data it stands, "rated[].group" for one in each entry of a list,
    or `not_copied` why it does not. `label` is the name on the page “Your data” of a field of the
    person or the account. `kept` is the reason why the field outlives the erasure of its person.
    """

    held: Held
    record: Record
    called: str
    copy: tuple[str, ...] = ()
    label: Any = ""
    not_copied: str = ""
    kept: str = ""
    also: tuple[Record, ...] = ()
    passing: bool = False

    @property
    def ends(self) -> Ends:
        """When this field goes."""
        if self.passing:
            return Ends.PASSING
        return Ends.KEPT if self.kept else self.held.value.ends

    @property
    def records(self) -> tuple[Record, ...]:
        """Its lines of the record of processing."""
        return (self.record, *self.also)


@dataclass(frozen=True, slots=True)
class NotPersonal:
    """Why a field says nothing about a person."""

    why: str


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A model's fields; `person` is the lookup from a row to whose it is, if it is one person's."""

    person: str
    fields: dict[str, Personal | NotPersonal]


KEY = NotPersonal("a random identifier, or one that joins rows declared by themselves")
WORKINGS = NotPersonal("how the service does its work: tries, order, versions, file sizes")
TWO = NotPersonal("says of two that they are two, and nothing else about either")
COUNCILS = NotPersonal("about the council or its round, the same for everybody in it")
FRAMEWORKS = NotPersonal("wording and rules of a framework, written for everybody")
OF_MANY = NotPersonal("over so many people that it is about none of them: scoring.audiences")
COUNTS = NotPersonal("how much of what, never whose")

OWN = "assessed[].own_answers"
OPENS = "opens something, and tells its owner nothing"
IN_THE_TRAIL = "the same act stands in the audit trail, which is in the copy"
ACCOUNTABLE = "accounts for what was done with the data of others; the account itself is emptied"


def each(names: str, declared: Personal | NotPersonal) -> dict[str, Personal | NotPersonal]:
    return dict.fromkeys(names.split(), declared)


def acts(
    held: Held, names: str, *, kept: str = ACCOUNTABLE, passing: bool = False
) -> dict[str, Personal | NotPersonal]:
    """Who did something, and when."""
    act = Personal(
        held,
        Record.STAFF,
        "what they did and when",
        not_copied=IN_THE_TRAIL,
        kept=kept,
        passing=passing,
    )
    return each(names, act)


def file_with(what: str) -> Personal:
    return Personal(
        Held.REPORTS, Record.RELEASED, "released figures", not_copied=what, passing=True
    )


def contact(called: str, copy: str, label: Any) -> Personal:
    also = (Record.RATERS,)
    return Personal(Held.PEOPLE, Record.PARTICIPANTS, called, copy=(copy,), label=label, also=also)


def duty() -> Personal:
    return Personal(
        Held.ACCOUNTS,
        Record.STAFF,
        "duties",
        copy=("account.duties[]",),
        label=_("Duties"),
        kept="whoever has a duty needs the account; taking the duty away comes first",
    )


def released(held: Held, called: str, *copy: str) -> Personal:
    places = tuple(f"assessed[].report.figures[].{name}" for name in copy)
    return Personal(held, Record.RELEASED, called, copy=places)


def answered(called: str, *names: str) -> Personal:
    """In the copy under what a person answered about themself, and about others."""
    copy = [f"{place}.{name}" for name in names for place in ("rated[].answers", OWN)]
    own = (Record.OWN_ANSWERS,)
    return Personal(Held.ANSWERS, Record.ANSWERS, called, copy=tuple(copy), also=own)
