"""What goes wrong around a planner, made to go wrong: disks, signals, clocks, memory, streams, and solvers that lie."""
