"""Draws: the published generator word for word, one place one number, and no trace of one draw in another.

Statistical tests are on fixed draws, so they pass or fail for good; the false-alarm rate stated is the chance that a perfect
generator would have failed with the seed chosen here.
"""

from __future__ import annotations

import random

import numpy as np
import pytest
from scipy import stats

from sim.numeric import keyed_draws as rng
from sim.numeric.jit import entry
from sim.numeric.keyed_draws import (
    SPARE,
    Stream,
    normal,
    philox4x32,
    seat_month,
    uniform,
    uniform_second,
    unit_interval,
)

FALSE_ALARM = 1e-4
WORD = 2**32 - 1

# Random123, tests/kat_vectors, philox4x32 with 10 rounds: counter, key, words.
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((WORD,) * 4, (WORD,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


def philox_by_the_paper(counter, key):
    """Philox4x32-10 as Salmon et al. (2011) define it, in unbounded integers."""
    left_0, right_0, left_1, right_1 = counter[0], counter[1], counter[2], counter[3]
    for turn in range(10):
        k0 = (key[0] + turn * 0x9E3779B9) % 2**32
        k1 = (key[1] + turn * 0xBB67AE85) % 2**32
        high_0, low_0 = divmod(0xD2511F53 * left_0, 2**32)
        high_1, low_1 = divmod(0xCD9E8D57 * left_1, 2**32)
        left_0, right_0, left_1, right_1 = high_1 ^ right_0 ^ k0, low_1, high_0 ^ right_1 ^ k1, low_0
    return left_0, right_0, left_1, right_1


@entry
def fill(out, seed, stream, month):
    for i in range(out.size):
        out[i] = uniform(seed, stream, month, i)


@entry
def fill_second(out, seed, stream, month):
    for i in range(out.size):
        out[i] = uniform_second(seed, stream, month, i)


@entry
def fill_spare(out, seed, month):
    for i in range(out.size):
        if i % 3 == 0:
            out[i] = uniform(seed, SPARE, month, i)
        elif i % 3 == 1:
            out[i] = uniform(seed, Stream.SPARE, month, i)
        else:
            out[i] = uniform(seed, 47, month, i)


@entry
def first_draw():
    return uniform(9, Stream.SPARE, 4, 0)


def draws(n, seed=1, stream=Stream.SPARE, month=0, fill=fill):
    out = np.empty(n)
    fill(out, seed, int(stream), month)
    return out


def chi_square_chance(counts):
    return stats.chisquare(np.ravel(counts)).pvalue


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN_ANSWERS)
def test_the_generator_gives_the_published_words(counter, key, words):
    assert philox4x32(*counter, *key) == words
    assert philox_by_the_paper(counter, key) == words


def test_the_generator_agrees_with_the_definition_of_the_paper_on_a_thousand_blocks():
    source = random.Random(20110)
    for _ in range(1000):
        counter = tuple(source.getrandbits(32) for _ in range(4))
        key = tuple(source.getrandbits(32) for _ in range(2))
        assert philox4x32(*counter, *key) == philox_by_the_paper(counter, key)


@pytest.mark.parametrize(
    ("seed", "month", "agent"),
    [(1, 0, 0), (2**40 + 3, 131, 2**33 + 7), (-1, -1, -1), (-(2**63), 7, 2**63 - 1)],
)
def test_a_draw_is_the_block_of_its_seed_stream_month_and_agent(seed, month, agent):
    counter = (agent & WORD, (agent >> 32) & WORD, month & WORD, int(Stream.WEATHER))
    words = philox_by_the_paper(counter, (seed & WORD, (seed >> 32) & WORD))
    for drawn, high, low in ((uniform, *words[:2]), (uniform_second, *words[2:])):
        n = (high >> 6) * 2**26 + (low >> 6)
        assert drawn(seed, Stream.WEATHER, month, agent) == (n + 0.5) * 2.0**-52


def test_draws_lie_strictly_between_zero_and_one():
    assert unit_interval(0, 0) == 2.0**-53
    assert unit_interval(WORD, WORD) == 1.0 - 2.0**-53
    assert unit_interval(WORD, WORD) < 1.0


def test_a_loop_draws_the_same_bits_as_single_calls():
    drawn = draws(20_001, seed=42, stream=Stream.CONNECT, month=17)
    single = np.array([uniform(42, Stream.CONNECT, 17, i) for i in range(20_001)])
    assert drawn.tobytes() == single.tobytes()


@pytest.mark.parametrize("fill", [fill, fill_second])
def test_draws_are_uniform(fill):
    drawn = draws(1_000_000, fill=fill)
    assert chi_square_chance(np.bincount((drawn * 1000).astype(int), minlength=1000)) > FALSE_ALARM
    # And in their low bits: the thousand bins inside a bin.
    assert chi_square_chance(np.bincount((drawn * 1e9 % 1000).astype(int), minlength=1000)) > FALSE_ALARM


@pytest.mark.parametrize(
    ("here", "there"),
    [
        pytest.param({}, {"month": 1}, id="next month"),
        pytest.param({}, {"month": 12}, id="next year"),
        pytest.param({}, {"stream": Stream.RANKING}, id="another stream"),
        pytest.param({}, {"seed": 2}, id="another seed"),
        pytest.param({}, {"seed": 1 + 2**32}, id="a seed with another upper half"),
        pytest.param({}, {"fill": fill_second}, id="second draw of the place"),
        pytest.param({"stream": 5, "month": 6}, {"stream": 6, "month": 5}, id="stream and month swapped"),
    ],
)
def test_draws_of_different_places_are_independent(here, there):
    a, b = draws(400_000, **here), draws(400_000, **there)
    pairs = np.histogram2d(a, b, bins=32, range=[[0, 1], [0, 1]])[0]
    assert chi_square_chance(pairs) > FALSE_ALARM
    assert abs(np.corrcoef(a, b)[0, 1]) < stats.norm.isf(FALSE_ALARM / 2) / np.sqrt(a.size)


def test_draws_of_neighbouring_agents_are_independent():
    drawn = draws(800_000)
    pairs = np.histogram2d(drawn[0::2], drawn[1::2], bins=32, range=[[0, 1], [0, 1]])[0]
    assert chi_square_chance(pairs) > FALSE_ALARM


def test_normal_draws_are_standard_normal():
    drawn = np.array([normal(3, Stream.TASTE, 0, agent) for agent in range(100_000)])
    assert stats.kstest(drawn, "norm").pvalue > FALSE_ALARM


def test_streams_are_numbered_from_one_without_gaps_or_doubles():
    assert [int(stream) for stream in Stream] == list(range(1, len(Stream) + 1))
    assert len(Stream.__members__) == len(Stream)


def test_published_stream_numbers_stay():
    # Each of these is in published results; whoever changes one changes every trajectory.
    assert (Stream.CONNECT, Stream.CONSIDER, Stream.WEATHER, Stream.SAMPLE, Stream.SPARE, Stream.ASSIGN) == (1, 11, 21, 36, 47, 48)


def test_seats_of_the_first_training_policy_are_drawn_by_the_month_and_those_of_others_by_numbers_of_their_own():
    months, policies = 600, 64
    assert [seat_month(t, 0) for t in range(months)] == list(range(months))
    numbers = {seat_month(t, draw) for t in range(months) for draw in range(policies)}
    assert len(numbers) == months * policies
    assert min(numbers) >= 0 and max(numbers) < 2**32


def test_each_stream_has_a_constant_of_its_name_for_compiled_code():
    for stream in Stream:
        constant = getattr(rng, stream.name)
        assert type(constant) is int
        assert constant == stream.value


def test_python_and_compiled_code_share_one_signature_of_each_rule():
    out = np.empty(3)
    fill_spare(out, 9, 4)
    fill_second(np.empty(1), 9, rng.SPARE, 4)
    assert out[0] == first_draw() == uniform(9, SPARE, 4, 0)
    assert out[2] == uniform(9, Stream.SPARE, 4, 2) == uniform(9, 47, 4, 2)
    assert out[1] == uniform(np.int64(9), rng.SPARE, np.int64(4), np.int64(1))
    normal(9, Stream.SPARE, 4, 2)
    for function in (uniform, uniform_second, normal, philox4x32, unit_interval):
        assert len(function.signatures) == 1, function.signatures
