"""The columns of where they act: villages, townships, markets, products, the government's levers, the county."""

from typing import NamedTuple

import numpy as np

from sim.county.column_declaration import real, whole
from sim.theory.levers import LEVERS


class Village(NamedTuple):
    """Administrative villages."""

    township: np.ndarray = whole("row", "township")
    product: np.ndarray = whole("row", "product its farms may grow")
    cell: np.ndarray = whole("row", "market of its township for its product")
    km: np.ndarray = real("km", "road to the township seat")
    hub_km: np.ndarray = real("km", "road from there to the county seat")
    households: np.ndarray = real("households", "in the village")
    sampled: np.ndarray = real("households", "of them simulated")
    grown_mu: np.ndarray = real("mu", "land of all its households that grow the product, other crops included")
    first_cooperative: np.ndarray = whole("row", "first of its cooperatives")
    service_rank: np.ndarray = real("0..1", "place in the roll-out of broadband, remote last")
    programme_rank: np.ndarray = real("0..1", "place in the roll-out of stations")
    remote: np.ndarray = real("0/1", "farther from the county seat than km_r")
    level: np.ndarray = real("lever's unit", "levers in force", len(LEVERS), tall=True)
    owed_month: np.ndarray = whole("fen", "public money due by lever for what was delivered", len(LEVERS), tall=True)
    outlay_month: np.ndarray = whole("fen", "public money spent by lever", len(LEVERS), tall=True)
    road: np.ndarray = real("share", "of travel time saved by works")
    served: np.ndarray = whole("0/1", "has broadband service")
    clerk: np.ndarray = whole("0/1", "its station orders for others")
    station: np.ndarray = whole("0/1", "has a station")
    station_age: np.ndarray = whole("months", "since the station opened, 0 without")
    keeper_margin: np.ndarray = real("CNY a month", "expected margin of a keeper, smoothed over a year")
    keeper_losses: np.ndarray = whole("months", "of loss in a row")
    support_month: np.ndarray = real("CNY", "support to the keeper")
    volume: np.ndarray = real("parcels a month", "in and out, smoothed")
    trips: np.ndarray = real("trips a month", "of one carrier")
    leg: np.ndarray = real("CNY/parcel", "cost between village and township")
    trips_month: np.ndarray = real("trips", "of one of its carriers, its part where they deliver jointly")
    local_out: np.ndarray = real("CNY/parcel", "carriers' local price, outbound")
    local_in: np.ndarray = real("CNY/parcel", "carriers' local price, inbound")
    trip_cost: np.ndarray = real("CNY/parcel", "own trip to the next outlet, 0 with a station")
    price_out: np.ndarray = real("CNY/parcel", "what a small seller pays")
    price_in: np.ndarray = real("CNY/parcel", "what a buyer pays on top of the online price")
    days: np.ndarray = real("days", "of delivery")
    connected_share: np.ndarray = real("share", "households with broadband")
    shop_share: np.ndarray = real("share", "households with an own shop")
    sold_volume: np.ndarray = real("kg a month", "produce sold, smoothed over a year")
    online_volume: np.ndarray = real("kg a month", "of it online, smoothed over a year")
    trader_price: np.ndarray = real("CNY/kg", "at the farm gate")
    shop_price: np.ndarray = real("CNY/kg", "posted by its own shops")
    shop_pull: np.ndarray = real("shops", "attraction of its shops at full reputation")
    shop_net: np.ndarray = real("CNY/kg", "left to a shop of a kilogram sent")
    refund: np.ndarray = real("share", "of its parcels refunded")
    yield_factor: np.ndarray = real("ratio", "this year's yield over the normal")
    parcels_out_month: np.ndarray = real("parcels", "sent by its shops")
    parcels_in_month: np.ndarray = real("parcels", "received")
    assisted_month: np.ndarray = real("CNY", "ordered through the clerk")
    online_sales_month: np.ndarray = real("CNY", "own shops, cooperatives and merchants of the village")
    online_sales: np.ndarray = real("CNY a month", "the same, smoothed over a year")


class Township(NamedTuple):
    """Townships."""

    hub_km: np.ndarray = real("km", "road to the county seat")
    outlet_rank: np.ndarray = real("0..1", "place in the roll-out of postal outlets, remote last")
    households: np.ndarray = real("households", "in the township")
    outlet: np.ndarray = whole("0/1", "has an express outlet")
    carriers: np.ndarray = real("carriers", "active")
    volume: np.ndarray = real("parcels a month", "smoothed volume of its villages")
    parcels_month: np.ndarray = real("parcels", "in and out")
    capacity: np.ndarray = real("parcels a month", "of its carriers")
    incumbent_margin: np.ndarray = real("share", "profit margin of its carriers, smoothed")
    merchants: np.ndarray = real("merchants", "active")
    skill: np.ndarray = real("0..1", "mean skill of its households")
    returnees: np.ndarray = real("persons per household", "came home since the start")
    sellers_share: np.ndarray = real("share", "of its households with an own shop")


class Cell(NamedTuple):
    """The market of a township for one product, where merchants buy."""

    township: np.ndarray = whole("row", "township")
    product: np.ndarray = whole("row", "product")
    villages: np.ndarray = real("villages", "growing the product")
    trader_price: np.ndarray = real("CNY/kg", "mean farm-gate price")
    price: np.ndarray = real("CNY/kg", "posted online by merchants")
    pull: np.ndarray = real("shops", "attraction of a merchant's shop at full reputation")
    netback: np.ndarray = real("CNY/kg", "net-back of a plain shop")
    price_live: np.ndarray = real("CNY/kg", "posted by livestreams, the host's share included")
    pull_live: np.ndarray = real("shops", "attraction of a livestream at that price")
    offer: np.ndarray = real("CNY/kg", "offered to farmers, 0 none")
    refund: np.ndarray = real("share", "of merchants' parcels refunded")
    handling: np.ndarray = real("CNY/kg", "handling cost of its merchants")
    freight: np.ndarray = real("CNY/kg", "bulk freight")
    supply_month: np.ndarray = real("kg", "graded produce offered to merchants")
    supply_in_full: np.ndarray = real("kg", "the same, as it would be with all households simulated")
    wanted_month: np.ndarray = real("kg", "that merchants could sell")
    fill: np.ndarray = real("share", "of what is offered that merchants take")
    graded_year: np.ndarray = real("kg a year", "graded produce of all its farms in a normal year")
    season_wanted: np.ndarray = real("kg", "that merchants could sell this season so far")
    wanted_year: np.ndarray = real("kg a year", "that merchants could sell last season")
    season_supply: np.ndarray = real("kg", "offered this season so far")
    season_bought: np.ndarray = real("kg", "bought this season so far")
    fill_last: np.ndarray = real("share", "taken last season")


class Product(NamedTuple):
    """Speciality products of the county."""

    benchmark: np.ndarray = real("ratio", "what farms sold to merchants over what its markets come to in full, 1 without a sample")
    benchmark_paid: np.ndarray = real("ratio", "what merchants paid farms over their purchases at the offers of their markets, likewise")
    wholesale: np.ndarray = real("CNY/kg", "wholesale price in the base year")
    loss_rate: np.ndarray = real("share a day", "lost before sale, uncooled")
    storable: np.ndarray = real("months", "it can wait after harvest, 0 perishable")
    kg_parcel: np.ndarray = real("kg", "in a parcel")
    graded: np.ndarray = real("share", "of the harvest fit for online sale")
    own_use: np.ndarray = real("share", "used at home")
    choose_month: np.ndarray = whole("0..11", "calendar month of the choice of channel: the first of the harvest")
    harvest_share: np.ndarray = real("share", "of the harvest by calendar month", 12)
    since_harvest: np.ndarray = real("months", "since the last harvest month, by calendar month", 12)
    demand_season: np.ndarray = real("share", "of a year's online demand by calendar month", 12)
    demand_share: np.ndarray = real("share", "of the county's online demand")
    price: np.ndarray = real("CNY/kg", "wholesale price this month")
    attraction: np.ndarray = real("shops", "of all sellers of the county")
    unit_demand: np.ndarray = real("CNY a month", "demand per unit of attraction")
    season_demand: np.ndarray = real("CNY", "the same, added up this season so far")
    unit_demand_year: np.ndarray = real("CNY a year", "of last season")


class Government(NamedTuple):
    """What government sets and spends: one row for each lever."""

    level: np.ndarray = real("lever's unit", "in force")
    owed_month: np.ndarray = whole("fen", "public money due for what was delivered to the county as a whole")
    outlay_month: np.ndarray = whole("fen", "public money spent this month, in villages and for the county as a whole")
    outlay_total: np.ndarray = whole("fen", "public money spent since the start")


class Measure(NamedTuple):
    """What became of each measure of the policies in force: its purse."""

    open: np.ndarray = whole("0/1", "has a level and money this month")
    spent: np.ndarray = whole("fen", "spent since the start")
    unpaid: np.ndarray = whole("fen", "claimed past the end of its budget, and not paid")


class County(NamedTuple):
    """The county as a whole: one row."""

    households: np.ndarray = real("households", "in the county")
    income_base: np.ndarray = real("CNY a month", "mean household income of the first year")
    ability_total: np.ndarray = real("households", "sum of the ability to learn")
    volume: np.ndarray = real("parcels a month", "through the hub, smoothed")
    bulk_parcels_month: np.ndarray = real("parcels", "sent in bulk by merchants and cooperatives")
    hub_added: np.ndarray = real("ratio", "what works added to the hub")
    hub: np.ndarray = real("CNY/parcel", "line-haul and sorting")
    cold: np.ndarray = real("t a month", "cold chain built")
    cold_in_use: np.ndarray = real("t a month", "cold chain at work")
    cold_share: np.ndarray = real("share", "of the month's produce that travels cold")
    commission: np.ndarray = real("share", "of sales that platforms take")
    kept: np.ndarray = real("share", "of a payment that platforms leave a seller, rebate included")
    expert_visits: np.ndarray = real("visits", "by outside experts, for each merchant and each cooperative that sells online")
    brand: np.ndarray = real("0..1", "regional brand")
    standing: np.ndarray = real("ratio", "name of the county's produce: brand, standards and traceability")
    brand_paid_month: np.ndarray = real("CNY", "spent on it by cooperatives")
    bad: np.ndarray = real("share", "of online parcels spoilt or ungraded, last month")
    output_year: np.ndarray = real("CNY a year", "value of a normal harvest at the prices of the first year")
    merchants: np.ndarray = real("merchants", "active")
    merchant_profit: np.ndarray = real("CNY a month", "mean profit of active merchants")
    goods_attraction: np.ndarray = real("shops", "of the county's sellers of non-farm goods")
    goods_unit_demand: np.ndarray = real("CNY a month", "demand for goods per unit of attraction")
