"""Cost games: what every coalition of players would pay by itself, and what follows for sharing the cost of all.

    players N, cost c(S) of every coalition S, shares x with x(N) = c(N)        x(S) = sum of x[i] over i in S
    complaint of S  =  x(S) - c(S): what S could save by leaving

Pure mathematics: nothing here knows what a programme is. A cost is an interval [least, plan] where a planner left a
gap; whatever the gap decides is called uncertain.
"""
