"""What-if planning: changes of the inputs, named, composed, planned and held against the plan on the table.

    base problem -> resolved tables -> edits and named operations -> problem of the scenario -> plan -> comparison

A scenario is the base's problem changed step by step and read again with every check of the reader, so that a change
can make nothing that a workbook could not say.
"""
