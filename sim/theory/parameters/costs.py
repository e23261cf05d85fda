"""Parameters of public cost: what a unit of each lever costs the public, where the lever is not itself an amount of money."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Costs(NamedTuple):
    """Public prices of the levers (docs/levers.md). Few are published: the ranges are wide, and `compare` draws from them."""

    coverage_capital: float = declare("K_b", "bringing broadband to a village", "宽带通村建设成本", "CNY a village",
        169000.0, 80000.0, 500000.0, "price", "evidence central_fund_rural_networks: 22 billion CNY of the central fund, for 130,000 villages (evidence MIIT2019); range assumed")
    coverage_running: float = declare("k_b", "upkeep of a village's line", "宽带线路运维", "CNY a village a month",
        1000.0, 300.0, 3000.0, "price", "assumption")
    speed_running: float = declare("k_v", "doubling a village's speed", "提速运营成本", "CNY a village a month",
        800.0, 200.0, 2500.0, "price", "assumption")
    station_capital: float = declare("K_st", "fitting out a station", "站点建设成本", "CNY a station",
        20000.0, 8000.0, 60000.0, "price", "assumption: shelves, computer, sign; order of county tenders")
    joint_running: float = declare("k_j", "running joint delivery to a village", "共同配送运营成本", "CNY a village a month",
        400.0, 100.0, 1200.0, "price", "assumption: sorting hall, one system for several carriers")
    hub_capital: float = declare("K_h", "doubling the hub", "分拨中心建设成本", "CNY per 1,000 households",
        60000.0, 20000.0, 150000.0, "price", "assumption: a county centre of some 6 million CNY")
    road_capital: float = declare("K_r", "saving a tenth of the time on a kilometre", "道路改造成本", "CNY a km",
        80000.0, 30000.0, 250000.0, "price", "assumption: widening and resurfacing a village road")
    cold_capital: float = declare("K_k", "cold chain for a tonne a month", "冷链建设成本", "CNY/t a month",
        3000.0, 1000.0, 8000.0, "price", "assumption")
    cold_running: float = declare("k_k", "running it", "冷链运营成本", "CNY/t",
        500.0, 200.0, 1000.0, "price", "assumption: precooling, boxes and refrigerated trucks to the city, 0.5 CNY/kg")
    follow_up: float = declare("k_f", "following a trained person for a month", "后续辅导成本", "CNY a person a month",
        40.0, 15.0, 120.0, "price", "assumption")
    expert: float = declare("k_x", "an outside expert", "专家薪酬", "CNY a month",
        12000.0, 6000.0, 25000.0, "price", "assumption")
    cooperative_support: float = declare("k_c", "supporting a cooperative's e-commerce", "合作社电商扶持成本", "CNY a month",
        1500.0, 500.0, 4000.0, "price", "assumption")
    standards: float = declare("k_S", "standards and traceability", "标准与追溯成本", "CNY a household a month",
        1.0, 0.3, 3.0, "price", "assumption: codes, laboratories, inspections")
    supervision: float = declare("k_q", "quality supervision", "质量监管成本", "CNY a household a month",
        0.5, 0.2, 1.5, "price", "assumption")
    credit_loss: float = declare("ℓ_c", "public loss on what is lent", "担保代偿与贴息率", "share of what is lent",
        0.1, 0.04, 0.25, "price", "assumption: default and interest subsidy over the term")
    park: float = declare("k_p", "running a park", "电商园运营成本", "CNY a month per 1,000 households",
        2000.0, 700.0, 6000.0, "price", "assumption")
    livestream_base: float = declare("k_l", "running a livestream base", "直播基地运营成本", "CNY a village a month",
        600.0, 200.0, 2000.0, "price", "assumption")
    leader: float = declare("k_e", "a village's e-commerce leader", "带头人补贴", "CNY a village a month",
        1000.0, 300.0, 2500.0, "price", "assumption")
    platform_opening: float = declare("k_o", "opening demand", "市场拓展成本", "CNY a household a month per doubling",
        6.0, 2.0, 20.0, "price", "assumption: promotion at a tenth of the sales it opens")
    experience_store: float = declare("k_W", "an experience store", "体验店运营成本", "CNY a store a month",
        30000.0, 10000.0, 80000.0, "price", "assumption: rent and staff in a city")
    clerk: float = declare("k_a", "a clerk at a village site", "代购员补贴", "CNY a village a month",
        800.0, 0.0, 2000.0, "price", "assumption; a platform that runs the sites pays its clerks itself, hence the zero")
    agri_inputs: float = declare("k_i", "ordering inputs for a village", "农资电商服务成本", "CNY a village a month",
        500.0, 150.0, 1500.0, "price", "assumption")
    rural_services: float = declare("k_t", "rural services and tourism online", "乡村服务电商成本", "CNY a household a month",
        3.0, 1.0, 10.0, "price", "assumption")
