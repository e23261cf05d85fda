"""What a government can set, as the equations read it: one level a month for each lever.

At a level of zero a lever does nothing. A scenario's `history` sets some of them to what programmes did on average (see
`sim.county.trends`).
"""

from typing import NamedTuple

from sim.parameters.declaration import declare


class Levers(NamedTuple):
    """Levers in force in a month; the order of the fields is their place in the table of levels."""

    broadband_subsidy: float = declare("sub", "price subsidy on broadband", "宽带资费补贴", "share",
        0.0, 0.0, 1.0, "institution", "evidence poor_household_telecom_discount")
    station_support: float = declare("S_st", "villages whose station keeper is supported", "受扶持站点村比例", "share of villages",
        0.0, 0.0, 1.0, "institution", "evidence village_ecommerce_station_coverage")
    subsidy_out: float = declare("s_out", "subsidy on a parcel sent", "出村件补贴", "CNY/parcel",
        0.0, 0.0, 10.0, "institution", "assumption")
    subsidy_in: float = declare("s_in", "subsidy on a parcel received", "进村件补贴", "CNY/parcel",
        0.0, 0.0, 10.0, "institution", "assumption")
    joint_delivery: float = declare("j", "joint delivery by carriers", "共同配送程度", "0..1",
        0.0, 0.0, 1.0, "institution", "evidence joint_delivery_first_mile")
    training_seats: float = declare("S_T", "training seats", "培训名额", "persons a month per 1,000 households",
        0.0, 0.0, 50.0, "institution", "evidence demo_county_people_trained")
    cooperative_support: float = declare("S_c", "support to the e-commerce of cooperatives", "合作社电商扶持", "0..1",
        0.0, 0.0, 1.0, "institution", "assumption")
    cold_storage: float = declare("S_k", "cold storage granted to each trading cooperative", "冷库补助", "kg a month",
        0.0, 0.0, 50000.0, "institution", "assumption")
    brand_spending: float = declare("S_B", "spending on the regional brand", "区域公用品牌投入", "CNY a month per household",
        0.0, 0.0, 20.0, "institution", "assumption")
    supervision: float = declare("S_q", "quality supervision and traceability", "质量监管与追溯", "0..1",
        0.0, 0.0, 1.0, "institution", "assumption")
    start_grant: float = declare("S_m", "grant to a new merchant", "创业补助", "CNY",
        0.0, 0.0, 50000.0, "institution", "assumption")
    return_grant: float = declare("S_r", "grant to a returning member", "返乡补助", "CNY",
        0.0, 0.0, 20000.0, "institution", "assumption")
    commission_rebate: float = declare("S_p", "rebate on platform commission and promotion", "平台费返还", "share of sales",
        0.0, 0.0, 0.1, "institution", "assumption")
    assisted_ordering: float = declare("S_A", "stations with a clerk who orders for others", "代购服务站比例", "0..1",
        0.0, 0.0, 1.0, "institution", "evidence CFGLfee")


LEVERS: tuple[str, ...] = Levers._fields
(
    BROADBAND_SUBSIDY,
    STATION_SUPPORT,
    SUBSIDY_OUT,
    SUBSIDY_IN,
    JOINT_DELIVERY,
    TRAINING_SEATS,
    COOPERATIVE_SUPPORT,
    COLD_STORAGE,
    BRAND_SPENDING,
    SUPERVISION,
    START_GRANT,
    RETURN_GRANT,
    COMMISSION_REBATE,
    ASSISTED_ORDERING,
) = range(len(LEVERS))
