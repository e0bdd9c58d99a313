"""The real command as a process: pipes, signals, start-up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analyzer import __version__
from analyzer.cli.session import GRACE
from tests.cli.command import small_landscape, small_plan

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from analyzer.cli import main; main()"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def start(*arguments: object) -> subprocess.Popen[bytes]:
    command = [*COMMAND, *(str(argument) for argument in arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=ENVIRONMENT, stdin=pipe, stdout=pipe, stderr=pipe)


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
    process = start("evaluate", small_landscape(tmp_path), small_plan(tmp_path), "--format", "json")
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.close()
    process.stdout.close()
    with process.stderr:
        said = process.stderr.read().decode()
    assert (process.wait(timeout=60), said) == (141, "")


def test_ctrl_c_while_reading_ends_with_130_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    process = start("evaluate", small_landscape(tmp_path), "-", "-o", out)
    time.sleep(2.0)  # it waits for the plan on standard input
    process.send_signal(signal.SIGINT)
    printed, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert printed == b""
    assert "中断しました。" in said.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["landscape.yaml"]


def test_ctrl_c_ends_a_computation_that_hears_no_python_signal(tmp_path: Path) -> None:
    """A solver keeps the main thread in C; an endless hash stands for it here."""
    code = (
        "import hashlib, sys\n"
        "from analyzer import usecases\n"
        "from analyzer.cli.running import run\n"
        "def endless(*_):\n"
        "    print('computing', file=sys.stderr, flush=True)\n"
        "    hashlib.pbkdf2_hmac('sha256', b'', b'', 2**31 - 1)\n"
        "usecases.evaluate = endless\n"
        "sys.exit(run(sys.argv[1:]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "evaluate", str(small_landscape(tmp_path)), str(small_plan(tmp_path))],
        env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline() == b"computing\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)  # the hash alone would take many minutes
    assert process.returncode == 130
    assert "中断しました。" in said.decode()


PATIENT = """
import sys, time
from analyzer import usecases
from analyzer.cli.running import run
from analyzer.order.ordering import Ordering
from tests.order.exhaustive import optimize_plan

def search(where, **options):
    best = optimize_plan(where).evaluation
    try:
        print("searching", file=sys.stderr, flush=True)
        time.sleep(600)
    except KeyboardInterrupt:
        time.sleep({seconds})  # the best plan is evaluated once more
    return Ordering(where, None, "feasible", best, 0, "nothing", stopped_by="interrupt")

usecases.ordering.optimizer = lambda *_: search
sys.exit(run(sys.argv[1:]))
"""


def searching(landscape: Path, seconds: float) -> subprocess.Popen[bytes]:
    """optimize, once its search has begun; after Ctrl-C it needs so many seconds for its answer."""
    process = subprocess.Popen(
        [sys.executable, "-c", PATIENT.format(seconds=seconds), "optimize", str(landscape), "--format", "json"],
        env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline() == b"searching\n"
    return process


def test_after_ctrl_c_a_search_has_the_time_to_give_its_best_plan(tmp_path: Path) -> None:
    process = searching(small_landscape(tmp_path), GRACE + 0.5)
    process.send_signal(signal.SIGINT)
    printed, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert json.loads(printed)["status"] == "feasible"
    assert "ここまでの最善" in said.decode()


def test_ctrl_c_in_the_real_search_gives_a_plan_that_verify_accepts(tmp_path: Path) -> None:
    """Of a city whose optimum nobody proves within a minute."""
    city, answer = tmp_path / "city.yaml", tmp_path / "answer.json"
    made = ["generate", "--systems", "20", "--links", "200", "--windows", "6", "-o", str(city)]
    subprocess.run([*COMMAND, *made], env=ENVIRONMENT, check=True)
    process = start("optimize", city, "--time-limit", "600", "--format", "json", "-o", answer)
    time.sleep(15.0)  # the first plan comes within the first second, on a machine that does nothing else
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "ここまでの最善" in said.decode()
    document = json.loads(answer.read_text(encoding="utf-8"))
    assert (document["status"], document["made_by"]["stopped_by"]) == ("feasible", "interrupt")
    verified = subprocess.run([*COMMAND, "verify", str(city), str(answer)], env=ENVIRONMENT, check=False)
    assert verified.returncode == 0


def test_a_solver_that_still_computes_at_the_end_does_not_change_the_exit_code(tmp_path: Path) -> None:
    """Nothing is torn down around it; what is registered for the end is done all the same."""
    code = (
        "import atexit, hashlib, os, threading\n"
        "from analyzer import usecases\n"
        "from analyzer.cli import main\n"
        "class Torn:\n"
        "    def __del__(self, write=os.write): write(1, b'torn down')\n"
        "kept = Torn()\n"
        "atexit.register(print, 'registered')\n"
        "def evaluate(*_):\n"
        "    forever = ('sha256', b'', b'', 2**31 - 1)\n"
        "    threading.Thread(target=hashlib.pbkdf2_hmac, args=forever, daemon=True).start()\n"
        "    raise KeyboardInterrupt\n"
        "usecases.evaluate = evaluate\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "evaluate", str(small_landscape(tmp_path)), str(small_plan(tmp_path))],
        env=ENVIRONMENT, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (130, b"registered\n")


def test_a_second_ctrl_c_does_not_wait_for_it(tmp_path: Path) -> None:
    process = searching(small_landscape(tmp_path), 600)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    printed, said = process.communicate(timeout=60)
    assert (process.returncode, printed) == (130, b"")
    assert "中断しました。" in said.decode()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_given_its_completion(shell: str) -> None:
    environment = {**ENVIRONMENT, "_KAKEHASHI_COMPLETE": f"source_{shell}"}
    done = subprocess.run(COMMAND, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert "_KAKEHASHI_COMPLETE" in done.stdout.decode()
