"""Random programmes that have a plan by construction; tests/generate.py says how, a file of this room is one step."""
