"""The words of the screen that not everybody knows; help and the docs tell what they mean."""

WORDS = (
    ("N", "how many neurons the network has"),
    ("t", "the network's own time, not the clock's"),
    ("speed", "that time over the clock's: 1 is real time, 0.5 half as fast"),
    (
        "Hz in 1 s, in 10 s",
        "spikes of a neuron in a second of t, counted over so long: above the mean of all over the "
        "last second, of each neuron the last ten",
    ),
    ("fps", "pictures of the screen in a second"),
    ("dt", "the time that a step stands for"),
    ("RK4, Euler", "how a step is computed from the equations, approximately"),
    ("exact integration", "a step is the equations' own solution, whatever dt"),
    ("procedural weights", "made again from the seed whenever a spike needs them: no memory"),
    ("stored weights", "drawn once, and kept in memory"),
    ("coupling scaled, raw", "weights shrink as the network grows, or stay as they are"),
    ("column", "the simulated time that each character of the rows stands for"),
    (
        "┃",
        "a spike, where its model tells it: v at its threshold; of Hindmarsh-Rose, y above -3.5, "
        "before the peak of x",
    ),
    (
        "↑ below a raster",
        "where a current pulse by hand began, a line for as long as it lasted, and underlined the "
        "neuron's own line",
    ),
    (
        "I, S",
        "the current into a neuron, and its part from synapses and noise; jumps of v are none",
    ),
)


def markdown() -> str:
    """The table of the docs."""
    rows = [f"| {word} | {meaning} |" for word, meaning in WORDS]
    return "\n".join(["| Word | Means |", "| --- | --- |", *rows])
