"""Every column of the county, declared once: what it holds, in which unit, for whom.

An entity is a NamedTuple of arrays with one row for each member. `float64` columns hold amounts, `int64` columns hold flags, counts and
row numbers (-1: none). Flows carry their period in the name. The engine computes on these arrays; the Mesa model keeps the same
attributes on its agents and writes them back to this form only to be compared.
"""

from typing import Any, NamedTuple

import numpy as np

TIES = 8  # neighbours of a household, at every sampling rate (MODEL §9)
TRAILING = 12  # months of trailing income


class Column(NamedTuple):
    """A declared column: `kind` is "f8" or "i8", `width` the numbers in one row."""

    kind: str
    unit: str
    meaning: str
    width: int = 1


def real(unit: str, meaning: str, width: int = 1) -> Any:
    """Declare a float64 column."""
    return Column("f8", unit, meaning, width)


def whole(unit: str, meaning: str, width: int = 1) -> Any:
    """Declare an int64 column."""
    return Column("i8", unit, meaning, width)


class Household(NamedTuple):
    """Farm households of the sample; a household stands for `weight` of them."""

    population_id: np.ndarray = whole("id", "identity in the whole population: every draw is keyed by it")
    village: np.ndarray = whole("row", "village")
    weight: np.ndarray = real("households", "households it stands for")
    ties: np.ndarray = whole("row", "neighbours", TIES)
    land: np.ndarray = real("mu", "land")
    grows: np.ndarray = whole("0/1", "grows the product of its village")
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
    connected: np.ndarray = whole("0..2", "0 none, 1 mobile, 2 broadband")
    skill: np.ndarray = real("0..1", "digital skill")
    cooperative: np.ndarray = whole("row", "cooperative it belongs to, -1 none")
    channel: np.ndarray = whole("0..3", "0 trader, 1 cooperative, 2 merchant, 3 own shop")
    reputation: np.ndarray = real("0..1", "of its own shop")
    liquid: np.ndarray = real("CNY", "liquid funds")
    shops: np.ndarray = whole("0/1", "buys online")
    away: np.ndarray = real("persons", "working members away")
    stock: np.ndarray = real("kg", "in store at the end of the month")
    peers_connected: np.ndarray = real("share", "ties with broadband")
    peers_selling: np.ndarray = real("share", "ties selling online, by an own shop or to a merchant")
    peers_own: np.ndarray = real("share", "ties with an own shop")
    peers_member: np.ndarray = real("share", "ties in a cooperative")
    peers_shopping: np.ndarray = real("share", "ties buying online")
    seat_month: np.ndarray = real("seats", "training seat taken this month")
    start_paid_month: np.ndarray = real("CNY", "paid to open a shop this month")
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
    online_gain_month: np.ndarray = real("CNY", "receipts over what the trader would have paid")
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
    income_month: np.ndarray = real("CNY", "income of the month")
    income_trailing: np.ndarray = real("CNY", "income of the last twelve months", TRAILING)
    income: np.ndarray = real("CNY a month", "mean of the trailing twelve months")


class Village(NamedTuple):
    """Administrative villages."""

    township: np.ndarray = whole("row", "township")
    product: np.ndarray = whole("row", "product its farms may grow")
    cell: np.ndarray = whole("row", "market of its township for its product")
    km: np.ndarray = real("km", "road to the township seat")
    hub_km: np.ndarray = real("km", "road from there to the county seat")
    households: np.ndarray = real("households", "in the village")
    sampled: np.ndarray = real("households", "of them simulated")
    first_cooperative: np.ndarray = whole("row", "first of its cooperatives")
    service_rank: np.ndarray = real("0..1", "place in the roll-out of broadband, remote last")
    programme_rank: np.ndarray = real("0..1", "place in the roll-out of stations")
    remote: np.ndarray = real("0/1", "farther from the county seat than km_r")
    served: np.ndarray = whole("0/1", "has broadband service")
    supported: np.ndarray = whole("0/1", "a programme offers to pay its keeper")
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
    cost_month: np.ndarray = real("CNY", "handling, grading, cold, fixed cost, brand")
    cold_paid_month: np.ndarray = real("CNY", "put into cold storage")
    payout_month: np.ndarray = real("CNY/kg", "paid to members")
    brand_paid_month: np.ndarray = real("CNY", "of the cost, for the regional brand")
    surplus_change_month: np.ndarray = real("CNY", "kept this month")


class Merchant(NamedTuple):
    """Rural online sellers: slots of a village or township, full scale; each stands for about twenty shops."""

    village: np.ndarray = whole("row", "home village")
    cell: np.ndarray = whole("row", "market it buys in")
    in_village: np.ndarray = whole("0/1", "a village e-tailer (1) or a township shop, host or platform station (0)")
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


class Cell(NamedTuple):
    """The market of a township for one product, where merchants buy."""

    township: np.ndarray = whole("row", "township")
    product: np.ndarray = whole("row", "product")
    villages: np.ndarray = real("villages", "growing the product")
    trader_price: np.ndarray = real("CNY/kg", "mean farm-gate price")
    price: np.ndarray = real("CNY/kg", "posted online by merchants")
    pull: np.ndarray = real("shops", "attraction of a merchant's shop at full reputation")
    netback: np.ndarray = real("CNY/kg", "net-back of a plain shop")
    netback_live: np.ndarray = real("CNY/kg", "net-back of a livestream")
    offer: np.ndarray = real("CNY/kg", "offered to farmers, 0 none")
    refund: np.ndarray = real("share", "of merchants' parcels refunded")
    handling: np.ndarray = real("CNY/kg", "handling cost of its merchants")
    freight: np.ndarray = real("CNY/kg", "bulk freight")
    supply_month: np.ndarray = real("kg", "graded produce offered to merchants")
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
    outlay_month: np.ndarray = whole("fen", "public money spent this month")
    outlay_total: np.ndarray = whole("fen", "public money spent since the start")


class County(NamedTuple):
    """The county as a whole: one row."""

    households: np.ndarray = real("households", "in the county")
    income_base: np.ndarray = real("CNY a month", "mean household income of the first year")
    ability_total: np.ndarray = real("households", "sum of the ability to learn")
    volume: np.ndarray = real("parcels a month", "through the hub, smoothed")
    bulk_parcels_month: np.ndarray = real("parcels", "sent in bulk by merchants and cooperatives")
    hub: np.ndarray = real("CNY/parcel", "line-haul and sorting")
    brand: np.ndarray = real("0..1", "regional brand")
    brand_paid_month: np.ndarray = real("CNY", "spent on it by cooperatives")
    bad: np.ndarray = real("share", "of online parcels spoilt or ungraded, last month")
    output_year: np.ndarray = real("CNY a year", "value of a normal harvest at the prices of the first year")
    merchants: np.ndarray = real("merchants", "active")
    merchant_profit: np.ndarray = real("CNY a month", "mean profit of active merchants")
    goods_attraction: np.ndarray = real("shops", "of the county's sellers of non-farm goods")
    goods_unit_demand: np.ndarray = real("CNY a month", "demand for goods per unit of attraction")


class State(NamedTuple):
    """A county at one moment: all entities."""

    household: Household
    village: Village
    township: Township
    carrier: Carrier
    cooperative: Cooperative
    merchant: Merchant
    cell: Cell
    product: Product
    government: Government
    county: County


ENTITIES: dict[str, Any] = dict(State.__annotations__)


def columns(entity: str) -> dict[str, Column]:
    """The declared columns of an entity, in order."""
    return dict(ENTITIES[entity]._field_defaults)


def allocate(sizes: dict[str, int]) -> State:
    """A state of zeros with `sizes[entity]` rows for each entity."""
    parts = []
    for entity, kind in ENTITIES.items():
        rows = sizes[entity]
        arrays = [
            np.zeros(rows if column.width == 1 else (rows, column.width), np.float64 if column.kind == "f8" else np.int64)
            for column in columns(entity).values()
        ]
        parts.append(kind(*arrays))
    return State(*parts)
