"""The household side of a farm: it shops, its members leave and return, it keeps accounts."""

from sim.county.state import GRANT, TIES, TRAILING
from sim.mesa_model.farm import Farm
from sim.numeric.exact_sum import to_fen
from sim.numeric.keyed_draws import Stream
from sim.theory.levers import AGRI_INPUTS, RURAL_SERVICES, START_GRANT
from sim.theory.rules.accounting import farm_cost, income_month, liquid_next
from sim.theory.rules.logistics import smoothed
from sim.theory.rules.shopping import (
    able_to_shop,
    assisted_if,
    best_gain,
    leave_chance,
    monthly_gain,
    novelty_of,
    online_share,
    own_effort,
    parcels_bought,
    price_index,
    price_pull,
    relative_price,
    retail_spending,
    share_if,
    shops_next,
    spent_online,
    start_chance,
    variety_gain,
)  # fmt: skip
from sim.theory.rules.work import (
    away_earnings,
    away_next,
    departs,
    hours_asked,
    local_earnings,
    returns,
    stay_utility,
    wage_income,
)  # fmt: skip


class Household(Farm):
    """A farm household as a buyer, as workers here and away, and as a purse. Amounts in CNY of 2015."""

    def claim(self, place: int, amount: float) -> None:
        """Have `amount` CNY fall due for each household it stands for, under the lever on households in this place of `level`."""
        self.owed_month[place] = to_fen(self.weight * amount)

    # ------------------------------------------------------------------------------------------------------------- shop

    def observe_shoppers(self) -> None:
        """Share of its ties that buy online."""
        count = sum(1 for tie in self.ties if tie.shops == 1)
        self.peers_shopping = float(count) / float(TIES)

    def shop(self) -> None:
        """Start or stop buying online; spending, parcels and cost of living follow."""
        p, village = self.model.parameters.shopping, self.village
        spending = retail_spending(self.income, p.spending, p.retail)
        share = self.online_share_if_shopping()
        gain = variety_gain(share, p.sigma)
        effort = own_effort(self.skill, self.youth, p.skill_cost, p.youth_relief)
        own = monthly_gain(spending, gain, p.fixed_cost, effort)
        helped = monthly_gain(spending, gain, p.fixed_cost, p.assisted_fee)
        self.shops = self.decide_to_shop(best_gain(own, helped, village.clerk))
        self.online_share = share_if(self.shops, share)
        self.spent_online_month = spent_online(self.shops, spending, share)
        self.living_cost = price_index(self.online_share, p.sigma)
        self.assisted_month = assisted_if(self.shops, self.connected, village.clerk, effort, p.assisted_fee, self.spent_online_month)
        self.parcels_in_month = parcels_bought(self.spent_online_month, village.price_in, p.basket)

    def online_share_if_shopping(self) -> float:
        """Share of retail spending that would go online, at prices with delivery here."""
        p, village = self.model.parameters.shopping, self.village
        price = relative_price(village.price_in, p.basket, village.km, village.hub_km, p.online_price, p.local_km, p.local_hub)
        return online_share(p.taste, self.taste, self.model.now.variety, price_pull(price, p.sigma))

    def decide_to_shop(self, gain: float) -> int:
        """1 where it buys online this month, for a gain of so many CNY a month."""
        p, village = self.model.parameters.shopping, self.village
        start = start_chance(
            gain, self.peers_shopping, novelty_of(village.station_age, p.novelty_months, p.novelty), p.rate_base, p.rate_peers,
            p.gain_effect,
        )  # fmt: skip
        leave = leave_chance(gain, p.rate_leave, p.gain_effect)
        return shops_next(
            self.shops, able_to_shop(self.connected, village.clerk), start, leave, self.draw(Stream.SHOP), self.draw(Stream.SHOP_LEAVE)
        )

    # ------------------------------------------------------------------------------------------------------------- work

    def work(self) -> None:
        """Members leave and return; what those at home and those away earn."""
        p, wage, movement = self.model.parameters.work, self.model.wage_hour(), self.model.now.movement
        home = self.workers - self.away
        away = away_earnings(p.away_wage, self.earning, self.model.now.wage_index)
        z = self.utility_of_staying(home, away)
        self.returned_month = returns(
            self.away, z, p.moving_cost, p.gain_effect, p.rate_return * movement, self.draw(Stream.RETURN)
        )
        self.departed_month = departs(
            home, z, p.moving_cost, p.gain_effect, p.rate_leave * movement, self.draw(Stream.LEAVE)
        )
        self.away = away_next(self.away, self.returned_month, self.departed_month)
        self.returned_total += self.returned_month
        self.return_grant_month = 0.0
        self.claim(GRANT, self.returned_month * self.level[GRANT])
        home = self.workers - self.away
        self.wages_month = wage_income(home, self.hours_asked(), self.hours_online_month, wage, self.earning)
        self.away_month = self.away * away

    def utility_of_staying(self, home: float, away: float) -> float:
        """How much home draws against `away` earnings, with `home` members there."""
        p = self.model.parameters.work
        local = local_earnings(self.model.wage_hour(), self.earning, self.hours_asked(), self.online_gain, home)
        return stay_utility(local, away, p.home_value, self.level[GRANT], p.gain_effect)

    def hours_asked(self) -> float:
        """Hours of local work a month that a member at home is asked for."""
        p = self.model.parameters.work
        return hours_asked(p.local_hours, self.village.level[RURAL_SERVICES], p.services_hours, self.connected)

    # ---------------------------------------------------------------------------------------------------------- account

    def account(self) -> None:
        """Income by source, its mean over twelve months, liquid funds after what was paid of grants."""
        p, village = self.model.parameters, self.village
        cost = farm_cost(self.product_cost_year, p.shopping.inputs_saving, self.shops, village.level[AGRI_INPUTS])
        self.income_month = income_month(
            self.receipts_month, cost, self.other_land_year, self.wages_month, self.away_month, self.transfers_year,
            self.model.now.wage_index,
        )  # fmt: skip
        self.income_trailing[self.model.month % TRAILING] = self.income_month
        total = 0.0
        for month in self.income_trailing:
            total += month
        self.income = total / 12.0
        self.online_gain = smoothed(self.online_gain, self.online_gain_month, 12.0)
        self.start_grant_month = village.share_paid(START_GRANT) * self.start_grant_month
        funds = self.liquid + self.return_grant_month + self.start_grant_month
        self.liquid = liquid_next(
            funds, self.income_month, self.start_paid_month, p.accounting.saving, p.accounting.liquidity_decay
        )
