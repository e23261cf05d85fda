"""A tiny county and the smallest right scenario, for tests that change one thing and see what is said about it."""

from pathlib import Path

import pytest

from sim.files import InputError, Problem, load_scenario

COUNTY = """\
schema: 1
name: Tiny
prices: 2015
geography:
  townships: 1
  villages: 2
  households_per_village: 200
  households_spread: 0.25
  hub_km: [3, 45]
  village_km: {median: 5.75, sd_log: 0.55, range: [1, 25]}
people:
  household_size: {mean: 4.0, sd: 1.2, range: [1, 8]}
  workers_per_household: 2.8
  away_share: 0.33
  operator_age: {mean: 49.5, sd: 11, range: [22, 80]}
  schooling: {none: 0.064, primary: 0.37, junior: 0.484, senior: 0.07, tertiary: 0.012}
  land_mu: {mean: 7.8, sd_log: 1.1, most: 120}
  income_fifths: [3086, 7221, 10311, 14537, 26014]
products:
  - name: fruit
    share_of_villages: 0.30
    suited_inside: 0.80
    land_share: 0.45
    yield_kg_mu: 1750
    price_kg: 5.5
    cost_mu: 3000
    harvest: {9: 0.5, 10: 0.5}
    storable_months: 4
    loss_per_day: 0.036
    kg_per_parcel: 5
    graded_share: 0.60
    own_use_share: 0.03
suited_elsewhere: 0.09
market:
  online_demand_2015: 551
  goods_demand_2015: 1200
  merchants_2014: 0.175
  cooperatives_per_village: 3
  cooperative_members: 0.42
  carriers_per_township: 3
  merchant_slots: {village: 1, township: 8}
first_year:
  broadband: 0.21
  mobile: 0.25
  shopping: 0.06
  own_shop: 0.003
  stations: 0.02
sources:
  geography: invented
  people: invented
  products: invented
  suited_elsewhere: invented
  market: invented
missing:
  first_year: the national average
"""

SCENARIO = """\
schema: 1
name: One
prices: 2015
county:
  profile: tiny.yaml
  share_simulated: 0.2
horizon:
  start: 2014-01
  months: 24
"""


PROGRAMME = """\
schema: 1
name: Seats and subsidy
name_zh: 培训与补贴
stands_for: an invented programme
source: invented
assumed: [the seats, the subsidy]
prices: 2017
policies:
  - {lever: training.seats, level: 10, start: 2016-01, end: 2016-06, budget: 103632}
  - {lever: delivery.parcel_subsidy_out, level: {2016-03: 1.03632, 2016-07: 2.07264}, end: 2016-10, ramp: 2}
"""


class Desk:
    """A folder with a right county and a right scenario in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("tiny.yaml", COUNTY)
        self.write("one.yaml", SCENARIO)
        self.write("programme.yaml", PROGRAMME)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(name, text.replace(old, new))

    def with_lines(self, lines: str) -> Path:
        """`two.yaml`: the right scenario with further lines, the first of them on line 3."""
        return self.write("two.yaml", "extends: one.yaml\nprices: 2015\n" + lines)

    def problems(self, name: str = "one.yaml") -> list[Problem]:
        with pytest.raises(InputError) as refused:
            load_scenario(self.folder / name)
        return refused.value.problems

    def said(self, name: str = "one.yaml") -> list[str]:
        """The problems as `file:line:column: path: message`, without the folder."""
        return [one.headline().replace(f"{self.folder}/", "") for one in self.problems(name)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


