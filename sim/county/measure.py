"""Measure a month: the declared outcomes from the columns, as exact sums."""

from sim.county.panel import MEASURE_DISTRIBUTION, MEASURE_GROUPS, keep_outlays, keep_panel
from sim.county.state import handed
from sim.county.totals import (
    ALL_INCOME,
    AWAY,
    BELOW_LINE,
    BROADBAND,
    BUYERS,
    GATE_PRICE,
    HOURS,
    LOST_KG,
    MARGIN,
    MEMBERS,
    MEMBERS_AWAY,
    OFFLINE,
    ONLINE,
    ONLINE_KG,
    OTHER,
    OWN,
    OWN_SALES,
    PARCELS_IN,
    PRODUCE,
    REAL,
    SAVED,
    SHOP_PRICE,
    SKILL,
    SOLD_KG,
    SPENDING,
    SPENT,
    TO_MERCHANTS,
    TRADERS,
    WAGES,
    add_up_households,
)
from sim.county.workspace import GROWERS, HOUSEHOLDS, INCOME, OWN_SHOPS, PERSONS, POOR, REMOTE, SHOPPERS, SKILLED, YOUNG
from sim.numeric.entity_table import Handed
from sim.numeric.exact_sum import from_fixed, to_fixed, weighted_distribution
from sim.numeric.jit import entry, kernel
from sim.theory.levers import STATIONS, TRAINING_SEATS
from sim.theory.outcomes import Outcomes
from sim.theory.rules.accounting import share_of, shrunk_share, taobao_village
from sim.theory.rules.trading import density


@kernel
def taobao_share(p, v, township, merchant, shops_of):
    """Share of villages that meet the Taobao rule, on rates of own shops drawn towards those of the township."""
    counted = 0.0
    for i in range(len(v.km)):
        shops_of[i] = 0.0
    for m in range(len(merchant.village)):
        if merchant.active[m] == 1:
            shops_of[merchant.village[m]] += p.trading.attraction
    for i in range(len(v.km)):
        share = shrunk_share(v.shop_share[i], v.sampled[i], township.sellers_share[v.township[i]], p.accounting.shrinkage)
        counted += taobao_village(
            share, v.households[i], shops_of[i], v.online_sales[i] * 12.0, p.accounting.taobao_shops, p.accounting.taobao_share,
            p.accounting.taobao_sales,
        )  # fmt: skip
    return share_of(counted, float(len(v.km)))


@kernel
def measure(t, p, world, s, scratch, record):
    """Write what the month leaves in a `sim.county.panel.Record`, from the state at its end: outcomes as far as it asks for them."""
    keep_outlays(t, s.village, s.government, s.measure, record)
    keep_panel(t, p, world, s.household, s.village, s.cooperative, record.panel)
    parts = record.measured[t]
    if parts == 0:
        return
    h, v, township, cooperative, merchant = s.household, s.village, s.township, s.cooperative, s.merchant
    add_up_households(t, p, world, parts & MEASURE_GROUPS, h, v, s.product, scratch)
    sums = scratch.totals
    g = scratch.groups
    if parts & MEASURE_DISTRIBUTION:
        weighted_distribution(scratch.weights, scratch.ranked, scratch.buckets, scratch.distribution)
    stations, price_out, price_in, days = 0, 0, 0, 0
    for i in range(len(v.km)):
        shops_in = 0
        for row in range(scratch.first[i], scratch.first[i + 1]):
            whole = scratch.weights[row]
            shops_in += whole if h.channel[row] == 3 else 0
        stations += v.station[i]
        price_out += to_fixed(v.households[i] * v.price_out[i])
        price_in += to_fixed(v.households[i] * v.price_in[i])
        days += to_fixed(v.households[i] * v.days[i])
        v.shop_share[i] = share_of(from_fixed(shops_in), v.households[i])
    outlets, carriers = 0, 0.0
    for j in range(len(township.hub_km)):
        outlets += township.outlet[j]
        carriers += township.carriers[j]
    trading, selling, together, wholesale, together_kg, surplus = 0, 0, 0, 0, 0, 0
    for c in range(len(cooperative.village)):
        trading += cooperative.trading[c]
        selling += cooperative.online[c]
        surplus += to_fixed(cooperative.surplus_change_month[c] - cooperative.cold_paid_month[c])
        together += to_fixed(cooperative.online_sales_month[c])
        together_kg += to_fixed(cooperative.online_kg_month[c])
        rest = cooperative.quantity_month[c] - cooperative.online_kg_month[c]
        wholesale += to_fixed(rest * s.product.price[v.product[cooperative.village[c]]])
    traded, goods, traded_kg, profit, carriage = 0, 0, 0, 0, 0
    for m in range(len(merchant.village)):
        traded += to_fixed(merchant.produce_sales_month[m])
        goods += to_fixed(merchant.goods_sales_month[m])
        traded_kg += to_fixed(merchant.bought_kg_month[m])
        profit += to_fixed(merchant.profit_month[m])
    for c in range(len(s.carrier.township)):
        carriage += to_fixed(s.carrier.profit_month[c])
    outlay = 0
    for k in range(len(s.government.level)):
        outlay += s.government.outlay_month[k]
    sent = to_fixed(s.county.bulk_parcels_month[0])
    for i in range(len(v.km)):
        sent += to_fixed(v.parcels_out_month[i])
    n = s.county.households[0]
    some = from_fixed(scratch.all_persons[0])
    d = scratch.distribution
    outcomes = Outcomes(
        broadband_share=share_of(from_fixed(sums[BROADBAND]), n),
        online_share=share_of(from_fixed(sums[ONLINE]), n),
        shoppers_share=share_of(from_fixed(sums[BUYERS]), n),
        own_shop_share=share_of(from_fixed(sums[OWN]), n),
        merchant_sellers_share=share_of(from_fixed(sums[TO_MERCHANTS]), n),
        sellers_share=share_of(from_fixed(sums[OWN] + sums[TO_MERCHANTS]), n),
        member_share=share_of(from_fixed(sums[MEMBERS]), n),
        skill_mean=share_of(from_fixed(sums[SKILL]), n),
        merchants_density=density(s.county.merchants[0], n),
        cooperatives_trading_share=share_of(float(trading), float(len(cooperative.village))),
        cooperatives_online_share=share_of(float(selling), float(len(cooperative.village))),
        stations_share=share_of(float(stations), float(len(v.km))),
        outlets_share=share_of(float(outlets), float(len(township.hub_km))),
        carriers_mean=share_of(carriers, float(len(township.hub_km))),
        taobao_villages_share=taobao_share(p, v, township, merchant, scratch.shops_of),
        spend_online_household=share_of(from_fixed(sums[SPENT]), n),
        sales_online_household=share_of(from_fixed(sums[OWN_SALES] + together + traded + goods), n),
        sales_produce_online_household=share_of(from_fixed(sums[OWN_SALES] + together + traded), n),
        sales_own_shop_household=share_of(from_fixed(sums[OWN_SALES]), n),
        sales_goods_online_household=share_of(from_fixed(goods), n),
        sales_offline_household=share_of(from_fixed(sums[OFFLINE] + wholesale), n),
        produce_sold_kg_household=share_of(from_fixed(sums[SOLD_KG]), n),
        produce_online_kg_household=share_of(from_fixed(sums[ONLINE_KG] + together_kg + traded_kg), n),
        produce_lost_kg_household=share_of(from_fixed(sums[LOST_KG]), n),
        parcels_in_household=share_of(from_fixed(sums[PARCELS_IN]), n),
        parcels_out_household=share_of(from_fixed(sent), n),
        delivery_price_out=share_of(from_fixed(price_out), n),
        delivery_price_in=share_of(from_fixed(price_in), n),
        delivery_days=share_of(from_fixed(days), n),
        online_price=share_of(from_fixed(sums[SHOP_PRICE]), from_fixed(g[GROWERS, HOUSEHOLDS])),
        farm_gate_price=share_of(from_fixed(sums[GATE_PRICE]), from_fixed(g[GROWERS, HOUSEHOLDS])),
        trader_margin=share_of(from_fixed(sums[MARGIN]), from_fixed(g[GROWERS, HOUSEHOLDS])),
        income_person=share_of(from_fixed(sums[ALL_INCOME]), some),
        real_income_person=share_of(from_fixed(sums[REAL]), some),
        income_median=d[0],
        income_p10=d[1],
        income_p20=d[2],
        income_p30=d[3],
        income_p40=d[4],
        income_p50=d[5],
        income_p60=d[6],
        income_p70=d[7],
        income_p80=d[8],
        income_p90=d[9],
        gini=d[10],
        poverty_share=share_of(from_fixed(sums[BELOW_LINE]), n),
        income_produce_household=share_of(from_fixed(sums[PRODUCE]), n),
        income_wages_household=share_of(from_fixed(sums[WAGES]), n),
        income_away_household=share_of(from_fixed(sums[AWAY]), n),
        income_other_household=share_of(from_fixed(sums[OTHER]), n),
        cost_of_living_change=share_of(from_fixed(sums[SAVED]), from_fixed(sums[SPENDING])),
        hours_online_household=share_of(from_fixed(sums[HOURS]), n),
        away_household=share_of(from_fixed(sums[MEMBERS_AWAY]), n),
        brand=s.county.brand[0],
        income_poor=share_of(from_fixed(g[POOR, INCOME]), from_fixed(g[POOR, PERSONS])),
        income_remote=share_of(from_fixed(g[REMOTE, INCOME]), from_fixed(g[REMOTE, PERSONS])),
        income_young=share_of(from_fixed(g[YOUNG, INCOME]), from_fixed(g[YOUNG, PERSONS])),
        income_skilled=share_of(from_fixed(g[SKILLED, INCOME]), from_fixed(g[SKILLED, PERSONS])),
        income_growers=share_of(from_fixed(g[GROWERS, INCOME]), from_fixed(g[GROWERS, PERSONS])),
        shoppers_poor=share_of(from_fixed(g[POOR, SHOPPERS]), from_fixed(g[POOR, HOUSEHOLDS])),
        shoppers_remote=share_of(from_fixed(g[REMOTE, SHOPPERS]), from_fixed(g[REMOTE, HOUSEHOLDS])),
        shoppers_young=share_of(from_fixed(g[YOUNG, SHOPPERS]), from_fixed(g[YOUNG, HOUSEHOLDS])),
        shoppers_skilled=share_of(from_fixed(g[SKILLED, SHOPPERS]), from_fixed(g[SKILLED, HOUSEHOLDS])),
        shoppers_growers=share_of(from_fixed(g[GROWERS, SHOPPERS]), from_fixed(g[GROWERS, HOUSEHOLDS])),
        own_shop_poor=share_of(from_fixed(g[POOR, OWN_SHOPS]), from_fixed(g[POOR, HOUSEHOLDS])),
        own_shop_remote=share_of(from_fixed(g[REMOTE, OWN_SHOPS]), from_fixed(g[REMOTE, HOUSEHOLDS])),
        own_shop_young=share_of(from_fixed(g[YOUNG, OWN_SHOPS]), from_fixed(g[YOUNG, HOUSEHOLDS])),
        own_shop_skilled=share_of(from_fixed(g[SKILLED, OWN_SHOPS]), from_fixed(g[SKILLED, HOUSEHOLDS])),
        own_shop_growers=share_of(from_fixed(g[GROWERS, OWN_SHOPS]), from_fixed(g[GROWERS, HOUSEHOLDS])),
        public_outlay=share_of(outlay / 100.0, n),
        outlay_stations=share_of(s.government.outlay_month[STATIONS] / 100.0, n),
        outlay_training=share_of(s.government.outlay_month[TRAINING_SEATS] / 100.0, n),
        surplus_household=share_of(from_fixed(surplus), n),
        merchant_profit_household=share_of(from_fixed(profit), n),
        carrier_profit_household=share_of(from_fixed(carriage), n),
        trader_margin_household=share_of(from_fixed(sums[TRADERS]), n),
    )
    for k in range(len(outcomes)):
        record.outcomes[t, k] = outcomes[k]


@entry
def measure_handed(t, p, world, s, scratch, record):
    """What `measure_month` does, on entities as they are handed over (`sim.numeric.entity_table`)."""
    measure(t, p, world, s, scratch, record)


def measure_month(t, p, world, s, scratch, record):
    """Measure one month from Python: what the Mesa model calls at the end of a month."""
    measure_handed(t, p, Handed(world), handed(s), Handed(scratch), Handed(record))
