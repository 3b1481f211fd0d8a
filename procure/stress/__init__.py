"""Stress: each supplier and each nation lost from a period on, and what is left planned again (n-1).

    losses.py   whom a programme can lose        lost.py    its problem without one of them, what was done kept
    found.py    every loss planned and measured  tables.py  tables and words
    demands.py  rules that ask for plans which survive every single loss
"""
