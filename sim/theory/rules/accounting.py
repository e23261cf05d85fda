"""Accounts: income by source, trailing income, liquid funds, what counts as poor."""

from sim.numeric.jit import rule


@rule
def farm_cost(cost_year: float, saving: float, shops: int, service: float) -> float:
    """Production cost a month, less what inputs online save those who shop there or whose village orders for all, CNY."""
    return cost_year / 12.0 * (1.0 - (saving if shops == 1 or service > 0.0 else 0.0))


@rule
def income_month(receipts: float, cost: float, grain_year: float, wages: float, away: float, transfers_year: float, index: float) -> float:
    """Receipts - production cost + other land/12 + wages + away earnings + transfers/12 x income index, CNY."""
    return receipts - cost + grain_year / 12.0 + wages + away + transfers_year / 12.0 * index


@rule
def per_person(income_year: float, size: float) -> float:
    """Income a person, CNY a year."""
    return income_year / max(size, 1.0)


@rule
def is_below(value: float, line: float) -> float:
    """1 where the value is below the line, else 0."""
    return 1.0 if value < line else 0.0


@rule
def liquid_next(liquid: float, income: float, paid: float, saving: float, decay: float) -> float:
    """L <- (L - paid)(1 - δ_L) + s_y max(Y, 0), at least 0, CNY; `liquid` L with any grant of the month."""
    return max((liquid - paid) * (1.0 - decay) + saving * max(income, 0.0), 0.0)


@rule
def share_of(part: float, whole: float) -> float:
    """part/whole; 0 where there is no whole."""
    return part / whole if whole != 0.0 else 0.0


@rule
def shrunk_share(own: float, households: float, around: float, prior: float) -> float:
    """(n s + n₀ s_township)/(n + n₀): a village's rate drawn towards its township's, so that sampling does not make villages extreme."""
    return (households * own + prior * around) / (households + prior)


@rule
def taobao_village(
    share: float, households: float, merchants: float, sales_year: float, shops: float, share_line: float, sales_line: float
) -> float:
    """1 with >= T_n active shops or >= T_s of households selling, and >= T_y CNY a year online. Source: AliResearch definition."""
    active = share * households + merchants
    return 1.0 if (active >= shops or share >= share_line) and sales_year >= sales_line else 0.0


@rule
def follow_cost(followed: float, price: float) -> float:
    """Price of following one up in a month in which follow-up lasts, CNY."""
    return price if followed > 0.0 else 0.0


@rule
def price_ratio(price: float, wholesale: float) -> float:
    """1 - price/wholesale: the margin of whoever buys at `price`; 0 without a wholesale price."""
    return 1.0 - price / wholesale if wholesale > 0.0 else 0.0


@rule
def real_income(income: float, retail: float, price_index: float) -> float:
    """Y + S (P⁰/P¹ - 1): income with retail spending S valued at its cost of living P¹/P⁰, CNY a month (docs/odd.md)."""
    return income + retail * (1.0 / price_index - 1.0)
