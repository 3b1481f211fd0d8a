"""Why: what cannot hold together and the cheapest ways out, what binds, what a rule costs, why it is not otherwise."""
