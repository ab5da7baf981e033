"""`pip install .` gives the library with its data to anybody."""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_the_library_installs_into_a_fresh_environment_with_its_data(tmp_path):
    venv.create(tmp_path / "fresh", with_pip=True, system_site_packages=False)
    python = tmp_path / "fresh" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    clone = tmp_path / "clone"
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    for name in filter(None, files):  # what git has, and nothing that lies about
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            (clone / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run([python, "-m", "pip", "install", "--quiet", clone], check=True)
    code = (
        "import course_lib, sys; print(course_lib.load_emails().X.shape);"
        "assert 'site-packages' in course_lib.__file__;"
        "from importlib.resources import files;"
        "print((files('course_lib.sliders') / 'sliders.js').is_file())"
    )
    shown = subprocess.run(
        [python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert shown.split("\n")[:2] == ["(6, 4601)", "True"]


def test_importing_the_library_loads_no_plotting_widget_or_framework_package():
    code = (
        "import sys, course_lib; print([m for m in sys.modules if m.partition('.')[0] in "
        "('matplotlib', 'ipywidgets', 'IPython', 'sklearn', 'sphinx')])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == "[]"
