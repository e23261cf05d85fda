"""Local markets: where merchants of a township buy a product."""

from sim.county.small_areas import THOUSAND
from sim.mesa_model.places import Place
from sim.mesa_model.small_areas import Area
from sim.numeric.exact_sum import from_fixed, to_fixed
from sim.theory.levers import PARK, SUPERVISION
from sim.theory.rules.accounting import share_of
from sim.theory.rules.market import fill_share, posted_price, pull, refund_share
from sim.theory.rules.small_areas import likely_supply, sampling_variance
from sim.theory.rules.trading import density, handling_cost, netback_kg, offer_kg, parked


class LocalMarket(Place):
    """The market of a township for one product, where merchants buy; `places` are its villages, `slots` its merchants.

    Its attributes are the columns of `sim.county.state.Cell`.
    """

    def post_offer(self) -> None:
        """What merchants post online, what a kilogram nets them, what they offer farmers for it."""
        p, trading, logistics = self.model.parameters.market, self.model.parameters.trading, self.model.parameters.logistics
        product, county, level = self.product, self.model.county, self.model.government.level
        merchants = density(self.township.merchants, self.township.households)
        prices = 0
        for village in self.places:
            prices += to_fixed(village.trader_price)
        self.trader_price = share_of(from_fixed(prices), self.villages)
        self.refund = refund_share(p.refund, logistics.days_base, p.refund_days, level[SUPERVISION], p.supervision)
        self.freight = logistics.bulk_sender * self.model.now.express / product.kg_parcel
        pack = p.packing / product.kg_parcel
        shared = parked(trading.handling, level[PARK], trading.park_handling)
        self.handling = handling_cost(shared, merchants, trading.density_start, trading.handling_elasticity)
        self.price = posted_price(
            p.sigma, self.trader_price, self.freight, pack + self.handling, county.commission, p.promotion, self.refund
        )
        usual = p.price_reference * product.price
        self.pull = pull(
            logistics.days_base, self.price, usual, county.standing, p.sigma, p.days_effect, p.brand_effect
        )
        fees = p.promotion + trading.livestream_fee
        self.price_live = posted_price(
            p.sigma, self.trader_price, self.freight, pack + self.handling, county.commission, fees, self.refund
        )
        self.pull_live = pull(
            logistics.days_base, self.price_live, usual, county.standing, p.sigma, p.days_effect, p.brand_effect
        )
        self.netback = netback_kg(self.price, county.kept, self.refund, self.freight, pack, self.handling)
        self.offer = offer_kg(self.netback, self.trader_price, merchants, trading.rivalry)

    def close_season(self) -> None:
        """In the month its harvest begins: what merchants could sell last season, and what share of the offer they took."""
        if self.product.choose_month == self.model.now.calendar_month:
            if self.season_supply > 0.0:
                self.fill_last = share_of(self.season_bought, self.season_supply)
            self.wanted_year = self.season_wanted
            self.season_wanted = 0.0
            self.season_supply = 0.0
            self.season_bought = 0.0

    def gather_supply(self) -> None:
        """Graded produce that farms offer to merchants this month."""
        supply, squares = 0, 0
        for village in self.places:
            for farmer in village.farmers:
                offered = farmer.weight * farmer.offered_month
                supply += to_fixed(offered)
                squares += to_fixed(offered / THOUSAND * (offered / THOUSAND))
        self.supply_month = from_fixed(supply)
        self.squares = from_fixed(squares)

    def as_area(self) -> Area:
        """Its supply in the sample, and what to expect of it."""
        sampled, households = 0, 0
        for village in self.places:
            sampled += to_fixed(village.sampled)
            households += to_fixed(village.households)
        rows = from_fixed(sampled)
        noise = sampling_variance(self.squares, self.supply_month / THOUSAND, rows, share_of(rows, from_fixed(households)))
        return Area(self.product, self.supply_month, likely_supply(self.offer, self.wanted_year, self.graded_year), noise)

    def ration(self) -> None:
        """What share of the offer merchants take."""
        wanted = 0
        for merchant in self.slots:
            wanted += to_fixed(merchant.wanted_kg_month)
        self.wanted_month = from_fixed(wanted)
        self.fill = fill_share(self.wanted_month, self.supply_in_full)
        self.season_wanted += self.wanted_month
        self.season_supply += self.supply_in_full
        self.season_bought += self.taken()

    def taken(self) -> float:
        """What merchants buy here, kg."""
        return min(self.wanted_month, self.supply_in_full)
