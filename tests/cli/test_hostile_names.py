"""More than a hundred hostile texts as names of scenarios, policies, arms, studies and experiments, through every command that shows them.

Each is refused with a sentence and code 2, or carried through to files that stay in the folder asked for; nothing ends in a traceback, no
library warns. `RURALSIM_HOSTILE=1000 pytest -m slow -s tests/cli/test_hostile_names.py` tries all and prints the counts; without it some
thirty are tried, spread over all kinds.
"""

import json
import os
import signal
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main

ROOT = Path(__file__).parents[2]
MOST = int(os.environ.get("RURALSIM_HOSTILE", "30"))
LATEX = (
    r"$\frac{$", "$", "$$", r"$x_{1}^{2}$", r"\textbf{a}", r"\input{/etc/passwd}", "a_b^c", "%", "50 % of a & b # c", "~{}", r"\\", r"\newline",
    r"$\unknown{x}$", "}{", "^", "_", "a$b",
)  # fmt: skip
PATHS = (
    "../x", "../../x", "/x", "/etc/passwd", "..", ".", "./x", "a/b", r"..\x", r"C:\x", r"\\host\share", "~/x", "~root", ".hidden", "-rf", "--out",
    "x/../../y", "file:///etc/passwd", "%2e%2e%2fx", "*", "?", "a:b", "a|b", "x\ty",
)  # fmt: skip
DEVICES = ("CON", "con", "nul", "NUL.txt", "aux", "COM1", "LPT9", "prn.csv", "name.", "name..", "name ", " name", "...")
CODE = (
    "<script>alert(1)</script>", "<b>", "</svg>", "&amp;", "&", "]]>", "<!--", "{{7*7}}", "${HOME}", "$(touch pwned)", "`touch pwned`", "; touch pwned",
    "| touch pwned", "' or 1=1 --", '"', "'", "''", '""', "[bold]x[/bold]", "[/]", "[red", "{0}", "{name}", "{", "}", "%s", "%n", "%(x)s",
)  # fmt: skip
SHEETS = ("=cmd()", "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"x\")", "'=1", "\t=1", "a,b", "a;b", "\"a\"\"b\"", "a\nb", "a\r\nb", "sep=;")
SIGNS = (
    "\0", "a\0b", "\x1b[31mred", "\x07", "\x7f", "\u202eabc", "\u200b", "\u200f", "\ufeff", "\u2028", "\ud7ff", "\uffff", "e\u0301", "é", "ﬁ",
    "汉字", "覆盖率", "السلام", "नमस्ते", "😀", "👩‍👩‍👧", "🇨🇳", "𝔘", "Ω≈ç√", "\u00a0", "\u3000", "ä" * 41, "İ", "ß", "a\u0338" * 5,
)  # fmt: skip
WORDS = (
    "", " ", "none", "None", "null", "~", "true", "no", "1", "1e5", "nan", "inf", "-", "all", "given", "x" * 300, "x" * 5000, "word " * 60,
    "no_programme", "results", "provenance.json", "__proto__", "constructor", "0", "a" * 80, "字" * 100,
)  # fmt: skip
ALL = tuple(dict.fromkeys((*LATEX, *PATHS, *DEVICES, *CODE, *SHEETS, *SIGNS, *WORDS)))
TEXTS = ALL[:: max(1, len(ALL) // MOST)]
PARTS = 4
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Types a command in an empty folder: its code, what it showed and what it said, warnings as errors."""
    work = tmp_path / "outside" / "work"
    work.mkdir(parents=True)
    monkeypatch.chdir(work)

    def call(*words: str) -> tuple[int, str, str]:
        usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            code = main(list(words))
        for number, handler in usual.items():
            signal.signal(number, handler)
        return (code, *capsys.readouterr())

    return call


def test_there_are_more_than_a_hundred_hostile_texts() -> None:
    assert len(ALL) == len(set(ALL)) > 100


def quoted(text: str) -> str:
    """A text as YAML has it, every character said: JSON is YAML, but for pairs of surrogates."""
    return json.dumps(text, ensure_ascii=True) if text.isascii() else '"' + "".join(_escaped(one) for one in text) + '"'


def _escaped(sign: str) -> str:
    return f"\\U{ord(sign):08x}"


def files(text: str) -> dict[str, str]:
    """A scenario, a study and an experiment whose names, policies and arms are a text."""
    said, hamlet = quoted(text), ROOT / "scenarios" / "hamlet.yaml"
    horizon = "horizon: {start: 2014-01, months: 24}\n"
    scenario = f"name: {said}\nextends: {hamlet}\nprices: 2015\nreplicates: 1\n{horizon}"
    programme = f"schema: 1\nname: {said}\nstands_for: {said}\nsource: {said}\nprices: 2015\npolicies:\n"
    programme += "  - {lever: training.seats, level: 5, start: 2014-02}\n"
    arms = f"arms:\n  {said}: {{training.seats: 100%}}\n  other: {{delivery.stations: 100%}}\n"
    study = f"schema: 1\nname: {said}\nquestion: {said}\nscenario: scenario.yaml\nprices: 2015\nperiod: {{policy: [2014-01, 2014-12], follow_until: 2015-12}}\n"
    study += f"money: {{total: 20000}}\n{arms}uncertainty: {{draws: 1, replicates: 2, parameters: none, costs: none}}\n"
    plain = f"schema: 1\nname: NAME\nquestion: {said}\nscenario: {hamlet}\nprices: 2015\n{horizon}policy: [2014-01, 2015-12]\n"
    plain += "arms:\n  ARM: {training.seats: 5}\nsampler: grid\nreplicates: 2\noutcomes: [income_person, real_income_person, public_outlay]\n"
    plain += "time_step: yearly\nfigures: [side_by_side]\n"
    return {
        "scenario.yaml": scenario, "programme.yaml": programme, "study.yaml": study, "arm.yaml": plain.replace("NAME", "plain").replace("ARM", said),
        "both.yaml": plain.replace("NAME", said).replace("ARM", said), "named.yaml": plain.replace("NAME", said).replace("ARM", "seats"),
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_names_are_refused_or_carried_through_and_stay_inside(typed: Typed, tmp_path: Path, part: int) -> None:
    counts: Counter[str] = Counter()
    wrong: list[tuple[str, tuple[str, ...], int, str]] = []
    work = tmp_path / "outside" / "work"

    def tried(text: str, *words: str) -> bool:
        code, _, said = typed(*words)
        counts["tried"] += 1
        counts["refused" if code == 2 else "passed" if code == 0 else "failed"] += 1
        if code not in (0, 2) or "Traceback" in said or (code == 2 and not said.strip()):
            wrong.append((text[:40], words, code, said[-300:]))
        return code == 0

    for number, text in enumerate(TEXTS[part::PARTS]):
        for name, content in files(text).items():
            Path(name).write_text(content, encoding="utf-8")
        out, formats = f"out{number}", "csv,xlsx,tex,dta,docx" if number % 5 == 0 else "csv,tex"
        programme = ["--policy", "programme.yaml"] if tried(text, "check", "programme.yaml") else []
        if tried(text, "check", "scenario.yaml"):
            assert tried(text, "run", "scenario.yaml", *programme, "--out", f"{out}/run"), text
            tried(text, "table", f"{out}/run", "--as", formats)
        if tried(text, "check", "study.yaml"):
            assert tried(text, "compare", "study.yaml", "--out", f"{out}/compared"), text
            tried(text, "table", f"{out}/compared", "--as", formats)
        for file in ("both.yaml", "arm.yaml", "named.yaml"):
            if tried(text, "check", file):
                assert tried(text, "sweep", file, "--out", f"{out}/{file}"), text
                assert tried(text, "figures", f"{out}/{file}"), text
                tried(text, "table", f"{out}/{file}", "--as", "csv,tex")
                if file == "both.yaml":
                    break
        print(number, repr(text[:30]), dict(counts), len(wrong), flush=True)
    outside = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if work not in path.parents and path != work]
    inside = [path.name for path in work.iterdir() if path.suffix != ".yaml" and not path.name.startswith("out")]
    print(f"\n{len(TEXTS[part::PARTS])} texts: {dict(counts)}; wrong {len(wrong)}; outside {len(outside) - 1}")
    assert wrong == []
    assert outside == ["outside"] and inside == []
