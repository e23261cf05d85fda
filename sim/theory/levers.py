"""What a government can set: every lever once, with what it acts on, whom it can be aimed at, and what it costs the public.

At a level of zero a lever does nothing and costs nothing. Amounts are CNY of 2015. The row of a lever in `LEVERS` is its number in the
columns of the model; new levers go to the end of their group and take the number that follows from it.
"""

from dataclasses import dataclass
from typing import Literal

Reach = Literal["county", "village", "household"]
Paid = Literal["ahead", "works", "claims", "seats"]
REACHES: tuple[Reach, ...] = ("county", "village", "household")
PAYMENTS: tuple[Paid, ...] = ("ahead", "works", "claims", "seats")
# Their places above, as the columns of the model hold them.
COUNTY, VILLAGE, HOUSEHOLD = range(len(REACHES))
AHEAD, WORKS, CLAIMS, SEATS = range(len(PAYMENTS))


@dataclass(frozen=True)
class Lever:
    """Something a government can set.

    `reach` is the smallest thing it can be aimed at: the county takes no target, a village lever takes a village filter, a household
    lever both filters. `union`: the level is the share of the target's villages that are served, and a village that two policies serve
    is served once; otherwise the levels of several policies add up. `cost` says how the public pays, `cost_parameters` name the
    declared prices in it (`ruralsim parameters`), whose ranges are the uncertainty of the outlay. `paid` says when: "ahead", for the
    month that begins; "works", capital as it is built, which stays; "claims", what was delivered, when the month is over; "seats", as
    they are taken. `least_share`: the smallest share of households simulated at which its effect is that of the whole county.
    """

    key: str
    label: str
    label_zh: str
    unit: str
    low: float
    high: float
    reach: Reach
    union: bool
    acts_on: str
    cost: str
    cost_parameters: tuple[str, ...]
    source: str
    paid: Paid
    default: float = 0.0
    least_share: float = 0.0

    @property
    def money(self) -> bool:
        """Whether the level is an amount of money, which has a price year."""
        return "CNY" in self.unit


LEVERS: tuple[Lever, ...] = (
    # ------------------------------------------------------------------------------------------------------ broadband
    Lever("broadband.coverage", "villages with broadband service", "宽带通村比例", "share of villages", 0.0, 1.0, "village", True,
        "service reaches a village ahead of the commercial roll-out", "capital once, then running cost a month, for each village served ahead of the roll-out",
        ("costs.coverage_capital", "costs.coverage_running"), "evidence villages_with_broadband_or_fibre; programmes 3, 14", "ahead"),
    Lever("broadband.speed", "speed added to that of the day", "宽带提速", "ratio", 0.0, 4.0, "village", False,
        "utility of a subscription rises with the log of speed", "running cost a month for each served village and doubling",
        ("costs.speed_running",), "programmes 3, 14; Nevo, Turner & Williams (2016) for the falling value of speed", "ahead"),
    Lever("broadband.price_subsidy", "price subsidy on broadband", "宽带资费补贴", "share", 0.0, 1.0, "household", False,
        "price of a subscription", "subsidised part of the price of each subscription", (), "evidence poor_household_telecom_discount", "claims"),
    Lever("broadband.poor_discount", "broadband discount for the poor", "贫困户宽带优惠", "share", 0.0, 1.0, "household", False,
        "price of a subscription of households in the lowest fifth at the start", "discount on the price of each of their subscriptions", (), "evidence poor_household_telecom_discount", "claims"),
    # ------------------------------------------------------------------------------------------------------- delivery
    Lever("delivery.stations", "villages whose station keeper is supported", "受扶持站点村比例", "share of villages", 0.0, 1.0, "village", True,
        "a station opens where fees and support cover its keeper", "capital when a supported station opens, then the keeper's support a month",
        ("costs.station_capital", "logistics.station_cost"), "evidence village_ecommerce_station_coverage; programmes 1, 2", "claims"),
    Lever("delivery.parcel_subsidy_out", "subsidy on a parcel sent", "出村件补贴", "CNY/parcel", 0.0, 10.0, "village", False,
        "local price of sending, as far as carriers pass it on", "level x parcels that farms' own shops send", (), "assumption; programme 15", "claims"),
    Lever("delivery.parcel_subsidy_in", "subsidy on a parcel received", "进村件补贴", "CNY/parcel", 0.0, 10.0, "village", False,
        "local price of receiving, as far as carriers pass it on", "level x parcels received", (), "programmes 15, 19", "claims"),
    Lever("delivery.joint", "joint delivery by carriers", "共同配送程度", "0..1", 0.0, 1.0, "village", False,
        "share of parcels of different carriers that ride together, and with it competition", "running cost a month for each village at full level",
        ("costs.joint_running",), "evidence joint_delivery_first_mile; programme 15", "ahead"),
    Lever("delivery.hub_capacity", "capacity added to the county hub", "县级分拨中心扩能", "ratio", 0.0, 3.0, "county", False,
        "scale of sorting and line-haul at the hub", "capital for each 1,000 households and doubling as it is built, upkeep included; what is built stays",
        ("costs.hub_capital",), "programmes 1, 15", "works"),
    Lever("delivery.roads", "travel time saved by better roads", "道路提升节时比例", "share of travel time", 0.0, 0.5, "village", False,
        "kilometres of carriers' legs, of own trips and of the trader's way, counted in time", "capital for each kilometre and tenth of time saved as it is built, upkeep included; what is built stays",
        ("costs.road_capital",), "programmes 3, 15", "works"),
    Lever("delivery.cold_chain", "cold chain from farm to city", "冷链运力", "t", 0.0, 20000.0, "county", False,
        "share of a month's produce that travels cold, and with it the loss before sale", "capital for each tonne a month as it is built, then running cost a month",
        ("costs.cold_capital", "costs.cold_running"), "evidence postharvest_loss_fruit_veg_no_cold_chain; programmes 2, 15", "works"),
    # ------------------------------------------------------------------------------------------------------- training
    Lever("training.seats", "training seats", "培训人次", "persons/month", 0.0, 10000.0, "household", False,
        "skill of those trained", "cost of each seat taken", ("accounting.seat_cost",), "evidence demo_county_people_trained; programme 1", "seats"),
    Lever("training.quality", "quality added to training", "培训质量提升", "ratio", 0.0, 2.0, "county", False,
        "share of the skill gap that a seat closes", "each seat costs more by the level", ("accounting.seat_cost",), "assumption; programme 7", "claims"),
    Lever("training.follow_up", "follow-up after training", "培训后续辅导", "months", 0.0, 24.0, "county", False,
        "learning by selling while it lasts", "cost a month for each person followed", ("costs.follow_up",), "assumption; programme 7", "claims"),
    Lever("training.managers", "training seats for managers of cooperatives", "合作社负责人培训", "persons/month", 0.0, 1000.0, "village", False,
        "skill of managers of cooperatives", "cost of each seat taken", ("accounting.seat_cost",), "programme 11", "ahead"),
    Lever("training.experts", "outside experts at work in the county", "驻县专家", "persons", 0.0, 100.0, "county", False,
        "skill of merchants and of managers of cooperatives that sell online", "an expert's pay a month", ("costs.expert",), "programmes 2, 16", "ahead"),
    # --------------------------------------------------------------------------------------------------- cooperatives
    Lever("cooperatives.ecommerce_support", "support to the e-commerce of cooperatives", "合作社电商扶持", "0..1", 0.0, 1.0, "village", False,
        "hazard that a trading cooperative goes online, and its grading", "cost a month for each trading cooperative at full level", ("costs.cooperative_support",), "programme 11", "claims"),
    Lever("cooperatives.grading", "public share of grading and packing", "分级包装补助比例", "share", 0.0, 1.0, "village", False,
        "cost of grading to a cooperative, and the share it grades", "its share of the cost of grading", ("cooperation.grading_cost",), "programmes 2, 11", "claims"),
    Lever("cooperatives.cold_storage", "cold storage granted to each trading cooperative", "合作社冷库补助", "t a month", 0.0, 50.0, "village", False,
        "capacity of its cold store, which grows by the level each month", "price of a tonne of cold storage", ("cooperation.cold_price",), "programmes 2, 11", "claims",
        least_share=0.5),
    # ----------------------------------------------------------------------------------------------- quality and brand
    Lever("quality.standards", "standards and traceability", "标准化与追溯", "0..1", 0.0, 1.0, "county", False,
        "attraction of the county's produce, and the harm that bad parcels do to its brand", "cost a month for each household at full level", ("costs.standards",), "programmes 2, 12", "ahead"),
    Lever("quality.supervision", "quality supervision", "质量监管", "0..1", 0.0, 1.0, "county", False,
        "refunds for spoilt and ungraded parcels", "cost a month for each household at full level", ("costs.supervision",), "programme 12", "ahead"),
    Lever("quality.brand", "spending on the regional brand", "区域公用品牌投入", "CNY/month", 0.0, 5.0e6, "county", False,
        "the brand, and with it the attraction of the county's produce", "the level", (), "programmes 2, 12", "ahead"),
    # ------------------------------------------------------------------------------------------------------ merchants
    Lever("merchants.startup_grant", "grant to who opens an online shop", "开店创业补助", "CNY", 0.0, 50000.0, "village", False,
        "start-up cost of merchants and of farms' own shops", "level for each merchant who enters; at most the start cost for each farm's shop", (), "programmes 6, 16", "claims"),
    Lever("merchants.credit", "guaranteed credit for who opens an online shop", "创业担保贷款", "CNY", 0.0, 100000.0, "village", False,
        "the liquid funds that entry needs", "expected loss on what is lent", ("costs.credit_loss",), "programmes 3, 16", "claims"),
    Lever("merchants.park", "e-commerce park and incubator", "电商园与孵化器", "0..1", 0.0, 1.0, "county", False,
        "start-up cost of merchants and their handling cost", "cost a month for each 1,000 households at full level", ("costs.park",), "programmes 6, 7, 13", "ahead"),
    Lever("merchants.livestream_base", "access of merchants to a livestream base", "直播基地覆盖", "0..1", 0.0, 1.0, "village", False,
        "hazard that a merchant turns to livestreams", "cost a month for each village at full level", ("costs.livestream_base",), "programmes 4, 10", "ahead"),
    # --------------------------------------------------------------------------------------------------------- people
    Lever("people.return_grant", "grant to a returning member", "返乡补助", "CNY", 0.0, 20000.0, "household", False,
        "gain of coming home", "level for each member who returns", (), "programme 16", "claims"),
    Lever("people.leaders", "villages with an e-commerce leader", "电商带头人村比例", "share of villages", 0.0, 1.0, "village", True,
        "exposure: the chance that a farm thinks of opening a shop", "a leader's pay a month for each village", ("costs.leader",), "programmes 4, 16", "ahead"),
    # --------------------------------------------------------------------------------------------------------- market
    Lever("market.commission_rebate", "rebate on platform commission and promotion", "平台费返还", "share of sales", 0.0, 0.1, "county", False,
        "what the platform leaves a seller of produce", "level x online sales of produce", (), "programme 6", "claims"),
    Lever("market.platform_opening", "opening of new city and export demand", "平台开放与外需拓展", "ratio", 0.0, 2.0, "county", False,
        "online demand for the county's produce", "cost a month for each household and doubling of demand", ("costs.platform_opening",), "programmes 6, 20", "ahead"),
    Lever("market.experience_store", "offline experience stores in cities", "线下体验店", "stores", 0.0, 50.0, "county", False,
        "online demand for the county's produce", "rent and staff of a store a month", ("costs.experience_store",), "programme 8", "ahead"),
    Lever("market.village_sites", "villages whose station has a clerk who orders for others", "代购服务站比例", "share of villages", 0.0, 1.0, "village", True,
        "ordering without skill or connection", "a clerk's pay a month for each such station", ("costs.clerk",), "evidence CFGLfee; programme 9", "claims"),
    # ------------------------------------------------------------------------------------------------ inputs, services
    Lever("services.agri_inputs", "villages where farm inputs are ordered online for all", "农资电商覆盖村比例", "share of villages", 0.0, 1.0, "village", True,
        "production cost", "running cost a month for each village", ("costs.agri_inputs",), "programme 17", "ahead"),
    Lever("services.rural_services", "rural services and tourism online", "乡村服务与旅游电商", "0..1", 0.0, 1.0, "village", False,
        "demand for local work of connected households", "cost a month for each household at full level", ("costs.rural_services",), "programme 18", "ahead"),
)  # fmt: skip

NUMBER: dict[str, int] = {lever.key: row for row, lever in enumerate(LEVERS)}
"""The row of each lever, by its key."""
(
    BROADBAND_COVERAGE,
    BROADBAND_SPEED,
    BROADBAND_SUBSIDY,
    POOR_DISCOUNT,
    STATIONS,
    SUBSIDY_OUT,
    SUBSIDY_IN,
    JOINT_DELIVERY,
    HUB_CAPACITY,
    ROADS,
    COLD_CHAIN,
    TRAINING_SEATS,
    TRAINING_QUALITY,
    FOLLOW_UP,
    MANAGER_SEATS,
    EXPERTS,
    COOPERATIVE_SUPPORT,
    GRADING,
    COLD_STORAGE,
    STANDARDS,
    SUPERVISION,
    BRAND_SPENDING,
    START_GRANT,
    CREDIT,
    PARK,
    LIVESTREAM_BASE,
    RETURN_GRANT,
    LEADERS,
    COMMISSION_REBATE,
    PLATFORM_OPENING,
    EXPERIENCE_STORE,
    VILLAGE_SITES,
    AGRI_INPUTS,
    RURAL_SERVICES,
) = range(len(LEVERS))
