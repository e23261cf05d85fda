"""One month of the model, in order. Both the compiled engine and the Mesa model walk this list and nothing else."""

from enum import IntEnum


class Phase(IntEnum):
    """A stretch of the month in which all act on what was true before it (docs/odd.md)."""

    GOVERN = 0  # government: levers in force, roll-out of services, support to stations
    CONNECT = 1  # farmers: mobile internet and broadband
    LEARN = 2  # farmers, cooperative managers, merchants: digital skill
    CARRY = 3  # logistics providers: volumes, trips, prices, days; stations, outlets
    ORGANISE = 4  # cooperatives and farmers: membership, grading, cold storage, brand, e-commerce
    TRADE = 5  # traders and merchants: prices posted for the month, offers; entry, exit, livestream
    CHOOSE = 6  # farmers, once a harvest: the selling channel
    SELL = 7  # all sellers: harvest, stock, losses, demand, parcels, receipts, reputation
    SHOP = 8  # farmers: buying online, cost of living
    WORK = 9  # farmers: leaving, returning, hours and wages
    ACCOUNT = 10  # all: incomes, profits, public money, outcomes


PHASES: tuple[Phase, ...] = tuple(Phase)
