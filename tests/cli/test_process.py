"""The real command as a process: pipes, signals, start-up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analyzer import __version__
from tests.cli.command import kakehashi, small_landscape, small_plan

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from analyzer.cli import main; main()"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def start(*arguments: object, **options: int) -> subprocess.Popen[bytes]:
    command = [*COMMAND, *(str(argument) for argument in arguments)]
    return subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, **options)


def test_the_version_is_told_by_the_process() -> None:
    done = subprocess.run([*COMMAND, "--version"], env=ENVIRONMENT, capture_output=True, check=True)
    assert done.stdout.decode() == f"kakehashi {__version__}\n"
    assert done.stderr == b""


def test_nothing_heavy_is_imported_for_the_version_and_the_help() -> None:
    heavy = ("highspy", "networkx", "openpyxl", "ortools", "numpy", "yaml", "analyzer.landscape")
    code = (
        "import sys\nfrom analyzer.cli.running import run\nrun(['--version']); run(['--help']); run(['evaluate', '-h'])\n"
        f"sys.exit(','.join(name for name in {heavy!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, check=False)
    assert done.stderr.decode().strip() == ""


def test_whoever_stops_reading_is_no_error(tmp_path: Path) -> None:
    landscape = tmp_path / "city.yaml"
    assert kakehashi("generate", "--systems", 60, "--links", 3000, "-o", landscape).code == 0
    process = start("export", landscape, "--list", "links", stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr:
        said = process.stderr.read().decode()
    assert (process.wait(timeout=60), said) == (141, "")


def test_ctrl_c_while_reading_ends_with_130_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    process = start(
        "evaluate", small_landscape(tmp_path), "-", "-o", out, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    time.sleep(2.0)  # it waits for the plan on standard input
    process.send_signal(signal.SIGINT)
    printed, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert printed == b""
    assert "中断しました。" in said.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["landscape.yaml"]


def test_ctrl_c_ends_a_computation_that_hears_no_python_signal(tmp_path: Path) -> None:
    """A solver holds the main thread; a blocking C call stands for it here."""
    code = (
        "import ctypes\nfrom analyzer import usecases\nfrom analyzer.cli.running import run\n"
        "libc = ctypes.CDLL(None)\n"
        "def solve(*_):\n    import time\n    end = time.time() + 30\n"
        "    while time.time() < end: libc.poll(None, 0, 30000); print('again')\n"
        "import signal\nsignal.pthread_sigmask\n"
        "usecases.evaluate = solve\nimport sys\nsys.exit(run(sys.argv[1:]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "evaluate", str(small_landscape(tmp_path)), str(small_plan(tmp_path))],
        env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert time.monotonic() - started < 15
    assert "中断しました。" in said.decode()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_given_its_completion(shell: str) -> None:
    environment = {**ENVIRONMENT, "_KAKEHASHI_COMPLETE": f"source_{shell}"}
    done = subprocess.run(COMMAND, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert "_KAKEHASHI_COMPLETE" in done.stdout.decode()
