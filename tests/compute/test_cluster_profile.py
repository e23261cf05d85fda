"""A site is described once; everything wrong with its file is said at its place, before anything runs."""

from pathlib import Path

import pytest

from sim.compute.case_cost import Rate, cases_in_a_shard
from sim.compute.slurm import array_script
from sim.files import InputError
from sim.files.cluster_profile import load_cluster_profile, seconds_of


def site_file(folder: Path, text: str) -> Path:
    file = folder / "site.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("30", 1800), ("1:00", 60), ("90:30", 5430), ("2:00:00", 7200), ("1-0", 86400), ("1-12:30", 131400), ("2-00:00:01", 172801)],
)
def test_times_are_read_as_slurm_reads_them(written: str, seconds: int) -> None:
    assert seconds_of(written) == seconds


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("time: 30", "site.yaml:1:7: time: expected text, got `30`: write it in quotes"),
        ("time: soon", "site.yaml:1:7: time: expected a time as 30:00"),
        ("time: '0:30'", "site.yaml:1:7: time: `0:30` is less than a minute"),
        ("time: '10:00'\npartitoin: main", "site.yaml:2:1: partitoin: unknown key 'partitoin'; did you mean 'partition'?"),
        ("time: '10:00'\naccount: 'a b'", "site.yaml:2:10: account: expected one word"),
        ('time: \'10:00\'\naccount: "a\\n#SBATCH --uid=0"', "account: expected one word"),
        ("time: '10:00'\nmemory: lots", "site.yaml:2:9: memory: expected memory as 4000M or 8G, got `lots`"),
        ("time: '10:00'\ncpus: 0", "site.yaml:2:7: cpus: expected a whole number from 1 to 1024, got 0"),
        ("time: '10:00'\nat_most:", "at_most"),
        ("cpus: 2", "time: is missing"),
    ],
)
def test_what_is_wrong_with_a_site_is_said_at_its_place(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load_cluster_profile(site_file(tmp_path, line))
    assert said in str(caught.value)


def test_the_script_of_an_array_says_what_the_site_says_and_quotes_names(tmp_path: Path) -> None:
    site = load_cluster_profile(site_file(tmp_path, "account: poor\ntime: '30:00'\ncpus: 4\nmemory: 2G\nat_most: 10\nsetup: [module load python]\n"))
    folder = tmp_path / "it's $HOME"
    script = array_script(folder, [4, 7, 9], site, 60, retry_failed=False).splitlines()
    assert script[0] == "#!/bin/bash"
    for line in ("--array=0-2%10", "--time=30:00", "--cpus-per-task=4", "--mem=2G", "--account=poor", "--signal=B:USR1@60", "--requeue"):
        assert f"#SBATCH {line}" in script
    assert not any("partition" in line for line in script)
    assert script.index("module load python") < script.index("shards=(4 7 9)")
    assert f"""'{tmp_path}/it'"'"'s $HOME'""" in script[-1]
    assert script[-1].endswith('--index "${shards[$SLURM_ARRAY_TASK_ID]}" --threads 4 --patience 40')


@pytest.mark.parametrize(
    ("seconds", "in_memory", "cases", "cores", "size"),
    [
        (0.01, 100, 10_000, 1, 2000),  # twenty seconds of work
        (0.01, 100, 10_000, 4, 5000),  # four cores do four times as many, and five thousand are the most
        (0.0001, 100, 100_000, 1, 5000),
        (100.0, 100, 50, 1, 1),  # one case at least
        (10.0, 100, 1_000_000, 1, 50),  # no more than twenty thousand files
        (0.001, 2**20, 1000, 1, 64),  # what a shard holds in memory is bounded
    ],
)
def test_the_size_of_shards_follows_from_the_time_and_bytes_of_a_case(
    seconds: float, in_memory: int, cases: int, cores: int, size: int
) -> None:
    assert cases_in_a_shard(Rate(seconds, in_memory, in_memory, 1), cases, cores) == size
