"""The command line as a newcomer, and as somebody who mistypes."""

import subprocess
import sys

import pytest

from tests.snn_tui.program import environment, run

TRACE = ("--headless", "trace")
SPIKES = ("--headless", "spikes")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--replay=nowhere.h5"], "'--replay': cannot read recording nowhere.h5: No such file"),
        (["--replay=README.md"], "'--replay': README.md is not a recording"),
        (["--replay=tests"], "'--replay': cannot read recording tests: "),
        (["--replay=run.h5", "--size=5"], "'--replay' and '--size': a recording is shown as it"),
        (["--seed=3", "--replay=run.h5"], "'--replay' and '--seed': a recording is shown as it"),
        ([*SPIKES, "--size=abc"], "'abc' is not a whole number from 1 to 2147483647"),
        ([*SPIKES, "--size=0"], "0 is not a whole number from 1 to 2147483647"),
        ([*SPIKES, "--size=-3"], "-3 is not a whole number from 1 to 2147483647"),
        ([*SPIKES, "--size=1.5"], "'1.5' is not a whole number"),
        ([*SPIKES, "--size="], "'' is not a whole number"),
        ([*SPIKES, "--size=1e9"], "'1e9' is not a whole number"),
        ([*SPIKES, "--size=1000000000"], "needs 1.* TB of memory, .* are free"),
        ([*SPIKES, "--size=99999999999"], "99999999999 is not a whole number from 1 to 2147483647"),
        ([*SPIKES, "--network=brunel-200-ai"], "did you mean 'brunel-2000-ai'"),
        ([*SPIKES, "--network=nowhere.toml"], "cannot read nowhere.toml: No such file"),
        ([*SPIKES, "--network=tests"], "unknown network 'tests'"),
        ([*SPIKES, "--network=tests/"], "cannot read tests/: it is a folder"),
        ([*SPIKES, "--network=" + 5000 * "n"], "unknown network 'nnn"),
        ([*SPIKES, "--network=brunel-2000-ai", "--coupling=raw"], "so it has no coupling"),
        (
            [*SPIKES, "--network=brunel-2000-ai", "--size=2000000000"],
            "'--size': network brunel-2000-ai of .* most of it for projections[0], and",
        ),
        ([*SPIKES, "--network=izhikevich-2003", "--size=1"], "1 neurons are too few for 2"),
        ([*TRACE, "--model=izhikevitch"], "did you mean 'izhikevich'"),
        ([*TRACE, "--model=izhikevich", "--cell-type=CX"], "'CX'. Known: CH, FS"),
        ([*TRACE, "--model=Izhikevich"], "did you mean 'izhikevich'"),
        ([*TRACE, "--model=izhikevich", "--cell-type=ch"], "did you mean 'CH'"),
        ([*TRACE, "--model=hodgkin-huxley", "--initial=-65,2,0.5,0.3"], "start.m: must be from 0"),
        ([*TRACE, "--model=izhikevich", "--dt=2"], "dt_ms: 2 is too large for model izhikevich"),
        ([*TRACE, "--model=izhikevich", "--network=classic"], "exclude each other"),
        ([*TRACE, "--model=izhikevich", "--initial=1,2,3"], "is not two finite numbers v,u"),
        ([*TRACE, "--model=spike-source"], "spikes as a network says: use --network FILE"),
        ([*TRACE, "--cell-type=CH"], "--cell-type needs --model"),
        ([*TRACE, "--dt=1"], "--dt needs --model"),
        ([*TRACE, "--neuron=1"], "--neuron needs --network"),
        ([*TRACE, "--network=classic", "--neuron=10"], "10 is not a neuron of 0 to 9"),
        ([*SPIKES, "--duration=nan"], "'nan' is not a number of seconds from 0.01"),
        ([*SPIKES, "--duration=-1"], "-1 is not a number of seconds"),
        ([*SPIKES, "--duration=0.015"], "in steps of 0.01"),
        ([*SPIKES, "--duration=inf"], "'inf' is not a number of seconds"),
        ([*SPIKES, "--duration=soon"], "'soon' is not a number of seconds"),
        ([*SPIKES, "--coupling=scale"], "not one of 'scaled', 'raw'. Did you mean 'scaled'?"),
        ([*SPIKES, "--seed=-1"], "-1 is not a whole number from 0 to 18446744073709551615"),
        ([*SPIKES, "--threads=0"], "0 is not a whole number from 1 to 1024"),
        ([*SPIKES, "--current=much"], "'much' is not a finite number such as 5"),
        ([*SPIKES, "--current=inf"], "'inf' is not a finite number"),
        ([*SPIKES, "--durtion=3"], "No such option '--durtion'. Did you mean '--duration'"),
        ([*SPIKES, "more"], "unexpected extra argument"),
        ([*TRACE, "--initial=1,2"], "'1,2' is not three finite numbers x,y,z"),
        (
            [*TRACE, "--initial=1e7,0,0"],
            "'--initial': .*x: must be from -1e+06 to 1e+06, not 1e+07",
        ),
        ([*TRACE, "--initial=1,2,nan"], "is not three finite numbers"),
        ([*TRACE, "--size=3"], "No such option '--size'"),
        (["--headless"], "A mode is missing. Modes: trace, spikes"),
        (["--headless", "trase"], "No such mode 'trase'. Did you mean 'trace'?"),
        (["--headless="], "No such mode ''"),
        (["--size=3", "--headless", "trace"], "--headless comes first"),
        (["trace"], "Unexpected argument 'trace'; for text output use --headless MODE"),
        (["--headles", "trace"], "No such option '--headles'"),
        (["--fps=0"], "0 is not a whole number from 1 to 60"),
        (["--current=1000"], "'1000' is not a number from -100 to 100"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments, message):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    for part in message.split(".*"):
        assert part in done.stderr


def test_a_mistake_in_a_file_is_named_with_file_line_table_and_key(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(run("--headless", "networks", "vogels-abbott-cuba").stdout)
    file.write_text(file.read_text().replace("rest_mV = -49.0", "rest_mV = 1e9", 1))
    for mode in ("trace", "spikes", "bench"):
        done = run("--headless", mode, f"--network={file}")
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr == (
            f"snn-tui --headless {mode}: '--network': {file}, line 25: populations.excitatory."
            "parameters.rest_mV: must be from -200 to 200, not 1e+09\n"
        )


def test_the_usual_duration_is_cut_to_whole_steps():
    done = run(*TRACE, "--model=leaky-integrate-and-fire", "--dt=0.3")
    assert done.returncode == 0
    assert done.stdout.count("\n") == 33_333


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["--headless trace", "--size", "--real-time / --no-real-time", "--fps"]),
        ([*SPIKES, "--help"], ["--coupling", "--threads", "--output", "until it is stopped"]),
        ([*TRACE, "-h"], ["--initial", "--duration", "default: 10"]),
        (["--headless", "--help"], ["trace", "spikes"]),
        (["--version"], ["snn-tui, version"]),
    ],
)
def test_help_tells(arguments, words):
    done = run(*arguments)
    assert done.returncode == 0
    for word in words:
        assert word in " ".join(done.stdout.split())


def test_help_loads_nothing_large():
    code = (
        "import sys; sys.argv = ['snn-tui', '--help']\n"
        "from snn_tui.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "large = ('numpy', 'numba', 'textual', 'plotext', 'matplotlib')\n"
        "sys.exit(any(name in sys.modules for name in large))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("mode", [["spikes"], ["plot", "raster"]])
def test_headless_loads_no_textual(mode):
    arguments = ["snn-tui", "--headless", *mode, "--duration=1", "--seed=1"]
    code = (
        f"import sys; sys.argv = {arguments}\n"
        "from snn_tui.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "sys.exit('textual' in sys.modules or 'matplotlib' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("snn-tui --headless ", ["trace", "spikes", "plot"]),
        ("snn-tui --headless plot ", ["raster", "rates", "isi", "trace", "phase"]),
    ],
)
def test_completion_knows_modes_and_pictures(line, known):
    env = environment(
        _SNN_TUI_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(line.count(" "))
    )
    code = "from snn_tui.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert {f"plain,{name}" for name in known} <= set(done.stdout.splitlines())
