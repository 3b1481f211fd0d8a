"""A first plan fast, and a better one: LP-guided fixing of who does what and when, then search around it.

The optimum and the bound are the solver's; nothing here says that a problem is infeasible or that a plan is best.
"""
