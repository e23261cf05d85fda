"""Parameters of work: who leaves, who returns, what an hour at home earns."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Work(NamedTuple):
    """Work (docs/odd.md): members leave or return as local earnings compare with away earnings and the cost of moving."""

    away_wage: float = declare("w_a", "what a member away sends or brings home in 2014, at usual ability", "外出务工年汇回收入", "CNY a year",
        16000.0, 8000.0, 30000.0, "price", "prototype; checked against evidence rural_disposable_income_per_capita (in part unverified)")
    wage_hour: float = declare("w_h", "local hourly wage in 2014", "本地小时工资", "CNY/hour",
        9.0, 6.0, 14.0, "price", "prototype, assumption")
    local_hours: float = declare("H_l", "hours of local wage work a member at home finds", "本地务工月工时", "hours a month",
        60.0, 20.0, 120.0, "institution", "assumption")
    ability_least: float = declare("e_min", "lowest earning ability", "最低挣钱能力", "ratio",
        0.1, 0.05, 0.3, "measurement", "assumption: bounds what synthesis may assign")
    ability_most: float = declare("e_max", "highest earning ability", "最高挣钱能力", "ratio",
        6.0, 3.0, 10.0, "measurement", "assumption: bounds what synthesis may assign")
    transfers: float = declare("t_y", "transfers and property income, share of target income", "转移与财产收入比例", "share",
        0.12, 0.05, 0.25, "measurement", "assumption")
    rate_return: float = declare("h_ret", "highest hazard of a member returning", "返乡最大风险率", "share a month",
        0.02, 0.005, 0.05, "behaviour", "assumption")
    rate_leave: float = declare("h_lea", "highest hazard of a member leaving", "外出最大风险率", "share a month",
        0.02, 0.005, 0.05, "behaviour", "assumption")
    moving_cost: float = declare("c_mov", "cost of moving, over a year of away earnings", "迁移成本比例", "share of away earnings",
        1.0, 0.3, 2.0, "behaviour", "assumption")
    gain_effect: float = declare("b_w", "effect of relative earnings on moving", "相对收入影响", "logit per share of away earnings",
        2.0, 1.0, 4.0, "behaviour", "assumption")
    home_value: float = declare("v_home", "value of being at home, over away earnings", "在家价值", "share of away earnings",
        0.65, 0.3, 1.0, "behaviour", "assumption: makes leaving and returning balance in 2014")
    services_hours: float = declare("e_t", "local hours that services sold online ask for", "服务电商带动工时", "share",
        0.01, 0.0, 0.03, "behaviour", "assumption; evidence rural_online_retail_services for scale")
