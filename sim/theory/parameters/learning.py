"""Parameters of learning: where digital skill starts, what raises it, how it fades."""

from typing import NamedTuple

from sim.theory.parameters.declaration import declare


class Learning(NamedTuple):
    """Learn (docs/odd.md): s <- s + [1 - exp(-(θT seat + θD selling + θB shopping + θP m))](ceiling - s)+ - δ(s - floor)+ [idle]."""

    training_effect: float = declare("θ_T", "skill gap closed by one seat", "每次培训缩小的技能差距", "share",
        0.25, 0.05, 0.5, "behaviour", "assumption")
    selling_effect: float = declare("θ_D", "skill gap closed by a month of selling", "每月网店实践缩小的技能差距", "share a month",
        0.03, 0.01, 0.06, "behaviour", "assumption")
    shopping_effect: float = declare("θ_B", "skill gap closed by a month of shopping online", "每月网购缩小的技能差距", "share a month",
        0.01, 0.0, 0.03, "behaviour", "assumption")
    peer_effect: float = declare("θ_P", "skill gap closed by a month among selling ties", "邻里网店示范缩小的技能差距", "share a month",
        0.01, 0.0, 0.03, "behaviour", "assumption; sign: evidence Zou2024")
    decay: float = declare("δ", "skill above the floor lost in an idle month", "闲置时技能衰减", "share a month",
        0.01, 0.0, 0.03, "behaviour", "assumption")
    floor_base: float = declare("s⁰₀", "skill of an older household with primary schooling", "基础技能", "0..1",
        0.03, 0.0, 0.1, "behaviour", "assumption")
    floor_schooling: float = declare("s⁰_e", "skill added by a year of schooling after primary", "每年教育增加的技能", "per year",
        0.03, 0.01, 0.05, "behaviour", "assumption; sign: evidence LuoNiu2019")
    floor_youth: float = declare("s⁰_y", "skill added by youth, with junior secondary schooling", "年轻增加的技能", "0..1",
        0.15, 0.05, 0.3, "behaviour", "assumption; sign: evidence LuoNiu2019")
    floor_most: float = declare("s⁰_max", "highest starting skill", "初始技能上限", "0..1",
        0.6, 0.4, 0.8, "behaviour", "assumption")
    ceiling_base: float = declare("s̄₀", "skill ceiling of those least able to learn", "技能上限基数", "0..1",
        0.5, 0.3, 0.7, "behaviour", "assumption")
    ability_old: float = declare("a_o", "ability to learn of the old against the young", "老年人学习能力", "share",
        0.3, 0.1, 0.6, "behaviour", "assumption")
    ability_unschooled: float = declare("a_e", "ability to learn below junior secondary", "初中以下学习能力", "share",
        0.5, 0.3, 0.8, "behaviour", "assumption")
    youth_end: float = declare("age_o", "age at which youth counts nothing", "年轻效应终止年龄", "years",
        60.0, 50.0, 70.0, "behaviour", "assumption")
    youth_span: float = declare("age_s", "years over which youth fades", "年轻效应衰减年数", "years",
        30.0, 20.0, 40.0, "behaviour", "assumption")
    follow_up_effect: float = declare("e_f", "learning by selling added by follow-up", "后续辅导效应", "ratio",
        0.5, 0.0, 1.5, "behaviour", "assumption")
    expert_visits: float = declare("n_x", "sellers an outside expert sees", "专家月走访量", "sellers a month",
        8.0, 3.0, 20.0, "technology", "assumption")
