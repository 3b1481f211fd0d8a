"""What uncertain inputs make of a plan: does it hold, who breaks which budget, what drives it, what planning for it is
worth.

    sheet Uncertainty -> draws -> the plan held against each, by evaluating alone -> probabilities, drivers
                               -> each planned again (the sweep) -> cost of adapting, awards chosen over all draws

Draws are a seeded Latin hypercube. What a draw comes to depends on nothing but its own inputs.
"""
