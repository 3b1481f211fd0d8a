"""Exit codes: one meaning each, the same for every command."""

DONE = 0  # the plan is proven within the gap asked and audited; or the answer was given
USAGE = 2  # the command line is wrong
FINDINGS = 3  # the input has findings of level error
NO_FEASIBLE_PLAN = 4  # proven: no plan keeps all rows
GAP = 5  # a plan, but a larger gap than asked
NO_PLAN_IN_TIME = 6  # the clock ran out before a first plan
NOT_WRITTEN = 7  # the output could not be written; an older file is intact
DISAGREE = 8  # the audit failed, or the solver contradicted itself
SWEEP = 9  # of several plans, some were not found
INTERNAL = 70  # a defect of procure, or memory ran out
INTERRUPTED = 130  # Ctrl-C, or another signal to end

MEANINGS = {
    DONE: "done: proven within the gap asked, and audited",
    USAGE: "the command line is wrong",
    FINDINGS: "the input has errors; every one is printed",
    NO_FEASIBLE_PLAN: "no plan can keep all rows",
    GAP: "a plan is written, its gap is larger than asked",
    NO_PLAN_IN_TIME: "no plan was found in time",
    NOT_WRITTEN: "the output could not be written",
    DISAGREE: "the audit failed, the solver contradicted itself, or a plan made again is another",
    SWEEP: "some of several scenarios have no plan; the others are written",
    INTERNAL: "a defect of procure, or the memory ran out",
    INTERRUPTED: "stopped by Ctrl-C; the best plan so far is kept",
}
