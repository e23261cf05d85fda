"""Scenarios: the world as a file describes it, read and checked before anything runs."""

from sim.scenario.county_profile import CountyProfile
from sim.scenario.declarations import Month
from sim.scenario.errors import InputError, Problem
from sim.scenario.load import load_county, load_scenario
from sim.scenario.policies import load_policy_file, measures_of
from sim.scenario.policy import HouseholdFilter, Measure, RandomShare, Target, VillageFilter
from sim.scenario.programme import Programme
from sim.scenario.schema import Scenario, TrendTable
from sim.scenario.shocks import Shock

Policy = Measure
"""A policy as users name it: one lever, month by month, for a target."""

__all__ = [
    "CountyProfile",
    "HouseholdFilter",
    "InputError",
    "Measure",
    "Month",
    "Policy",
    "Problem",
    "Programme",
    "RandomShare",
    "Scenario",
    "Shock",
    "Target",
    "TrendTable",
    "VillageFilter",
    "load_county",
    "load_policy_file",
    "load_scenario",
    "measures_of",
]
