"""Why loops of kernels are left scalar: one table, so that one that lost its vectors by accident has no reason, and is found."""

from __future__ import annotations

ASKED = "where asked for"
BLOCKS = "round kernels"
FEW = "few rows"
GROWERS = "growers"
HARVEST = "once a harvest"
NO_LOOP = "no loop"
ONE = "one row"
RANK = "rank order"
RARE = "rare rows"
SORT = "sort"
TIES = "ties"
WIDE = "wide rows"

EXPLAINED: dict[str, str] = {
    ASKED: "a row of the year's panel for each household, which only runs that ask for households write.",
    BLOCKS: "a loop over blocks of households or over villages, which calls kernels that are listed by themselves.",
    FEW: "villages, townships, markets, merchants, cooperatives, products, measures: few beside households.",
    GROWERS: "the rows of those who grow a product are read through a list; what only some channels need is computed for these.",
    HARVEST: "each farm chooses in one month a year, and channels that are not open to it are skipped.",
    NO_LOOP: "calls kernels that are listed by themselves, one after the other.",
    ONE: "one household, village or firm at a time: the loop is in the kernel that calls it.",
    RANK: "each is paid from what those before it in rank left of a budget.",
    RARE: "few draws are low enough: what these rows look at is gathered from places apart, and what they decide is put back there; "
    "the equations between are vectorised.",
    SORT: "a sort by digits moves keys to where counts of the digits before say, and quantiles are found along its order.",
    TIES: "reads what eight ties anywhere in the county did, each from an address of its own.",
    WIDE: "columns with a number for each lever or what else is kept of a household: neighbours do not lie side by side.",
}
"""What each reason means."""

REASONS: dict[str, tuple[str, ...]] = {
    "accounting.account": (FEW,),
    "accounting.run_carrier_books": (FEW,),
    "accounting.run_trade_books": (FEW,),
    "channel.choose": (HARVEST,),
    "channel.choose_channel": (ONE, HARVEST),
    "channel.close_markets": (FEW,),
    "connection.connect": (FEW,),
    "connection.subscribe": (RARE,),
    "cooperation.close_seasons": (FEW,),
    "cooperation.decide_on_membership": (RARE,),
    "cooperation.join_cooperatives": (FEW,),
    "cooperation.organise": (NO_LOOP,),
    "cooperation.plan_cooperatives": (FEW,),
    "exact_sum._sort": (SORT,),
    "exact_sum.weighted_distribution": (SORT,),
    "farms.bring_in": (FEW,),
    "farms.bring_in_village": (GROWERS,),
    "farms.run_shop": (ONE,),
    "farms.sell_at_the_farm": (FEW, GROWERS),
    "govern.build": (FEW, RANK),
    "govern.built": (ONE,),
    "govern.govern": (FEW,),
    "govern.pay_ahead": (FEW, RANK),
    "govern.is_renewed": (FEW,),
    "govern.promise": (FEW,),
    "govern.put_in_force": (FEW,),
    "govern.put_out_of_force": (FEW,),
    "govern.reaches_households": (FEW,),
    "govern.serve_all_villages": (FEW,),
    "govern.serve_villages": (FEW, RANK),
    "govern.taken_by_another": (ONE, FEW),
    "learning.draw_seat": (ONE, RARE),
    "learning.give_open_seats": (RARE,),
    "learning.give_seats": (RANK, BLOCKS),
    "learning.learn": (FEW,),
    "learning.take_seat": (ONE,),
    "learning.teach_sellers": (FEW,),
    "logistics.carry": (FEW,),
    "logistics.keep_stations": (FEW,),
    "logistics.price_parcels": (FEW,),
    "logistics.run_carriers": (FEW,),
    "market.buy_from_farmers": (FEW,),
    "market.grow": (FEW,),
    "market.meet_demand": (GROWERS, FEW),
    "market.sell": (NO_LOOP,),
    "market.sell_merchants": (FEW,),
    "market.sell_together": (FEW,),
    "measure.measure": (FEW,),
    "measure.taobao_share": (FEW,),
    "panel.keep_outlays": (FEW,),
    "panel.keep_panel": (ASKED, WIDE),
    "purse.levels_before": (ONE, FEW),
    "purse.pay": (ONE,),
    "purse.has_all_it_wants": (ONE,),
    "purse.household_lever": (ONE,),
    "purse.settle_claims": (FEW,),
    "purse.settle_households": (RANK,),
    "purse.settle_villages": (RANK, FEW),
    "workspace.few_who_act": (RARE,),
    "shopping.price_online": (ONE,),
    "shopping.shop": (BLOCKS,),
    "shopping.start_and_stop": (RARE,),
    "ties.count_ties": (TIES,),
    "totals.add_up_households": (BLOCKS, FEW),
    "trading.enter": (ONE, RARE),
    "trading.look_around": (FEW,),
    "trading.post_offers": (FEW,),
    "trading.post_village_prices": (FEW,),
    "trading.run_merchants": (FEW,),
    "trading.trade": (NO_LOOP,),
    "work.move": (RARE,),
    "work.work": (BLOCKS,),
}
"""Reasons of kernels without a loop, or with one that is left scalar, on processors with AVX2 or AVX-512."""
