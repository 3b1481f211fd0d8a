"""Bounds proven in exact arithmetic from stored duals; README.md says how, and what is stored."""
