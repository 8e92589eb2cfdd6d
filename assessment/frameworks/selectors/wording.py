"""Advice on the wording of an indicator: one observable behaviour, short, said positively.

English alone is checked: the words of another language are not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Kind

MOST_WORDS = 20


class Fault(StrEnum):
    """The kinds of what can be wrong with a statement."""

    MISSING = "missing"
    PERSON = "person"
    LONG = "long"
    DOUBLE = "double"
    NEGATIVE = "negative"
    ADVERB = "adverb"
    VAGUE = "vague"
    INSIDE = "inside"
    JUDGEMENT = "judgement"
    DUTY = "duty"
    DIFFERS = "differs"
    STEM = "stem"


@dataclass(frozen=True)
class Remark:
    message: str
    fault: Fault
    blocks: bool = False


_NO_MANNER = (
    "only|early|family|weekly|monthly|daily|yearly|quarterly|hourly|elderly|likely|friendly|supply"
    "|assembly|anomaly|july|italy|nearly|exactly|newly|directly|previously|publicly|especially"
)
_DOUBLE = re.compile(r"\b(?:and|or|but|as well as)\b|[,;/&]", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nothing|nobody|without|cannot|hardly|rarely|seldom"
    r"|avoid(?:s|ed)?|refuse[ds]?|fail(?:s|ed)?|lack(?:s|ed)?|ignore[ds]?)\b|n['’]t\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    rf"\b(?!(?:{_NO_MANNER}|hardly|rarely|apply|reply|rely|comply|multiply|imply|fly)\b)"
    r"(?!(?:\w+(?:ective|ficient|opriate|quate|ccessful|ofessional)ly)\b)\w{3,}ly\b"
    r"|\b(?:early|soon|well|hard|fast|in good time|in time|on time)\b",
    re.IGNORECASE,
)
_AS_WELL = re.compile(r"\bas (?:well|soon|hard|fast|early)\b|\bhow (?:well|hard|fast|soon)\b")
_VAGUE = re.compile(
    r"\b(?:(?:in)?effective(?:ly)?|(?:in)?efficient(?:ly)?|(?:in)?appropriate(?:ly)?"
    r"|(?:in)?adequate(?:ly)?|successful(?:ly)?|professional(?:ly)?"
    r"|good communicator|good leader|role model|champion|empower(?:s|ed|ing)?"
    r"|strategic(?:ally)?|proactive(?:ly)?)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"^(?:I\s+)?(?:knows?|knew|understands?|understood|judges?|judged|thinks?|thought"
    r"|believes?|believed|feels?|felt|values?|valued|cares?|cared|wants?|wanted"
    r"|tries|try|tried|intends?|intended|considers?|considered"
    r"|recognises?|recognised|realises?|realised|appreciates?|appreciated"
    r"|respects?|respected"
    r"|(?:is|am|was) (?:aware|open|interested|committed|willing|keen|motivated|convinced)"
    r"|has (?:an )?(?:understanding|interest|insight)|sees? .+ as|thinks? of)\b",
    re.IGNORECASE,
)
_INSIDE_PHRASE = re.compile(
    r"\b(?:has in mind|(?:is|was|am) aware of|with(?: \w+){1,4} in mind)\b",
    re.IGNORECASE,
)
_JUDGEMENT = re.compile(
    r"\b(?:(?:the|a) right \w+"
    r"|(?:the|a) (?:wrong|correct|best|proper|suitable|relevant) \w+"
    r"|when (?:necessary|needed|relevant|suitable)"
    r"|where (?:necessary|needed|relevant|suitable)|enough)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"^(?:I\s+)?(?:keeps?(?: \w+)? promises|kept(?: \w+)? promises"
    r"|lets? (?:others|people|colleagues) finish"
    r"|(?:is|am|was) (?:polite|honest|friendly|reliable|punctual|helpful|fair|approachable)"
    r"|(?:arrives?|arrived|comes?|came) (?:to meetings )?on time"
    r"|treats? .+ with respect|treated .+ with respect"
    r"|(?:answers?|answered) (?:emails|messages|calls)"
    r"|(?:follows?|followed|obeys?|obeyed) (?:the )?(?:rules|policies|procedures|law)"
    r"|(?:attends?|attended) meetings"
    r"|(?:says?|said) (?:please|thank you|good morning)"
    r"|(?:does|do|did) what (?:was|is|they|I) (?:agreed|asked|promised|told))\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"I(?:['’]m|['’]ve)?\s")


def remarks(text: str, self_text: str, kind: str) -> Iterator[Remark]:
    """What to look at in an indicator's two statements; only a missing one blocks."""
    if not text:
        yield Remark(_("The statement for raters is missing."), Fault.MISSING, blocks=True)
    if not self_text:
        message = _("The statement in the first person is missing.")
        yield Remark(message, Fault.MISSING, blocks=True)
    elif not _FIRST_PERSON.match(self_text):
        message = _("The participant's own statement should begin with “I”.")
        yield Remark(message, Fault.PERSON)
    if text and _FIRST_PERSON.match(text):
        yield Remark(_("The statement for raters is in the first person."), Fault.PERSON)
    # The two statements say the same, so one word about both is enough.
    yield from _about_one(text)
    yield from _about_both(text, self_text)
    if kind == Kind.FOCUS and text and not text.endswith("…"):
        message = _(
            "A focus indicator is the start of a sentence that the levels end: end it with “…”."
        )
        yield Remark(message, Fault.STEM)


_ADVICE = {
    Fault.DOUBLE: gettext_lazy("“%s” may join two behaviours. Ask about one at a time."),
    Fault.NEGATIVE: gettext_lazy("“%s” is negative. Say what the person does."),
    Fault.ADVERB: gettext_lazy(
        "“%s” hides a second question: how it is done. Say what can be seen, by when or how often."
    ),
    Fault.VAGUE: gettext_lazy("Nobody can see “%s”. Say what somebody would see."),
    Fault.INSIDE: gettext_lazy("“%s” is inside the head. Say what the person then does."),
    Fault.JUDGEMENT: gettext_lazy(
        "“%s” is a judgement that only some can make. Say by what others would know it."
    ),
    Fault.DUTY: gettext_lazy(
        "“%s” is a duty that nearly everybody meets, so answers will not differ. Ask for more."
    ),
}
_PATTERNS = [
    (Fault.DOUBLE, _DOUBLE),
    (Fault.NEGATIVE, _NEGATIVE),
    (Fault.ADVERB, _ADVERB),
    (Fault.VAGUE, _VAGUE),
    (Fault.INSIDE, _INSIDE),
    (Fault.INSIDE, _INSIDE_PHRASE),
    (Fault.JUDGEMENT, _JUDGEMENT),
    (Fault.DUTY, _DUTY),
]


def _about_one(text: str) -> Iterator[Remark]:
    words = len(text.split())
    if words > MOST_WORDS:
        message = _("It has %(words)s words. Keep it under %(most)s.")
        yield Remark(message % {"words": words, "most": MOST_WORDS}, Fault.LONG)
    for fault, pattern in _PATTERNS:
        plain = _AS_WELL.sub("", text) if fault is Fault.ADVERB else text
        if found := pattern.search(plain):
            yield Remark(str(_ADVICE[fault]) % found[0], fault)


_SAME_VERB = {"is": {"am"}, "was": {"was"}, "has": {"have"}, "does": {"do"}, "goes": {"go"}}
_MINE = {"their": "my", "his": "my", "her": "my", "them": "me", "him": "me", "they": "i"}
_MINE |= {"themselves": "myself", "themself": "myself", "himself": "myself", "herself": "myself"}


def _about_both(text: str, self_text: str) -> Iterator[Remark]:
    if not text or not _FIRST_PERSON.match(self_text) or _FIRST_PERSON.match(text):
        return
    other, own = _plain_words(text), _plain_words(self_text)[1:]
    same = len(other) == len(own) and all(
        _same_word(a, b, verb=place == 0)
        for place, (a, b) in enumerate(zip(other, own, strict=True))
    )
    if not same:
        message = _(
            "The two statements differ in more than the person. Raters and participant must be "
            "asked the same."
        )
        yield Remark(message, Fault.DIFFERS)


def _plain_words(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text.lower().replace("’", "'"))


def _same_word(other: str, own: str, *, verb: bool) -> bool:
    if other == own or _MINE.get(other) == own:
        return True
    return verb and own in _first_persons(other)


def _first_persons(verb: str) -> set[str]:
    """What “asks”, “carries” or “watches” is in the first person; several where unsure."""
    found = {verb.removesuffix("s"), verb.removesuffix("es")}
    if verb.endswith("ies"):
        found.add(f"{verb[:-3]}y")
    return found | _SAME_VERB.get(verb, set())
