"""procure: who pays, who builds, who receives, and when, for nations that buy defence equipment together.

From Python, begin with `procure.verbs`.
"""

__version__ = "0.1.0"
