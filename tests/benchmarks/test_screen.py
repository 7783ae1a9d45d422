"""What the benchmark of the screen measures; how long that takes is not tested."""

from tests.benchmarks.screen import configured, refusal


def test_weights_are_measured_of_a_network_that_learns() -> None:
    assert "no synapse of classic learns" in refusal(configured(None), "weights")
    assert refusal(configured(None), "raster") == ""
    learning = configured(None, name="izhikevich-2006")
    assert refusal(learning, "weights") == ""
    assert learning.size == 1000
    assert configured(500, name="classic-learning").size == 500
