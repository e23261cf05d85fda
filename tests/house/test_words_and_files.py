"""House rules about names, files and what a fresh clone needs."""

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".cff", ".csv", ".json", ".sh", ""}
NOT_OURS = {".git", "results", "build", "dist", "__pycache__", ".hypothesis"}


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _texts() -> dict[str, str]:
    """Every text file of the project by its path; environments, caches and results are not the project."""
    texts = {}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        foreign = any(part in NOT_OURS or part.startswith(".venv") or part.endswith("_cache") for part in parts)
        if path.is_file() and not foreign and path.suffix in TEXT:
            texts[_relative(path)] = path.read_text(encoding="utf-8")
    return texts


def test_every_place_that_contributors_are_sent_to_exists() -> None:
    missing = []
    for page in ("CONTRIBUTING.md", "docs/model_map.md"):
        for named in re.findall(r"`([a-z_./]+/(?:[a-z_0-9]+\.(?:py|md|csv))?)`", (ROOT / page).read_text(encoding="utf-8")):
            if not any((ROOT / base / named).exists() for base in ("", "sim", "sim/engine")):
                missing.append(f"{page}: {named}")
    assert missing == []


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"}
    names = [path for path in (ROOT / "sim").rglob("*") if drawers & set(re.split(r"[_.]", path.name))]
    assert [_relative(path) for path in names] == []


def test_no_source_file_has_outgrown_its_room() -> None:
    sizes = {_relative(path): path.stat().st_size for path in SOURCES}
    assert {name: size for name, size in sizes.items() if size > 20_000} == {}


def test_every_module_says_what_it_is() -> None:
    silent = [_relative(path) for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    somebodys = re.compile(r"(?<![\w.~-])/(?:work|root|home|Users)/\w")
    found = [f"{name}: {hit.group()}" for name, text in _texts().items() for hit in somebodys.finditer(text)]
    assert found == []


def test_no_file_names_a_package_index() -> None:
    index = re.compile(r"(--(?:extra-)?index-url|--find-links|/simple/|//(?:test\.)?(?:pypi|files\.pythonhosted)\.)")
    here = _relative(Path(__file__))
    found = [f"{name}: {hit.group()}" for name, text in _texts().items() if name != here for hit in index.finditer(text)]
    assert found == []


def test_the_readme_has_exactly_two_set_up_lines_each_with_an_environment_of_its_own() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line for line in readme.splitlines() if "-m venv" in line]
    assert len(lines) == 2
    environments = []
    for line in lines:
        made = re.match(r"python3 -m venv (\.venv\S*) && \1/bin/pip install \S.* && \1/bin/\S+ ", line)
        assert made, f"not of the form make && install && do: {line}"
        environments.append(made.group(1))
    assert len(set(environments)) == 2
    assert ".venv*" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_the_exact_requirements_are_pinned_hashed_and_name_no_address() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in text
    requirements = [block for block in re.split(r"\n(?=\S)", text.strip()) if not block.startswith("#")]
    assert len(requirements) > 20
    assert [block for block in requirements if not re.match(r"[\w.-]+(\[\w+\])?==[\w.]+ ", block)] == []
    assert [block for block in requirements if "--hash=sha256:" not in block] == []


def test_the_exact_requirements_cover_what_the_project_depends_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    wanted = {re.match(r"[\w.-]+", line).group().lower().replace(".", "-") for line in declared}  # type: ignore[union-attr]
    pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert wanted - pinned == set()


@pytest.mark.parametrize("place", ["pyproject.toml", "CITATION.cff", "CHANGES.md"])
def test_the_version_is_the_same_wherever_it_is_written(place: str) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version in (ROOT / place).read_text(encoding="utf-8")


def test_every_script_of_an_experiment_finds_what_it_imports() -> None:
    missing = []
    for path in sorted((ROOT / "experiments").glob("*/*.py")):
        beside = {one.stem for one in path.parent.glob("*.py")}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module not in beside:
                module = importlib.import_module(node.module)
                missing += [f"{path.name}: {node.module}.{one.name}" for one in node.names if not hasattr(module, one.name)]
    assert missing == []
