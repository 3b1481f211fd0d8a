"""The formulation written a second time, for tests alone: other tables, another library, another solver.

It was written from the design and the descriptions of the workbook's columns, not from the rows of procure/clauses, and
takes of the planner nothing but the nouns of a Problem. It models with PySCIPOpt and solves with SCIP.

    profile    what of a problem it speaks of; anything else is named, never ignored
    data       what follows from the tables: windows, prices, keys, needs
    prices     offers, rates of exchange, keys
    model      the modelling library, in a few words
    work       packages: who holds them, when, how many sets
    units      what is built, kept, handed over, late
    industry   loads, capacities, investments
    costs      what work costs when it is done, tiers and curves, other costs
    content    whose work and components are in it
    money      whose the work is, what phases spend, who bears it
    settlements  levies, buying in, leaving
    treasury   what falls due, is paid, and what budgets and ceilings allow
    outside    grants and loans
    agreed     rules and pins
    whole      all of it, solved stage by stage
    instances  random problems to compare on
    compare    where it and the planner come to different ends
"""
