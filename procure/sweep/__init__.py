"""Many plans at once: a list of cases in, a list of results out, in the order of the cases.

    cases -> key of each (what decides its result) -> kept results -> the rest on this machine's cores, or on a cluster

    from procure.sweep.case import Case, How
    from procure.sweep.running import run
    results = run([Case("as it is", problem), Case("poor", other)], How(store=Path("results"), resume=True))

A case is a problem under a name and a task, a function of a module: task(problem, how, *args) -> Found. Without one it
is planned and audited (planned.plan_and_audit). No case sees another one, and none what its worker did before: what a
case comes to depends neither on the order nor on the number of workers, nor on where they are. Each builds its own
Milp, as numbers alone: a solver that goes on from another case's Milp may end in another plan.
"""
