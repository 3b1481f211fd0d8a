"""A remembered method works out each answer once, for each object apart."""

from __future__ import annotations

import pickle

from procure.remembered import remembered


class Doubling:
    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    @remembered
    def twice(self, number: int, more: int = 0) -> int:
        """Twice the number, and more."""
        self.asked.append((number, more))
        return 2 * number + more


def test_each_answer_is_worked_out_once() -> None:
    one = Doubling()
    assert [one.twice(2), one.twice(3), one.twice(2), one.twice(2, 5), one.twice(2, 5)] == [4, 6, 4, 9, 9]
    assert one.asked == [(2, 0), (3, 0), (2, 5)]


def test_objects_do_not_share_answers() -> None:
    one, other = Doubling(), Doubling()
    one.twice(2)
    other.twice(2)
    assert one.asked == other.asked == [(2, 0)]


def test_an_object_that_remembers_can_be_sent_to_another_process() -> None:
    one = Doubling()
    one.twice(2)
    sent = pickle.loads(pickle.dumps(one))
    assert (sent.twice(2), sent.asked) == (4, [(2, 0)])


def test_a_remembered_method_keeps_its_name_and_docstring() -> None:
    assert (Doubling.twice.__name__, Doubling.twice.__doc__) == ("twice", "Twice the number, and more.")
