"""Alternatives: plans that cost nearly as much and are awarded otherwise; what each nation may pay and build in them.

    found.py   the plans, one after another     ranges.py  least and most of every nation
    shape.py   the optimisation bent to both    tables.py  tables and words
"""
