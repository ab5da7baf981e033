"""An ordinary nbgrader course in this folder; see the page for instructors."""

import warnings
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades
from sqlalchemy.exc import SAWarning

from grading.hide_tests import HideTests

# nbgrader 0.9.6 is written for an older SQLAlchemy; the relations it warns of are set right.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")

c = get_config()  # noqa: F821 (nbgrader provides it)

HERE = Path(__file__).resolve().parent
c.CourseDirectory.course_id = "neuron_to_adam"
c.CourseDirectory.root = str(HERE)
# Without this nbgrader makes a folder that everybody can write to, in a place of the system.
c.Exchange.root = str(HERE / "exchange")
c.ExecutePreprocessor.timeout = 30  # seconds for one cell of a submission
c.ClearSolutions.code_stub = {"python": "# Write your code here.\nraise NotImplementedError"}
c.ClearHiddenTests.begin_test_delimeter = "BEGIN HIDDEN TESTS"
c.ClearHiddenTests.end_test_delimeter = "END HIDDEN TESTS"
c.GenerateFeedback.preprocessors = [GetGrades, HideTests, CSSHTMLHeaderPreprocessor]
