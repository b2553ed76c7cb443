"""
What a decision would do in every English authority at once: national figures, scaled by the children who live there.

`authorities` knows who there is, `running` sends the runs to the cores here or to a cluster, `report` says what came
out and what it cost. Nobody is ranked: the order is the alphabet's.
"""

from demand_engine.sense import MakesNoSense
from lintel.oversight.demand.nation.asked import Asked
from lintel.oversight.demand.nation.authorities import NotAnAuthority, NotPopulations, chosen, populations
from lintel.oversight.demand.nation.report import POUNDS_PER_CORE_HOUR, as_text, cost_in_words, in_words
from lintel.oversight.demand.nation.running import NoCluster, executor, run

Refused = (MakesNoSense, NotAnAuthority, NotPopulations, NoCluster)

__all__ = [
    "POUNDS_PER_CORE_HOUR", "Asked", "Refused", "as_text", "chosen", "cost_in_words", "executor", "in_words",
    "populations", "run",
]  # fmt: skip
