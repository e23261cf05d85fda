"""The columns of those who act: farm households, carriers, cooperatives, merchants."""

from typing import NamedTuple

import numpy as np

from sim.county.column_declaration import flag, real, whole

TIES = 8  # neighbours of a household, at every sampling rate (docs/odd.md)
TRAILING = 12  # months of trailing income
HOUSEHOLD_LEVERS = 3
SUBSIDY, DISCOUNT, GRANT = range(HOUSEHOLD_LEVERS)  # levers on households: broadband for all, for the poor, for members who return


class Household(NamedTuple):
    """Farm households of the sample; a household stands for `weight` of them."""

    population_id: np.ndarray = whole("id", "identity in the whole population: every draw is keyed by it")
    village: np.ndarray = whole("row", "village")
    weight: np.ndarray = real("households", "households it stands for")
    ties: np.ndarray = whole("row", "neighbours", TIES)
    land: np.ndarray = real("mu", "land")
    grows: np.ndarray = flag("0/1", "grows the product of its village")
    harvest_year: np.ndarray = real("kg a year", "normal harvest of the product")
    product_cost_year: np.ndarray = real("CNY a year", "production cost of the product, without own labour")
    other_land_year: np.ndarray = real("CNY a year", "net income from other land")
    transfers_year: np.ndarray = real("CNY a year", "transfers and property income in the first year")
    size: np.ndarray = real("persons", "members")
    workers: np.ndarray = real("persons", "working members")
    age: np.ndarray = real("years", "age of the operator; succession keeps the distribution")
    schooling: np.ndarray = real("years", "schooling of the operator")
    youth: np.ndarray = real("0..1", "1 young, 0 old")
    ability: np.ndarray = real("0..1", "ability to learn")
    skill_floor: np.ndarray = real("0..1", "skill without practice")
    skill_ceiling: np.ndarray = real("0..1", "skill at the end of all learning")
    earning: np.ndarray = real("ratio", "earning ability in wage work")
    taste: np.ndarray = real("ratio", "weight given to online varieties")
    distance_km: np.ndarray = real("km", "to the village centre")
    income_first_year: np.ndarray = real("CNY a person a year", "income at the start: fixes who is poor")
    poor: np.ndarray = real("0/1", "in the lowest fifth at the start")
    connected: np.ndarray = flag("0..2", "0 none, 1 mobile, 2 broadband")
    skill: np.ndarray = real("0..1", "digital skill")
    cooperative: np.ndarray = whole("row", "cooperative it belongs to, -1 none")
    channel: np.ndarray = flag("0..3", "0 trader, 1 cooperative, 2 merchant, 3 own shop")
    reputation: np.ndarray = real("0..1", "of its own shop")
    liquid: np.ndarray = real("CNY", "liquid funds")
    shops: np.ndarray = flag("0/1", "buys online")
    away: np.ndarray = real("persons", "working members away")
    stock: np.ndarray = real("kg", "in store at the end of the month")
    level: np.ndarray = real("lever's unit", "levers in force: subsidy, discount to the poor, grant", HOUSEHOLD_LEVERS, tall=True)
    owed_month: np.ndarray = whole("fen", "public money due for what it got of each, all it stands for", HOUSEHOLD_LEVERS, tall=True)
    seat_month: np.ndarray = real("seats", "training seat taken this month")
    followed: np.ndarray = real("months", "of follow-up left after a seat")
    start_paid_month: np.ndarray = real("CNY", "cost of opening a shop this month")
    start_grant_month: np.ndarray = real("CNY", "public money for it")
    harvest_month: np.ndarray = real("kg", "harvested")
    own_use_month: np.ndarray = real("kg", "used at home")
    lost_month: np.ndarray = real("kg", "lost before sale")
    available_month: np.ndarray = real("kg", "to be sold")
    released_month: np.ndarray = real("kg", "meant for sale this month")
    offered_month: np.ndarray = real("kg", "graded, offered to merchants")
    attraction_month: np.ndarray = real("shops", "attraction of its shop")
    trader_kg_month: np.ndarray = real("kg", "sold to the trader")
    cooperative_kg_month: np.ndarray = real("kg", "sold through the cooperative")
    merchant_kg_month: np.ndarray = real("kg", "sold to merchants")
    online_kg_month: np.ndarray = real("kg", "sent by its own shop")
    receipts_month: np.ndarray = real("CNY", "for produce, net of fees, parcels and boxes")
    online_sales_month: np.ndarray = real("CNY", "paid to its own shop, net of refunds")
    online_gain_month: np.ndarray = real("CNY", "what own shop and merchants paid over the trader's price")
    online_gain: np.ndarray = real("CNY a month", "the same, smoothed over a year")
    hours_online_month: np.ndarray = real("hours", "spent on the shop")
    online_share: np.ndarray = real("share", "of retail spending that goes online")
    spent_online_month: np.ndarray = real("CNY", "spent online, fees included")
    assisted_month: np.ndarray = real("CNY", "of it ordered through a clerk")
    parcels_in_month: np.ndarray = real("parcels", "received")
    living_cost: np.ndarray = real("ratio", "retail cost of living against no online shopping")
    returned_month: np.ndarray = real("persons", "came home")
    departed_month: np.ndarray = real("persons", "left")
    returned_total: np.ndarray = real("persons", "came home since the start")
    wages_month: np.ndarray = real("CNY", "local wage income")
    away_month: np.ndarray = real("CNY", "earnings of members away")
    return_grant_month: np.ndarray = real("CNY", "public money for a return")
    income_month: np.ndarray = real("CNY", "income of the month")
    income_trailing: np.ndarray = real("CNY", "income of the last twelve months", TRAILING, tall=True)
    income: np.ndarray = real("CNY a month", "mean of the trailing twelve months")


class Carrier(NamedTuple):
    """Logistics providers: slots of a township, full scale."""

    township: np.ndarray = whole("row", "township")
    slot: np.ndarray = whole("number", "0 is the post, which has to stay")
    unit_cost: np.ndarray = real("ratio", "its cost level")
    active: np.ndarray = whole("0/1", "serves the township")
    capacity: np.ndarray = real("parcels a month", "vans and hands")
    losses: np.ndarray = whole("months", "of loss in a row")
    revenue_month: np.ndarray = real("CNY", "paid by senders and receivers for the local part")
    subsidy_month: np.ndarray = real("CNY", "public money")
    cost_month: np.ndarray = real("CNY", "trips and handling")
    profit_month: np.ndarray = real("CNY", "revenue + subsidy - cost")
    profit: np.ndarray = real("CNY a month", "smoothed over a year")
    revenue: np.ndarray = real("CNY a month", "revenue and subsidy, smoothed over a year")


class Cooperative(NamedTuple):
    """Village cooperatives, full scale."""

    village: np.ndarray = whole("row", "village")
    slot: np.ndarray = whole("number", "in the village")
    skill: np.ndarray = real("0..1", "of the manager")
    skill_floor: np.ndarray = real("0..1", "of the manager without practice")
    skill_ceiling: np.ndarray = real("0..1", "of the manager at the end of all learning")
    members: np.ndarray = real("households", "members")
    trading: np.ndarray = whole("0/1", "trades; else it rests")
    online: np.ndarray = whole("0/1", "sells online")
    graded: np.ndarray = real("share", "of its produce graded")
    cold: np.ndarray = real("kg a month", "cold storage")
    cold_share: np.ndarray = real("share", "of its produce kept cold")
    surplus: np.ndarray = real("CNY", "kept")
    payout: np.ndarray = real("CNY/kg", "of last season, or expected where it did not trade")
    quantity_year: np.ndarray = real("kg a year", "of last season")
    season_kg: np.ndarray = real("kg", "this season so far")
    season_paid: np.ndarray = real("CNY", "paid out this season so far")
    price: np.ndarray = real("CNY/kg", "posted online")
    attraction_month: np.ndarray = real("shops", "attraction of its online shop")
    quantity_month: np.ndarray = real("kg", "delivered by members")
    online_kg_month: np.ndarray = real("kg", "sent online")
    online_sales_month: np.ndarray = real("CNY", "paid by consumers net of refunds")
    cost_month: np.ndarray = real("CNY", "handling, grading, cold, fixed cost, brand, less the public part of grading")
    grading_paid_month: np.ndarray = real("CNY", "of the cost of grading, by the public")
    cold_paid_month: np.ndarray = real("CNY", "put into cold storage")
    payout_month: np.ndarray = real("CNY/kg", "paid to members")
    brand_paid_month: np.ndarray = real("CNY", "of the cost, for the regional brand")
    surplus_change_month: np.ndarray = real("CNY", "kept this month")


class Merchant(NamedTuple):
    """Rural online sellers: slots of a village or township, full scale; each stands for about twenty shops."""

    village: np.ndarray = whole("row", "home village")
    cell: np.ndarray = whole("row", "market it buys in")
    active: np.ndarray = whole("0/1", "trades")
    capital: np.ndarray = real("CNY", "own capital")
    skill: np.ndarray = real("0..1", "digital skill")
    skill_floor: np.ndarray = real("0..1", "without practice")
    skill_ceiling: np.ndarray = real("0..1", "at the end of all learning")
    reputation: np.ndarray = real("0..1", "reputation")
    live: np.ndarray = whole("0/1", "sells by livestream")
    entry_month: np.ndarray = whole("month", "of entry, -1 none")
    profit: np.ndarray = real("CNY a month", "smoothed over a year")
    attraction: np.ndarray = real("shops", "for produce")
    goods_attraction: np.ndarray = real("shops", "for non-farm goods")
    wanted_kg_month: np.ndarray = real("kg", "produce it could sell")
    bought_kg_month: np.ndarray = real("kg", "produce bought and sent")
    produce_sales_month: np.ndarray = real("CNY", "paid by consumers net of refunds")
    goods_sales_month: np.ndarray = real("CNY", "non-farm goods")
    produce_margin_month: np.ndarray = real("CNY", "margin on produce")
    profit_month: np.ndarray = real("CNY", "profit")
    grant_month: np.ndarray = real("CNY", "public money on entry")
