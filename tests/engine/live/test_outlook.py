"""What is said of sizes that are not built is near what they turn out to be."""

from dataclasses import replace

import pytest

from engine.description.network import Network
from engine.gallery import from_gallery, names
from engine.live.outlook import LEAST_RATE_HZ, UNSURE, Outlook, Size
from engine.live.run_configuration import run_configuration
from engine.live.sizing import outlook_of
from engine.runtime.layout import Layout

QUADRATIC = Outlook(
    tuple(Size(n, 10 * n * n, 1e-9 * n, 1e-10 * n * n) for n in (1, 10, 100, 1000)),
    free_bytes=10**6,
    dt_s=0.001,
    rate_hz=0.0,
)


def test_what_lies_between_and_beyond_is_a_power_of_the_size() -> None:
    for size in (1, 3, 10, 50, 1000, 5000):
        assert QUADRATIC.bytes(size) == pytest.approx(10 * size**2)


def test_speeds_follow_from_neurons_and_arrivals_at_the_measured_rate() -> None:
    assert QUADRATIC.times_real_time(100) == pytest.approx(1e-3 / 1e-7)
    busy = QUADRATIC.measured(100, step_s=0.0, rate_hz=20.0)
    assert busy.times_real_time(1000) == pytest.approx(1e-3 / (1e-6 + 20 * 1e-4))


def test_what_was_measured_corrects_the_rule_at_every_size() -> None:
    ruled = replace(QUADRATIC, rate_hz=20.0)
    step_s = 3 * ruled.dt_s / ruled.times_real_time(1000)
    measured = QUADRATIC.measured(1000, step_s, rate_hz=20.0)
    for size in (10, 1000, 5000):
        ratio = ruled.times_real_time(size) / measured.times_real_time(size)
        assert ratio == pytest.approx(3.0)


def test_a_speed_is_said_as_a_range_about_the_estimate() -> None:
    low, high = QUADRATIC.range_of_speed(100)
    assert low < QUADRATIC.times_real_time(100) < high
    assert high / low == UNSURE**2


def step_s_a_synapse(network: Network, size: int) -> float:
    """Of a spike, as the rule has it before anything was measured."""
    outlook = outlook_of(run_configuration(network, threads=1))
    assert outlook is not None
    quiet, busy = (
        outlook.dt_s / replace(outlook, rate_hz=rate).times_real_time(size) for rate in (0.0, 10.0)
    )
    blocks = Layout(network.resized(size), 1).projection_blocks
    synapses = sum(block.synapses for block in blocks)
    return (busy - quiet) / (10.0 * outlook.dt_s * synapses)


def test_synapses_that_learn_take_longer_where_their_delays_are_far_apart_in_memory() -> None:
    network = from_gallery("izhikevich-2006")
    learning = [step_s_a_synapse(network, size) for size in (100, 200, 10_000, 50_000)]
    assert learning[0] == pytest.approx(learning[1], rel=0.2)
    assert learning[2] > 1.6 * learning[1]
    assert learning[3] > 1.2 * learning[2]
    alike = [replace(each, delay_ms=1.0) for each in network.projections]
    one_delay = replace(network, projections=alike)
    assert step_s_a_synapse(one_delay, 10_000) < 1.5 * step_s_a_synapse(one_delay, 200)
    static = [step_s_a_synapse(from_gallery("brunel-2000-ai"), size) for size in (5000, 50_000)]
    assert static[0] == pytest.approx(static[1])


def test_a_network_that_has_just_begun_is_not_taken_for_silent() -> None:
    assert QUADRATIC.measured(10, 0.0, rate_hz=0.0).rate_hz == LEAST_RATE_HZ


@pytest.mark.parametrize("name", names())
def test_memory_is_what_the_layout_of_a_network_of_the_gallery_says(name: str) -> None:
    network = from_gallery(name)
    configuration = run_configuration(network, threads=1)
    outlook = outlook_of(configuration)
    if network.resizing is None:
        assert outlook is None
        return
    assert outlook is not None
    for size in (2000, 50_000):
        needed = sum(Layout(network.resized(size), 1).needed_bytes.values())
        assert outlook.bytes(size) == pytest.approx(needed)
    assert outlook.times_real_time(10**6) < outlook.times_real_time(1000)
