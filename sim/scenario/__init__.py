"""Scenarios: the world as a file describes it, read and checked before anything runs."""

from sim.scenario.county_profile import CountyProfile
from sim.scenario.declarations import Month
from sim.scenario.errors import InputError, Problem
from sim.scenario.load import load_county, load_scenario
from sim.scenario.schema import Scenario

__all__ = ["CountyProfile", "InputError", "Month", "Problem", "Scenario", "load_county", "load_scenario"]
