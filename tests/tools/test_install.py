"""`pip install .` gives the library with its data to anybody."""

import shutil
import subprocess
import sys
import venv

from tests.conftest import ROOT


def test_the_library_installs_into_a_fresh_environment_with_its_data(tmp_path):
    venv.create(tmp_path / "fresh", with_pip=True, system_site_packages=False)
    python = tmp_path / "fresh" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    clone = tmp_path / "clone"
    nothing_built = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "course_lib", clone / "course_lib", ignore=nothing_built)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, clone)
    subprocess.run([python, "-m", "pip", "install", "--quiet", clone], check=True)
    code = (
        "import course_lib, sys; print(course_lib.load_emails().X.shape);"
        "assert 'site-packages' in course_lib.__file__;"
        "from importlib.resources import files;"
        "print((files('course_lib.sliders') / 'sliders.js').is_file())"
    )
    shown = subprocess.run(
        [python, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert shown.split("\n")[:2] == ["(6, 4601)", "True"]


def test_importing_the_library_loads_no_plotting_widget_or_framework_package():
    code = (
        "import sys, course_lib; print([m for m in sys.modules if m.partition('.')[0] in "
        "('matplotlib', 'ipywidgets', 'IPython', 'sklearn', 'sphinx')])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert shown.strip() == "[]"
