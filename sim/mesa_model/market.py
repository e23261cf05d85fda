"""The rural market: the county's agents and places, and the month they live through phase by phase."""

from functools import partial
from inspect import signature
from random import Random
from typing import Any

import mesa
import networkx
from mesa.agent import AgentSet
from mesa.discrete_space import Network

from sim.county.measure import measure_month
from sim.county.panel import record_for
from sim.county.small_areas import THOUSAND
from sim.county.state import State
from sim.county.synthesis import Synthesis, synthesise
from sim.county.workspace import scratch_for
from sim.files import Scenario
from sim.mesa_model.agent_columns import written_back
from sim.mesa_model.agents_from_columns import governed, settled
from sim.mesa_model.conditions import month_of
from sim.mesa_model.cooperative import Cooperative
from sim.mesa_model.farmer import Farmer
from sim.mesa_model.government import Government
from sim.mesa_model.ledger import Ledger
from sim.mesa_model.local_market import LocalMarket
from sim.mesa_model.logistics import LogisticsProvider
from sim.mesa_model.merchant import Merchant
from sim.mesa_model.small_areas import estimates_in_full
from sim.mesa_model.village import Village
from sim.numeric.keyed_draws import Stream, uniform, uniform_second
from sim.theory.levers import LEVERS
from sim.theory.outcomes import OUTCOMES
from sim.theory.parameters import packed
from sim.theory.schedule import PHASES, Phase

# Newer Mesa lays a network out on a plane unless told not to, which takes minutes for a county.
NO_LAYOUT = {"layout": None} if "layout" in signature(Network).parameters else {}


class RuralMarket(mesa.Model):
    """A county of farmers, cooperatives, merchants, logistics providers and a government; a step is a month.

    `case` is a `Scenario`, or a `Synthesis` of one with the seed it was drawn with. Give subclasses of the agents to change what they do.
    `agent_reporters` go to Mesa's DataCollector as they are; the declared outcomes are its model reporters. Agents draw from no generator:
    a draw is a function of seed, stream, month and agent, so their order changes nothing. `record` is what the run leaves behind
    (`sim.county.panel.Record`), with each household's years where `panel` asks for them, without outlays by lever
    and village where `outlays` is False; `outcomes` are its outcomes by month.

    Raises ValueError for a `Synthesis` without a seed.
    """

    def __init__(
        self,
        case: Scenario | Synthesis,
        seed: int | None = None,
        farmer: type[Farmer] = Farmer,
        cooperative: type[Cooperative] = Cooperative,
        merchant: type[Merchant] = Merchant,
        logistics: type[LogisticsProvider] = LogisticsProvider,
        government: type[Government] = Government,
        agent_reporters: dict[str, Any] | None = None,
        panel: bool = False,
        outlays: bool = True,
    ) -> None:
        if isinstance(case, Scenario):
            seed = case.seed if seed is None else seed
            case = synthesise(case, seed)
        if seed is None:
            raise ValueError("a synthesised county needs the seed it was drawn with")
        super().__init__(rng=seed)
        self.case = case
        self.seed = seed
        self.parameters = case.parameters
        self.month = 0
        self.months = len(case.trends.years)
        self.now = month_of(case.trends, 0)
        kinds: dict[str, Any] = {"household": farmer, "carrier": logistics, "cooperative": cooperative, "merchant": merchant}
        self.members = settled(self, case.state, kinds)
        self.government = governed(self, case, self.members, government)
        self.farmers = self._set_of("household")
        self.logistics_providers = self._set_of("carrier")
        self.cooperatives = self._set_of("cooperative")
        self.merchants = self._set_of("merchant")
        self.villages, self.townships = self.members["village"], self.members["township"]
        self.local_markets, self.products = self.members["cell"], self.members["product"]
        (self.county,) = self.members["county"]
        self.network = self._network()
        self.record = record_for(case.state, case.trends.season, panel, outlays)
        self.outcomes = self.record.outcomes
        self._scratch = scratch_for(case.state, case.parameters)
        self._numbers = packed(case.parameters)
        self.datacollector = mesa.DataCollector(
            model_reporters={outcome.name: partial(_latest, column=k) for k, outcome in enumerate(OUTCOMES)},
            agent_reporters=agent_reporters,
        )

    def _set_of(self, entity: str) -> Any:
        # Mesa's own sets by type leave out subclasses; and a set must be told a generator, though nothing here draws from it.
        return AgentSet(self.members[entity], random=Random(self.seed))

    def _network(self) -> Any:
        """Farmers in Mesa's space: a farmer's `cell` leads to those of its ties. Rules count `ties`, where one may be met twice."""
        graph = networkx.DiGraph()
        graph.add_nodes_from(farmer.row for farmer in self.farmers)
        graph.add_edges_from((farmer.row, tie.row) for farmer in self.farmers for tie in farmer.ties)
        network = Network(graph, random=Random(self.seed), **NO_LAYOUT)
        for farmer in self.farmers:
            farmer.cell = network[farmer.row]
        return network

    # ------------------------------------------------------------------------------------------------- what agents ask

    def draw(self, stream: Stream, key: int) -> float:
        """A uniform draw in (0, 1) of this month, keyed by an agent."""
        return uniform(self.seed, int(stream), self.month, key)

    def draw_second(self, stream: Stream, key: int) -> float:
        """A second uniform draw of the same month and agent, independent of the first."""
        return uniform_second(self.seed, int(stream), self.month, key)

    def wage_hour(self) -> float:
        """Local wage this month, CNY/hour."""
        return self.parameters.work.wage_hour * self.now.wage_index

    # -------------------------------------------------------------------------------------------------------- the month

    def step(self) -> None:
        """One month: the phases of `sim.theory.schedule`, in order. Raises RuntimeError after the last month."""
        for phase in PHASES:
            self.run_phase(phase)

    def run_phase(self, phase: Phase) -> None:
        """One phase of the month; the last one closes the month. Raises RuntimeError after the last month."""
        if not self.running:
            raise RuntimeError(f"the horizon of {self.months} months is over")
        getattr(self, phase.name.lower())()
        if phase == PHASES[-1]:
            self._close_month()

    def _close_month(self) -> None:
        state = self.to_state()
        measure_month(self.month, self._numbers, self.case.trends, state, self._scratch, self.record)
        for village, share in zip(self.members["village"], state.village.shop_share.tolist(), strict=True):
            village.shop_share = share
        self.datacollector.collect(self)
        self.month += 1
        self.running = self.month < self.months
        if self.running:
            self.now = month_of(self.case.trends, self.month)

    def to_state(self) -> State:
        """The county as arrays, agents in row order: for measuring, and to be compared with the compiled engine."""
        return written_back(self.members, len(LEVERS))

    # ------------------------------------------------------------------------------------------------------- the phases

    def govern(self) -> None:
        """Measures in force, what platforms take, services that reach villages."""
        self.government.govern()
        self.county.post_fees()
        self._all(self.villages, "be_reached")

    def connect(self) -> None:
        """Mobile internet and broadband."""
        self.farmers.do("observe_broadband")
        self.farmers.do("connect")
        self._all(self.villages, "count_connected")

    def learn(self) -> None:
        """Digital skill."""
        self.farmers.do("observe_sellers")
        self.government.give_seats()
        self.farmers.do("learn")
        self.government.count_lessons()
        self.county.send_experts()
        self.cooperatives.do("learn")
        self.merchants.do("learn")

    def carry(self) -> None:
        """Volumes, carriers, stations, outlets; what a parcel costs and how long it takes."""
        for village, parcels in zip(self.villages, estimates_in_full(self.villages, Village.as_area), strict=True):
            village.parcels_in_full = parcels
        self._all(self.villages, "smooth_volume")
        self.county.run_hub()
        self._all(self.townships, "count_parcels")
        self.logistics_providers.do("enter_or_leave")
        self._all(self.townships, "count_carriers")
        self.logistics_providers.do("invest")
        self._all(self.townships, "add_capacity")
        self._all(self.villages, "keep_station")
        self._all(self.villages, "price_parcels")

    def organise(self) -> None:
        """Cooperatives' seasons and plans, the brand, membership."""
        self.cooperatives.do("close_season")
        self.cooperatives.do("plan")
        self.county.tend_brand()
        self.farmers.do("observe_members")
        self.farmers.do("organise")
        members = Ledger()
        for farmer in self.farmers:
            members.add(farmer.cooperative, farmer.weight)
        for cooperative in self.cooperatives:
            cooperative.members = members.total(cooperative)

    def trade(self) -> None:
        """Prices posted for the month, offers, entry and exit of merchants."""
        self._all(self.products, "post_price")
        self._all(self.villages, "post_prices")
        self._all(self.townships, "look_around")
        self._all(self.local_markets, "post_offer")
        self.merchants.do("trade")

    def choose(self) -> None:
        """Last season's demand becomes known; farms pick a channel."""
        self._all(self.products, "close_season")
        self._all(self.local_markets, "close_season")
        self.farmers.do("choose")

    def sell(self) -> None:
        """Harvest, demand, merchants' purchases, sales and receipts of all."""
        self._all(self.villages, "have_weather")
        self.county.load_cold_chain()
        self.farmers.do("bring_in")
        self._gather_deliveries()
        self._meet_demand()
        self.merchants.do("want")
        self._all(self.local_markets, "ration")
        self._all(self.products, "balance_purchases")
        self.merchants.do("buy")
        self._all(self.products, "balance_payments")
        self.cooperatives.do("sell")
        self.farmers.do("sell")
        self.merchants.do("sell")
        self._all(self.villages, "count_sales")
        self.county.count_what_was_sent()

    def shop(self) -> None:
        """Buying online."""
        self.farmers.do("observe_shoppers")
        self.farmers.do("shop")
        self._all(self.villages, "count_parcels_in")

    def work(self) -> None:
        """Leaving, returning, hours and wages."""
        self.farmers.do("work")

    def account(self) -> None:
        """Public money for what was delivered, incomes, books of carriers, merchants and cooperatives."""
        self.government.settle_claims()
        self.farmers.do("account")
        self._all(self.townships, "add_carriage")
        self.logistics_providers.do("close_books")
        self._all(self.townships, "look_at_margins")
        self.merchants.do("close_books")
        self.county.look_at_profits()
        self.cooperatives.do("close_books")
        self.government.close_books()

    def _gather_deliveries(self) -> None:
        """Produce offered to merchants in each local market, and delivered to each cooperative."""
        self._all(self.local_markets, "gather_supply")
        for market, supply in zip(self.local_markets, estimates_in_full(self.local_markets, LocalMarket.as_area), strict=True):
            market.supply_in_full = supply
        delivered, squares = Ledger(), Ledger()
        for farmer in self.farmers:
            kg = farmer.weight * farmer.cooperative_kg_month
            delivered.add(farmer.cooperative, kg)
            squares.add(farmer.cooperative, kg / THOUSAND * (kg / THOUSAND))
        for cooperative in self.cooperatives:
            cooperative.quantity_month, cooperative.squares = delivered.total(cooperative), squares.total(cooperative)
        for cooperative, kg in zip(self.cooperatives, estimates_in_full(self.cooperatives, Cooperative.as_area), strict=True):
            cooperative.quantity_in_full = kg

    def _meet_demand(self) -> None:
        """Attraction of all who sell a product online, and what a unit of it brings."""
        self.farmers.do("attract")
        self.cooperatives.do("attract")
        attraction = Ledger()
        for farmer in self.farmers:
            attraction.add(farmer.village.product, farmer.weight * farmer.attraction_month)
        for cooperative in self.cooperatives:
            attraction.add(cooperative.village.product, cooperative.attraction_month)
        for merchant in self.merchants:
            attraction.add(merchant.market.product, merchant.pulled())
        for product in self.products:
            product.meet_demand(attraction.total(product))
        self.county.meet_goods_demand()

    @staticmethod
    def _all(places: list[Any], verb: str) -> None:
        for place in places:
            getattr(place, verb)()


def _latest(market: RuralMarket, column: int) -> float:
    """An outcome of the month that ends."""
    return float(market.outcomes[market.month, column])
