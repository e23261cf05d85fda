"""The Mesa model: the county as agents with attributes and verbs, for reading, teaching, extending and watching.

It shares rules, draws, schedule and county with the compiled engine and nothing else; the twin test holds them to the same bits. To try
another behaviour, subclass an agent, override one decision, and hand the class to the market:

    class Cautious(Farmer):
        def utility_of_own_shop(self, season):
            return super().utility_of_own_shop(season) - 1.0

    market = RuralMarket(load_scenario("scenarios/hamlet.yaml"), farmer=Cautious)
    market.run_model()
    market.datacollector.get_model_vars_dataframe()
"""

from sim.mesa_model.cooperative import Cooperative
from sim.mesa_model.farmer import Farmer
from sim.mesa_model.government import Government
from sim.mesa_model.logistics import LogisticsProvider
from sim.mesa_model.market import RuralMarket
from sim.mesa_model.merchant import Merchant
from sim.mesa_model.run import run

__all__ = ["Cooperative", "Farmer", "Government", "LogisticsProvider", "Merchant", "RuralMarket", "run"]
