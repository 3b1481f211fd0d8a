"""A nation's extract of a plan: its own figures and the agreed common part, as a workbook and as a page.

    shared    what is common and what is a nation's own, as data
    tables    the plan's tables with nothing else in them
    pack      the two files
"""
