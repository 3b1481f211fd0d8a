"""What every coalition of nations would pay by itself, and what a fair share of the joint cost is.

    joint problem -> problem of every coalition -> plan and bound of each -> a cost game -> shares, and who objects

The same planner plans them all. Of a coalition the others are third countries: they need and pay nothing, and their
industry sells as before.
"""
