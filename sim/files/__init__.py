"""What a user may write: county, scenario, policy, programme, study, experiment, cluster profile; read and checked before a run."""

from sim.files.county import CountyProfile
from sim.files.policy.loader import load_policy_file, measures_of
from sim.files.policy.programme import Programme
from sim.files.policy.schema import HouseholdFilter, Measure, RandomShare, Target, VillageFilter
from sim.files.scenario.loader import load_county, load_scenario
from sim.files.scenario.schema import Scenario, TrendTable
from sim.files.scenario.shocks import Shock
from sim.reading.problems import InputError, Problem
from sim.reading.value_types import Month

Policy = Measure
"""A policy as users name it: one lever, month by month, for a target."""

__all__ = [
    "CountyProfile", "HouseholdFilter", "InputError", "Measure", "Month", "Policy", "Problem", "Programme",
    "RandomShare", "Scenario", "Shock", "Target", "TrendTable", "VillageFilter", "load_county", "load_policy_file",
    "load_scenario", "measures_of",
]  # fmt: skip
