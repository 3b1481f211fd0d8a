"""Reading grows with the workbook and no faster: counted, never timed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from procure.facts import Facts
from procure.findings import Finding
from procure.problem import Quote
from procure.workbook import consistency_offers
from tests.benchmarks import instances


@pytest.mark.parametrize("check", [consistency_offers.limits, consistency_offers.curves])
def test_a_check_of_offers_looks_at_each_row_of_quotes_twice_at_most(
    monkeypatch: pytest.MonkeyPatch, check: Callable[[Facts], Iterable[Finding]]
) -> None:
    facts, looked = Facts(instances.instance("S", 0)), Counter[int]()
    plain = consistency_offers.offer_id

    def counted(q: Quote) -> tuple[str, str, str]:
        looked[id(q)] += 1
        return plain(q)

    monkeypatch.setattr(consistency_offers, "offer_id", counted)
    list(check(facts))
    assert len(looked) == len(facts.problem.quotes) > 100
    assert max(looked.values()) <= 2
