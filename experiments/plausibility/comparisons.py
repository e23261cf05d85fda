"""What of the model is held against which national series, in which unit, on which base; declared once, in the order of the page."""

from __future__ import annotations

import numpy as np
from observations import (
    CENSUS_BASE,
    MODEL_BASE,
    Comparison,
    Observation,
    a_year,
    as_it_is,
    micro_observation,
    observations,
    per_household,
    real,
    state,
)

from sim.county.trends import express_price
from sim.theory.evidence import micro

VILLAGES = micro("village_units").value * 1e3
SHOPS_OF_A_MERCHANT = 20.0  # outcomes.py: each stands for about twenty shops
PERSONS = 4.0  # of a household: evidence micro, household_size_rural_2007

GIVEN, PART, TUNED, FREE = "given as input", "given in part", "tuned by eye", "not used"
ROLES = {
    GIVEN: "a trend of the model is this series; agreement says nothing",
    PART: "a starting value or a trend behind it was set from this series, the outcome is the model's",
    TUNED: "a value was chosen with this series in view; agreement is weak evidence",
    FREE: "no value was set from it",
}


def _deflated(value: float, year: int) -> tuple[float, float, float]:
    return (real(value, year),) * 3


def _billions(value: float, year: int) -> tuple[float, float, float]:
    return per_household(real(value, year) * 1e9, MODEL_BASE)


def _online_households(value: float, year: int) -> tuple[float, float, float]:
    """From persons to households: all users in as few households as can be, and spread over households by chance."""
    share = value / 100.0
    return value, value, 100 * (1 - (1 - share) ** PERSONS)


COUNTY_BASE = "273 m (230 m: the other end of the range)"
FIFTH_DECILES = ("income_p10", "income_p30", "income_p50", "income_p70", "income_p90")
SELLING = (
    micro_observation("scale_households_selling_online_2016", 2016),
    micro_observation("ordinary_farm_households_selling_online", 2020),
)
SELLING_NOTE = (
    "2016 is the census of *scale* households, the model's are ordinary ones; 3 % stands for surveys of about "
    "2018–2022, range 1–8 %, unverified, and is placed at 2020."
)


def _fifth(number: int, decile: str) -> Comparison:
    series = f"rural_income_quintile_{number}"
    edge = number in (1, 5)
    return Comparison(
        f"fifth_{number}", f"Income a person, fifth {number} (model: {decile.removeprefix('income_p')}th percentile)",
        "CNY of 2015 a year",
        series, GIVEN, "persons", state(decile), observations(series, _deflated),
        "The published number is the mean of the fifth, the model's the percentile in its middle: in the top fifth the "
        "mean is higher."
        if edge else "The fifths of 2015 and the growth of the mean are inputs.",
        "The published number is the mean of the fifth, the model's the percentile in its middle: in the lowest fifth "
        "the mean is lower, and near-zero and negative farm incomes, which pull the published mean down, hardly occur "
        "in the model."
        if edge else "The fifths of 2015 and the growth of the mean are inputs; the model weighs households, the survey persons.",
    )  # fmt: skip


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "broadband", "Households with broadband", "% of households", "rural_broadband_users", TUNED, "230 m",
        state("broadband_share", 100.0),
        observations("rural_broadband_users", lambda value, year: per_household(100 * value * 1e6, CENSUS_BASE)),
        "The cut in price and the roll-out of fibre to poor villages (universal service funds) may be too weak in the trend.",
        "No household is refused a line here; in poor villages the line came before the means to pay for it.",
        notes="A share of households needs the households that were counted; on 230 m the series gives 32.4 % in 2016 "
        "(unverified), next to 31.7 % of households published as penetration that year (verified). The start of 2014 is an "
        "input on the same base.",
    ),
    Comparison(
        "online", "Households with any connection", "% of households", "rural_internet_penetration", TUNED, "persons",
        state("online_share", 100.0), observations("rural_internet_penetration", _online_households),
        "Cheap smartphones may have spread faster among the old than the hazards allow.",
        "More than chance would give: the model connects one person's phone for the household.", bounds=True,
        notes="The survey counts persons. A household is online if one of its members is, so the share of persons is a "
        "lower bound, and 1 − (1 − share)^4, users spread by chance over households of four, about an upper one.",
    ),
    Comparison(
        "stations", "Villages with a station", "% of villages", "village_ecommerce_station_coverage", GIVEN, "villages",
        state("stations_share", 100.0), observations("village_ecommerce_station_coverage", as_it_is),
        "Given by history: the supported share follows this series.",
        "Given by history; above it are stations that open without support.",
        notes="Given by history, not predicted. 2016 counts delivery stations (census), later years a wider term.",
    ),
    Comparison(
        "outlets", "Townships with an express outlet", "% of townships", "township_express_outlet_coverage", GIVEN, "townships",
        state("outlets_share", 100.0), observations("township_express_outlet_coverage", as_it_is),
        "Given by history, in steps of one township of twelve.",
        "Commercial outlets open by volume on top of the roll-out that is given, and twelve townships make steps of 8 points.",
    ),
    Comparison(
        "sellers", "Households that sell online, own shop or to merchants", "% of households",
        "scale households 2016, ordinary households c. 2020",
        TUNED, "households", state("sellers_share", 100.0), SELLING,
        "Awareness and the choice of channel come once a harvest; sales by chat and mini-programs, which need no shop, "
        "are not in the model.",
        "Supplying an online merchant counts here; a survey would hardly call it selling online.", notes=SELLING_NOTE,
    ),
    Comparison(
        "own_shop", "Households with an own shop", "% of households", "scale households 2016, ordinary households c. 2020",
        TUNED, "households", state("own_shop_share", 100.0), SELLING,
        "The stricter reading: those who only supply merchants are left out, which a survey may not do.",
        "Keeping a shop may cost more hours than the 120 a year assumed, the key unknown.",
    ),
    Comparison(
        "shops", "Online shops (merchants × 20, and own shops)", "per 1,000 households", "rural_online_shops", PART, COUNTY_BASE,
        lambda monthly: SHOPS_OF_A_MERCHANT * monthly["merchants_density"] + 1000 * monthly["own_shop_share"],
        observations("rural_online_shops", lambda value, year: per_household(1000 * value * 1e6, MODEL_BASE)),
        "The published number counts registered shops, idle ones too, also of townspeople and service trades; the "
        "model's merchants are active.",
        "Entry may be too easy, or the twenty shops that a merchant stands for too many.",
        notes="Merchants in 2014 were set by going back along this series, half of them taken as active.",
    ),
    Comparison(
        "taobao", "Taobao villages", "% of villages", "taobao_villages", FREE, "600,000 villages",
        state("taobao_villages_share", 100.0), observations("taobao_villages", lambda value, year: as_it_is(100 * value / VILLAGES, year)),
        "They sit on clusters of non-farm makers, and an average county has no such village to grow from. Clusters of "
        "makers, and the spread between counties, are not in the model; a county of the mean has far fewer than the "
        "mean of counties.",
        "Clusters tip too easily: cost falls with density and copying may be too strong within a village.",
        notes="From runs at a 20 % sample, the least at which the rule is reported; one village of the county is 0.45 %.",
    ),
    Comparison(
        "parcels", "Parcels sent and received", "a household a year", "rural_express_parcels", TUNED, COUNTY_BASE,
        a_year("parcels_in_household", "parcels_out_household"),
        observations("rural_express_parcels", lambda value, year: per_household(value * 1e9, MODEL_BASE)),
        "The series counts what all senders and receivers in rural areas post, with townships, workshops, documents and "
        "returns, not farm households alone. Many published values are “over …”.",
        "Baskets of 50 CNY may be too small, or shopping too common early on; many published values are “over …”.",
        notes="Starting volumes of carriers were set with 2014 in view.",
    ),
    Comparison(
        "price", "Average express price", "CNY of 2015 a parcel", "express_average_revenue_per_parcel", GIVEN, "parcels",
        lambda monthly: np.array([express_price((month + 1) / 12, True) for month in range(len(monthly["broadband_share"]))]),
        tuple(
            # Revenue over parcels of a calendar year is a price of its middle.
            Observation(one.month - 6, one.period, one.value, one.low, one.high, one.verified, one.source)
            for one in observations("express_average_revenue_per_parcel", _deflated)
        ),
        "An input.", "An input.",
    ),
    Comparison(
        "produce", "Produce sold online", "CNY of 2015 a household a year", "agri_products_online_retail_sales", PART, COUNTY_BASE,
        a_year("sales_produce_online_household"), observations("agri_products_online_retail_sales", _billions),
        "Demand for the county's varieties was set to realised sales a county, and rivals elsewhere then take a part of it, "
        "most in 2015 when the county's sellers are few and new: either demand or the rivals (A₀, tuned) must give. The "
        "series may also count processed food and traders outside farming areas; the model has one fruit.",
        "Sellers of the county take more of the demand that is given than such a county did: rivals elsewhere may be set too weak.",
        notes="The level and growth of demand come from this series; what the county sells of it is the model's. The "
        "series falls in 2018, which hints at a change of definition.",
    ),
    Comparison(
        "goods", "All goods sold online", "CNY of 2015 a household a year", "rural_online_retail_physical_goods", PART, COUNTY_BASE,
        a_year("sales_online_household"), observations("rural_online_retail_physical_goods", _billions),
        "The series counts whatever a shop registered in a rural place sells, wherever made; of rural online retail, "
        "services included, 63 % was in the East in 2016 (verified). A county of farms with scattered merchants has no such "
        "industry, and demand for its goods was set lower. Clusters of makers of non-farm goods are the missing "
        "mechanism, and the spread between counties with them.",
        "Demand for non-farm goods, an assumption between two readings, may be too high.",
        notes="Only physical goods of 2016. Rural online retail as a whole breaks between 2015 (353 bn CNY) and 2016 "
        "(895 bn), when the definition changed, and holds services, a third of it; no other year gives goods alone.",
    ),
    Comparison(
        "members", "Households in a cooperative", "% of households", "coop_household_membership", TUNED, "households",
        state("member_share", 100.0),
        (micro_observation("coop_household_membership_2015", 2015), micro_observation("coop_household_membership_2017", 2017)),
        "Registered membership may have risen by policy, with subsidies that go through cooperatives, which the model has not.",
        "Members leave too seldom.", notes="The share of 2014 was set to the 42 % of 2015.",
    ),
    Comparison(
        "coops_online", "Cooperatives that sell online", "% of cooperatives", "coops_running_ecommerce", TUNED, "cooperatives",
        state("cooperatives_online_share", 100.0), (micro_observation("coops_running_ecommerce", 2020),),
        "Many registered cooperatives rest, and only trading ones start.", "Managers learn too fast, or support counts too much.",
    ),
    Comparison(
        "income", "Income a person", "CNY of 2015 a year", "rural_disposable_income_per_capita", GIVEN, "persons",
        state("income_person"), observations("rural_disposable_income_per_capita", _deflated),
        "Level and growth are inputs.",
        "The input is the mean of each fifth of 2015; their plain mean is 12,234, above the published 11,422, since "
        "poorer households are larger.",
        notes="Level of 2015 and growth are inputs, so this is a check of bookkeeping.",
    ),
    *(_fifth(number, decile) for number, decile in enumerate(FIFTH_DECILES, 1)),
)  # fmt: skip

CPI_NOTE = (
    "Amounts are deflated to CNY of 2015 with consumer prices, the model's own deflator; of its yearly rates those to "
    "2016 are verified."
)
