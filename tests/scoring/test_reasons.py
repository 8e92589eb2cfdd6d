"""Every reason ends as one sentence, with the thresholds that the code uses."""

import re

import pytest

from assessment.scoring.reasons import SENTENCES, explain
from assessment.scoring.values import Group, Measure, Reason
from tests.scoring.builders import carol, find, only, scored


class TestEveryReason:
    @pytest.mark.parametrize("reason", Reason)
    def test_is_one_plain_sentence(self, reason: Reason) -> None:
        sentence = explain(reason, k=3)
        given = {Reason.NOBODY_ANSWERED, Reason.NO_RATINGS}
        start = "Nothing given: " if reason in given else "Withheld: "
        assert sentence.startswith("Not asked: " if reason is Reason.NOT_ASKED else start)
        assert sentence.count(".") == 1
        assert sentence.endswith(".")
        assert not re.search(r"[{}]", sentence)
        assert len(sentence.split()) <= 25

    def test_has_a_sentence(self) -> None:
        assert SENTENCES.keys() == set(Reason)

    def test_has_a_sentence_of_its_own(self) -> None:
        assert len({explain(reason, k=3) for reason in Reason}) == len(Reason)


class TestThePrintedThreshold:
    """The number in the sentence is where the figure appears: one fewer and it is withheld."""

    @pytest.mark.parametrize("k", [3, 4, 6])
    def test_of_a_group_is_the_one_used(self, k: int) -> None:
        assert self.number(Reason.GROUP_TOO_SMALL, k) == k
        peers = [4, 3] * k
        fewer = scored(carol({Group.PEER: peers[: k - 1]}, k=k))
        assert only(fewer, Measure.SCORE, Group.COLLEAGUES).withheld == Reason.GROUP_TOO_SMALL
        assert only(scored(carol({Group.PEER: peers[:k]}, k=k)), Measure.SCORE, Group.PEER).value

    @pytest.mark.parametrize("k", [3, 7])
    def test_of_a_distribution_is_the_one_used(self, k: int) -> None:
        least = self.number(Reason.DISTRIBUTION_TOO_FEW, k)
        rows = [[4, 3], [3, 4]] * least
        # An odd number of ratings of two neighbouring levels has no whole mean.
        rows[0] = rows[0] if least % 2 else [3, 3]
        few = scored(carol({Group.PEER: rows[: least - 1]}, indicators=2, k=k))
        enough = scored(carol({Group.PEER: rows[:least]}, indicators=2, k=k))
        reason = Reason.DISTRIBUTION_TOO_FEW if least > k else Reason.GROUP_TOO_SMALL
        assert {f.withheld for f in find(few, Measure.DISTRIBUTION)} == {reason}
        assert len(find(enough, Measure.DISTRIBUTION)) == 5

    @pytest.mark.parametrize("k", [3, 6])
    def test_of_comments_is_the_one_used(self, k: int) -> None:
        sentence = explain(Reason.COMMENTS_TOO_FEW, k=k)
        responses, authors = map(int, re.findall(r"\d+", sentence))
        for answered, wrote, shown in (
            (responses, authors, authors),
            (responses - 1, min(authors, responses - 1), 0),
            (responses, authors - 1, 0),
        ):
            comments = {Group.PEER: [f"comment {n}" for n in range(wrote)]}
            figures = scored(carol({Group.PEER: [4] * answered}, k=k, comments=comments))
            texts = [f.text for f in find(figures, Measure.COMMENT) if f.text]
            assert len(texts) == shown

    @staticmethod
    def number(reason: Reason, k: int) -> int:
        (found,) = re.findall(r"\d+", explain(reason, k=k))
        return int(found)
