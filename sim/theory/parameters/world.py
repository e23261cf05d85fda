"""Parameters of the world: the trends of prices, wages and demand that no one in the county sets (real, CNY of 2015)."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class World(NamedTuple):
    """Trends: each is its value of 2014 (online demand: of 2015) times a growth path; past the end of the data as the scenario's `trends` says."""

    wage_growth: float = declare("g_w", "growth of wages and transfers", "工资增长率", "share a year",
        0.063, 0.03, 0.09, "price", "evidence rural_disposable_income_per_capita 2014-2020, deflated (in part unverified): 6.3 % a year")
    wholesale_growth: float = declare("g_p", "growth of the real wholesale price of produce", "批发价实际增长率", "share a year",
        0.0, -0.02, 0.02, "price", "assumption")
    broadband_price: float = declare("p_bb", "broadband package in 2014", "宽带月费", "CNY a month",
        60.0, 40.0, 80.0, "price", "assumption; evidence rural_telecom_package: 35 in 2021, with mobile and television")
    broadband_fall: float = declare("g_bb", "yearly fall of its price", "宽带降价率", "share a year",
        0.06, 0.02, 0.1, "price", "assumption; evidence rural_telecom_package: 35 in 2021, with mobile and television")
    demand_growth: float = declare("g_D", "growth of online demand for the county's produce", "网上农产品需求增长率", "share a year",
        0.18, 0.1, 0.25, "price", "evidence agri_products_online_retail_sales 2015-2020, deflated (in part unverified): 20 % a year, less growth of sellers")
    goods_growth: float = declare("g_G", "growth of online demand for non-farm rural goods", "网上非农商品需求增长率", "share a year",
        0.2, 0.1, 0.3, "price", "assumption above evidence rural_online_retail_sales 2016-2020, deflated (in part unverified), and rural_online_shops (in part unverified): 16 % a year each")
    outside_growth: float = declare("g_A", "growth of other counties' attraction", "外地竞争增长率", "share a year",
        0.12, 0.05, 0.2, "price", "assumption, prototype")
    variety_growth: float = declare("g_N", "growth of online variety", "网购品类增长率", "share a year",
        0.12, 0.05, 0.2, "technology", "tuned, prototype")
    epidemic_demand: float = declare("x_d", "rise of online demand in an epidemic", "疫情线上需求增幅", "share",
        0.15, 0.0, 0.4, "behaviour", "assumption; early 2020")
    epidemic_offline: float = declare("x_p", "fall of wholesale prices in an epidemic", "疫情批发价降幅", "share",
        0.1, 0.0, 0.3, "behaviour", "assumption; early 2020")
    epidemic_movement: float = declare("x_m", "fall of movement in an epidemic", "疫情流动降幅", "share",
        0.7, 0.3, 0.95, "behaviour", "assumption; early 2020")
    epidemic_carriers: float = declare("x_c", "fall of carriers' capacity in an epidemic", "疫情运力降幅", "share",
        0.3, 0.0, 0.6, "behaviour", "assumption; early 2020")
