"""Ctrl-C ends a command at once, says so, and leaves nothing half-written."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_the_demo_stops_while_it_is_filming_and_leaves_no_film(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from inquo.cli.main import main; main()", "demo", "-o", str(tmp_path / "demo")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    film = tmp_path / "demo" / "material" / "strike-compilation.mp4"
    while not film.exists() and running.poll() is None:  # it is filming
        time.sleep(0.05)
    time.sleep(1.0)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "error: stopped" in said
    assert not film.exists()  # it would, had the film been finished first
