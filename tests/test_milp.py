"""The optimisation with its labels: variables, rows, what is refused, what is written."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import numpy as np
import pulp
import pytest

import procure.pulp_model
from procure.milp import Milp, OutOfRange, uncollected
from procure.pulp_model import PulpModel
from procure.solve import Options, solve


def two_awards() -> Milp:
    m = Milp("two awards")
    m.declare("award", [(("radar", "Alpha"), 0, 1), (("radar", "Beta"), 0, 1)])
    return m


def test_a_decision_is_found_by_its_family_and_key() -> None:
    m = two_awards()
    assert list(m.x["award"]) == [("radar", "Alpha"), ("radar", "Beta")]
    assert m.columns == [("award", ("radar", "Alpha")), ("award", ("radar", "Beta"))]
    assert m.x["award"]["radar", "Beta"] == 1


def test_a_family_decides_which_decisions_are_whole_unless_told_by_key() -> None:
    m = two_awards()
    m.declare("built", [(("tank", 0), 0, 5), (("hours", 0), 0, None)], whole=lambda key: key[0] == "tank")
    m.declare("spend", [(("build", 0), None, None)])
    matrix = m.matrix()
    assert matrix.whole.tolist() == [True, True, True, False, False]
    assert matrix.high.tolist() == [1, 1, 5, np.inf, np.inf]
    assert matrix.low.tolist() == [0, 0, 0, 0, -np.inf]


def test_a_decision_declared_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        two_awards().declare("award", [(("radar", "Alpha"), 0, 1)])


def test_a_row_knows_its_clause_its_index_and_its_cells() -> None:
    m = two_awards()
    m.require("award", ("radar", "most"), [(1, v) for v in m.x["award"].values()], "<=", 1, ["Packages!C3 most", ""])
    (row,) = m.rows
    assert (row.clause, row.index, row.relation, row.right) == ("award", ("radar", "most"), "<=", 1)
    assert row.cells == ("Packages!C3 most",)


def test_terms_of_one_decision_are_summed_and_those_that_cancel_are_dropped() -> None:
    m = two_awards()
    alpha, beta = m.x["award"].values()
    m.require("award", ("radar",), [(1, alpha), (2, alpha), (5, beta), (-5, beta)], ">=", 3)
    matrix = m.matrix()
    assert matrix.index.tolist() == [0]
    assert (matrix.value / matrix.row_low).tolist() == [1.0]


@pytest.mark.parametrize(("relation", "best"), [("<=", 3.0), ("=", 3.0), (">=", 9.0)])
def test_a_relation_is_the_one_asked_for(relation: str, best: float) -> None:
    m = Milp()
    (spend,) = m.declare("spend", [(("build", 0), 0, 9)]).values()
    m.require("work", (), [(1, spend)], relation, 3)
    m.minimise([(-1, spend)])
    assert solve(m.matrix(), Options()).objective == pytest.approx(-best)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_in_a_row_and_in_the_objective(number: float) -> None:
    m = two_awards()
    alpha = m.x["award"]["radar", "Alpha"]
    with pytest.raises(ValueError, match="no number"):
        m.require("award", ("radar",), [(number, alpha)], "<=", 1)
    with pytest.raises(ValueError, match="no number"):
        m.require("award", ("radar",), [(1, alpha)], "<=", number)
    with pytest.raises(ValueError, match="no number"):
        m.minimise([(number, alpha)])


@pytest.mark.parametrize(("largest", "refused"), [(1e6, False), (1e8, True), (1e12, True)])
def test_a_row_whose_numbers_lie_too_far_apart_is_refused_before_it_reaches_a_solver(
    largest: float, refused: bool
) -> None:
    m = Milp()
    first, second = m.declare("spend", [(("build", 0), 0, None), (("build", 1), 0, None)]).values()
    m.require("work", ("FR", 0), [(largest, first), (1, second)], "<=", 1, ["Quotes!C5 price"])
    if not refused:
        assert 0.1 < np.abs(m.matrix().value).max() < 10
        return
    with pytest.raises(OutOfRange, match=r"times apart.*\(work of FR, Quotes!C5 price\)"):
        m.matrix()


def test_what_rounding_leaves_of_terms_that_cancel_is_no_coefficient() -> None:
    m = Milp()
    first, second = m.declare("spend", [(("build", 0), 0, None), (("build", 1), 0, None)]).values()
    m.require("work", (), [(0.1, first), (0.2, first), (-0.3, first), (1, second)], "<=", 1)
    assert m.matrix().index.tolist() == [second]


def test_money_beside_whole_decisions_is_refused_where_its_unit_takes_them_too_far_apart() -> None:
    m = Milp(money=1e9)
    (spend,) = m.declare("spend", [(("build", 0), 0, None)]).values()
    (award,) = m.declare("award", [(("radar", "Alpha"), 0, 1)]).values()
    m.require("setup", (), [(1.0, spend), (1.0, award)], "<=", 1)
    with pytest.raises(OutOfRange):
        m.matrix()


def test_money_is_counted_in_the_unit_asked_for_and_answered_in_m() -> None:
    m = Milp(money=1000.0)
    (spend,) = m.declare("spend", [(("build", 0), 0, 5000)]).values()
    m.require("work", (), [(1, spend)], "<=", 3000)
    m.minimise([(-1, spend)])
    matrix = m.matrix()
    answer = solve(matrix, Options())
    assert matrix.high.tolist() == [5]
    assert answer.values is not None
    assert answer.values.tolist() == pytest.approx([3000])
    assert answer.objective == pytest.approx(-3000)
    assert m.value([(2, spend)], answer.values) == pytest.approx(6000)


def test_look_alike_names_get_labels_of_their_own(tmp_path: Path) -> None:
    m = Milp()
    m.declare("award", [(("A-1", "Çelik"), 0, 1), (("A_1", "Çelik"), 0, 1), (("A 1", "_elik"), 0, 1)])
    m.require("award", ("A-1",), [(c, v) for c, v in zip((1, 2, 4), m.x["award"].values(), strict=True)], "<=", 5)
    m.write(tmp_path / "model.lp")
    text = (tmp_path / "model.lp").read_text(encoding="utf-8").replace("\n <=", " <=")
    assert "award(A_1): award(A_1,_elik) + 2 award(A_1,_elik)~2 + 4 award(A_1,_elik)~3 <= 5" in text


def test_long_names_are_cut_to_what_the_file_formats_take(tmp_path: Path) -> None:
    m = Milp()
    m.declare("award", [(("radar" * 60, s), 0, 1) for s in ("Alpha", "Beta")])
    m.require("award", ("radar" * 60,), [(1, v) for v in m.x["award"].values()], "<=", 1)
    m.write(tmp_path / "model.lp")
    text = (tmp_path / "model.lp").read_text(encoding="utf-8")
    binaries = text.partition("Binaries\n")[2].splitlines()[:2]
    assert len(set(binaries)) == 2
    assert max(map(len, binaries)) < 255


def test_a_model_is_written_as_lp_or_mps_by_the_name_of_the_file(tmp_path: Path) -> None:
    import highspy

    m = two_awards()
    m.require("award", ("radar",), [(1, v) for v in m.x["award"].values()], ">=", 1)
    m.minimise([(12, m.x["award"]["radar", "Alpha"]), (15, m.x["award"]["radar", "Beta"])])
    for name in ("model.lp", "model.mps", "MODEL.MPS"):
        m.write(tmp_path / name)
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        assert highs.readModel(str(tmp_path / name)) == highspy.HighsStatus.kOk
        highs.run()
        assert highs.getInfo().objective_function_value == pytest.approx(12)


def test_only_public_names_of_pulp_are_used() -> None:
    """What version 4 has too; `lpSum_vars_coefs` is asked for first and has a substitute."""
    text = Path(procure.pulp_model.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r"\bpulp\.(\w+)", text)) - {"lpSum_vars_coefs"}
    called = set(re.findall(r"self\.problem\.(\w+)", text))
    assert named == {"LpProblem", "LpMinimize", "LpAffineExpression", "LpVariable"}
    assert called == {"add_variable", "addConstraint", "setObjective", "writeLP", "writeMPS"}
    assert all(hasattr(pulp, name) for name in named)
    assert all(hasattr(pulp.LpProblem, name) for name in called)


def test_rows_in_the_thousands_are_built_without_pulp_s_quadratic_sums() -> None:
    m = Milp()
    made = m.declare("spend", (((f"phase {k}", 0), 0, None) for k in range(3000)))
    m.require("work", (), [(1.0, v) for v in made.values()], "<=", 1)
    assert len(m.matrix().value) == 3000


def rows_of(m: Milp, folder: Path) -> tuple[list[object], list[object], str]:
    """Rows, what the solver is given of them, and the file."""
    m.write(folder / "model.lp")
    matrix = m.matrix()
    arrays = (matrix.start, matrix.index, matrix.value, matrix.row_low, matrix.row_high)
    return list(m.rows), [a.tolist() for a in arrays], (folder / "model.lp").read_text(encoding="utf-8")


def three_stocks() -> tuple[Milp, list[int]]:
    m = Milp("stocks")
    return m, list(m.declare("stock", [(("tank", t), 0, 9) for t in range(3)]).values())


def test_rows_from_arrays_are_the_rows_that_terms_make(tmp_path: Path) -> None:
    one, x = three_stocks()
    one.require("stock", ("tank", 1), [(2, x[0]), (-0.5, x[2])], "<=", 7, ["Items!C3 may store"])
    one.require("stock", ("tank", 2), [(4, x[1])], "<=", 8, ["Items!C3 may store"])
    many, _ = three_stocks()
    indices = [("tank", 1), ("tank", 2)]
    start, columns, values = np.array([0, 2, 3]), np.array([0, 2, 1]), np.array([2.0, -0.5, 4.0])
    many.require_many("stock", indices, start, columns, values, "<=", np.array([7.0, 8.0]), ("Items!C3 may store",))
    assert rows_of(many, tmp_path) == rows_of(one, tmp_path)


def test_rows_so_far_have_the_terms_of_their_period_and_before(tmp_path: Path) -> None:
    one, x = three_stocks()
    one.require("supply", ("tank", 1), [(3, x[1]), (1, x[0])], ">=", 0, ["Packages!B2 per unit"])
    one.require("supply", ("tank", 2), [(2, x[2]), (3, x[1]), (1, x[0])], ">=", 0, ["Packages!B2 per unit"])
    many, _ = three_stocks()
    dated = [(2, 2.0, x[2]), (1, 3.0, x[1]), (0, 1.0, x[0])]
    rows = [(("tank", t), t) for t in (1, 2)]
    many.require_so_far("supply", rows, dated, ">=", 0, ["Packages!B2 per unit", ""])
    assert rows_of(many, tmp_path) == rows_of(one, tmp_path)


def test_no_rows_so_far_are_no_rows() -> None:
    m, x = three_stocks()
    m.require_so_far("supply", [], [(0, 1.0, x[0])], ">=", 0)
    assert m.rows == []
    m.require_so_far("supply", [(("tank", 0), 0)], [], ">=", 0)
    assert m.matrix().start.tolist() == [0, 0]


@pytest.mark.parametrize(("value", "right"), [(float("nan"), 1.0), (1.0, float("inf"))])
def test_what_is_no_number_is_refused_in_arrays(value: float, right: float) -> None:
    m, _ = three_stocks()
    with pytest.raises(ValueError, match="no number"):
        m.require_many("s", [("a",)], np.array([0, 1]), np.array([0]), np.array([value]), "<=", np.array([right]))


def test_a_column_twice_in_a_row_of_arrays_is_refused() -> None:
    m, _ = three_stocks()
    with pytest.raises(ValueError, match="twice"):
        m.require_many("s", [("a",)], np.array([0, 2]), np.array([0, 0]), np.ones(2), "<=", np.ones(1))


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_rests_while_a_model_is_built_and_is_left_as_it_was(on: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() == on
    finally:
        (gc.enable if was else gc.disable)()


def test_a_variable_of_pulp_is_told_apart_by_its_identity() -> None:
    """PuLP compares variables by making rows, which count as true: two with one hash would be taken for the same."""
    model = PulpModel("hashes")
    model.declare("stock", [(("tank", t), 0, 9) for t in range(100)], [False] * 100)
    model.minimise(range(100), [1.0] * 100)
    assert len(model.problem.variables()) == 100
