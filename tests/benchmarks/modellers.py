"""The joint procurement of joint.py as other libraries are written, up to what their HiGHS is given.

Each library is imported where it is measured, in a process of its own: two of them that bring a HiGHS of their own do
not bear another in the same process.
"""

from __future__ import annotations

import operator
from datetime import timedelta
from typing import Any

import numpy as np

from tests.benchmarks.joint import (
    AWARDS,
    FEE,
    FLOWS,
    LEAST,
    LONGEST,
    MOST,
    WHOLE,
    Instance,
    Made,
    families,
    objective,
    rows,
)

RELATED = {"<=": operator.le, "=": operator.eq, ">=": operator.ge}


def pulp_idiomatic(x: Instance) -> Made:
    """PuLP as its manual writes it, and pulp.HiGHS."""
    import pulp

    problem, v = pulp.LpProblem("joint"), {}
    for family, keys in families(x).items():
        category = "Integer" if family in WHOLE else "Continuous"
        v[family] = {
            key: problem.add_variable(f"{family}_{'_'.join(map(str, key))}", low, high, category)
            for key, low, high in keys
        }
    problem += pulp.lpSum(c * one for c, one in objective(x, v))
    for _, _, terms, relation, right in rows(x, v):
        problem += RELATED[relation](pulp.lpSum(c * one for c, one in terms), right)
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return problem.solverModel, problem


def pyoptinterface(x: Instance) -> Made:
    import pyoptinterface as poi
    from pyoptinterface import highs

    m, v = highs.Model(), {}
    whole, free = poi.VariableDomain.Integer, poi.VariableDomain.Continuous
    infinite = float("inf")
    for family, keys in families(x).items():
        domain = whole if family in WHOLE else free
        v[family] = {
            key: m.add_variable(lb=low, ub=infinite if high is None else high, domain=domain) for key, low, high in keys
        }
    senses = {"<=": poi.Leq, "=": poi.Eq, ">=": poi.Geq}
    for _, _, terms, relation, right in rows(x, v):
        m.add_linear_constraint(poi.quicksum(c * one for c, one in terms), senses[relation], right)
    m.set_objective(poi.quicksum(c * one for c, one in objective(x, v)), poi.ObjectiveSense.Minimize)
    return m, v


def mathopt(x: Instance) -> Made:
    """OR-Tools MathOpt and its HiGHS, which is given no time."""
    from ortools.math_opt.python import mathopt as mo

    m, v = mo.Model(), {}
    for family, keys in families(x).items():
        whole = family in WHOLE
        v[family] = {
            key: m.add_variable(lb=low, ub=float("inf") if high is None else high, is_integer=whole)
            for key, low, high in keys
        }
    for _, _, terms, relation, right in rows(x, v):
        m.add_linear_constraint(RELATED[relation](mo.fast_sum(c * one for c, one in terms), right))
    m.minimize(mo.fast_sum(c * one for c, one in objective(x, v)))
    mo.solve(m, mo.SolverType.HIGHS, params=mo.SolveParameters(time_limit=timedelta(0)))
    return m, v


def pyomo(x: Instance) -> Made:
    """Pyomo and its quickest way to HiGHS, appsi; `pyomo build-extensions` makes that once."""
    import pyomo.environ as pe
    from pyomo.contrib.appsi.solvers import Highs

    m, v = pe.ConcreteModel(), {}
    for family, keys in families(x).items():
        domain, ends = pe.Integers if family in WHOLE else pe.Reals, {key: (low, high) for key, low, high in keys}
        v[family] = pe.Var(list(ends), domain=domain, bounds=lambda _, *key, ends=ends: ends[key])
        m.add_component(family, v[family])
    m.rows = pe.ConstraintList()
    for _, _, terms, relation, right in rows(x, v):
        m.rows.add(RELATED[relation](sum(c * one for c, one in terms), right))
    m.cost = pe.Objective(expr=sum(c * one for c, one in objective(x, v)))
    solver = Highs()
    solver.set_instance(m)
    return solver, m


def linopy(x: Instance) -> Made:
    """linopy in whole arrays, and its direct way to HiGHS."""
    import linopy as lp
    import xarray as xr

    m, (packages, _, _, nations) = lp.Model(), x.size
    w, s, t, n = map(np.arange, x.size)
    start = m.add_variables(lower=0, upper=1, coords=[w, s, t], dims=["w", "s", "t"], name="start")
    begin = m.add_variables(binary=True, coords=[w, t], dims=["w", "t"], name="begin")
    award = m.add_variables(binary=True, coords=[w, s], dims=["w", "s"], name="award")
    opened = m.add_variables(binary=True, coords=[s, t], dims=["s", "t"], name="open")
    work, pay, carry = (m.add_variables(lower=0, coords=[n, t], dims=["n", "t"], name=name) for name in FLOWS)
    least = np.zeros((nations, len(t)))
    least[:, -1] = x.due
    deliver = m.add_variables(lower=least, coords=[n, t], dims=["n", "t"], name="deliver")

    def by(figures: Any, **axes: Any) -> Any:
        return xr.DataArray(figures, coords=list(axes.values()), dims=list(axes))

    long, effort, price = by(x.long, w=w), by(x.effort, w=w, s=s), by(x.price, w=w, s=s)
    running = [start.shift(t=back).where(long > back) for back in range(LONGEST)]
    m.add_constraints(begin.sum("t") == 1)
    m.add_constraints(start.sum("s") - begin == 0)
    m.add_constraints(start.sum("t") - award <= 0)
    m.add_constraints(award.sum("s") <= AWARDS)
    m.add_constraints(lp.merge([(effort * one).sum("w") for one in running]) <= by(x.room, s=s))
    m.add_constraints(start.sum("w") - packages * opened.cumsum("t") <= 0)
    nation = by(x.nation, s=s).rename("n")
    parts = [(price * one).sum("w").groupby(nation).sum() for one in running]
    parts.append((by(x.opening, s=s) * opened).groupby(nation).sum())
    m.add_constraints(lp.merge(parts) - work == 0)
    m.add_constraints(pay.sum("n") - work.sum("n") == 0)
    m.add_constraints(pay + carry - carry.shift(t=1) <= by(x.budget, n=n))
    m.add_constraints(work.sum("t") - LEAST * pay.sum("t") >= 0)
    m.add_constraints(work.sum("t") - MOST * pay.sum("t") <= 0)
    ready = begin.rename(t="u").where(by(t, u=t) <= by(t, t=t) - long)
    m.add_constraints(deliver.sum("n") - x.units * ready.sum("u") <= 0)
    m.add_constraints(deliver.isel(t=slice(1, None)) - deliver.shift(t=1).isel(t=slice(1, None)) >= 0)
    m.add_objective((by(x.discount, t=t) * pay).sum() + FEE * award.sum())
    return lp.io.to_highspy(m), m
