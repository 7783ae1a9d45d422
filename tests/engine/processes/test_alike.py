"""Networks shared by processes, beside the same in one."""

from tests.engine.processes.starting import in_processes


def test_networks_give_the_same_bits_in_any_number_of_processes() -> None:
    done = in_processes(4, "tests.engine.processes.alike")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"23 networks in {count} processes" for count in (2, 3, 4)]
