"""A roster goes into the gradebook whole or not at all, and takes nothing away."""

import shutil

import pytest
from sqlalchemy import text

from grading.database import GradebookError
from grading.gradebook import open_gradebook
from grading.roster import import_roster


@pytest.fixture(scope="module")
def empty_gradebook(tmp_path_factory):
    """A gradebook to copy: nbgrader takes seconds to make one."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    open_gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def db_url(empty_gradebook, tmp_path):
    shutil.copy(empty_gradebook, tmp_path)
    return f"sqlite:///{tmp_path / 'gradebook.db'}"


@pytest.fixture
def roster(tmp_path):
    """Return a function that writes a file from text or bytes."""

    def write(content):
        path = tmp_path / "roster.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def students(db_url):
    with open_gradebook(db_url) as gradebook:
        return {
            one.id: (one.first_name, one.last_name, one.email, one.lms_user_id)
            for one in gradebook.students
        }


def test_every_column_reaches_the_gradebook(db_url, roster):
    path = roster("id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,a@x.org,7\n")
    assert import_roster(db_url, path) == (1, 0, 0)
    assert students(db_url) == {"ada": ("Ada", "Lovelace", "a@x.org", "7")}


def test_columns_may_come_in_any_order_among_others(db_url, roster):
    import_roster(db_url, roster("group, email ,id\nred,a@x.org, ada \n\n,,\nblue,b@x.org,bob\n"))
    assert students(db_url) == {
        "ada": (None, None, "a@x.org", None),
        "bob": (None, None, "b@x.org", None),
    }


def test_a_second_run_counts_what_is_new_and_removes_nobody(db_url, roster):
    import_roster(db_url, roster("id,email\nada,a@x.org\nbob,b@x.org\neve,e@x.org\n"))
    path = roster("id,email\nada,a@x.org\nbob,bob@x.org\ncy,c@x.org\n")
    assert import_roster(db_url, path) == (1, 1, 1)
    assert import_roster(db_url, path) == (0, 0, 3)
    emails = {name: fields[2] for name, fields in students(db_url).items()}
    assert emails == {"ada": "a@x.org", "bob": "bob@x.org", "cy": "c@x.org", "eve": "e@x.org"}


@pytest.mark.parametrize("later", ["id\nada\n", "id,email,first_name\nada,,\n", "id,email\nada\n"])
def test_an_absent_or_empty_field_leaves_what_is_known(db_url, roster, later):
    import_roster(db_url, roster("id,first_name,email\nada,Ada,a@x.org\n"))
    assert import_roster(db_url, roster(later)) == (0, 0, 1)
    assert students(db_url) == {"ada": ("Ada", None, "a@x.org", None)}


def test_a_byte_order_mark_and_umlauts_are_read(db_url, roster):
    import_roster(db_url, roster("id,last_name\r\njörg,Müller\r\n".encode("utf-8-sig")))
    assert students(db_url) == {"jörg": (None, "Müller", None, None)}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "line 1: a column 'id' is needed; the columns are none"),
        ("name\nada\n", "a column 'id' is needed; the columns are 'name'"),
        ("id;email\nada;a@x.org\n", "commas, not semicolons"),
        ("id,id\nada,bob\n", "two columns are called 'id'"),
        ("id,email\n", "names nobody"),
        ("id,email\nada,a\n ,b\n", "line 3: the id is empty"),
        ("id\nada\nbob\nada\n", "line 4: the id 'ada' stands in line 2 already"),
        ("id\nada/bob\n", "line 2: the id 'ada/bob' cannot name a folder"),
        ("id\nada\\bob\n", "cannot name a folder"),
        ("id\n..\n", "the id '..' cannot name a folder"),
        ("id\n\x1b[31mada\n", "holds a control character"),
        ("id,email\nada,a\x00b\n", "email 'a\\x00b' holds a control character"),
        ("id,email\nada,Lovelace, Ada\n", "line 2: 3 fields for 2 columns"),
        ('id,email\nada,"a"b\n', "line 2: "),
        ('id,email\nada,"a\n', "unexpected end of data"),
        (f"id\n{'a' * 129}\n", "is longer than 128 characters"),
        ("id,last_name\nada,Müller\n".encode("latin-1"), "is not UTF-8 (byte 18): save it again"),
        ("id\nada\n".encode("utf-16"), "is not UTF-8"),
    ],
)
def test_a_wrong_file_is_told_and_changes_nothing(db_url, roster, content, told):
    import_roster(db_url, roster("id,email\nada,a@x.org\n"))
    with pytest.raises(ValueError, match=r"roster\.csv") as caught:
        import_roster(db_url, roster(content))
    assert told in str(caught.value)
    assert students(db_url) == {"ada": (None, None, "a@x.org", None)}


def test_a_file_that_is_not_there_is_an_error_of_the_system(db_url, tmp_path):
    with pytest.raises(FileNotFoundError):
        import_roster(db_url, tmp_path / "none.csv")


def test_nothing_is_entered_if_the_gradebook_refuses_one(db_url, roster):
    import_roster(db_url, roster("id\nada\n"))
    with open_gradebook(db_url) as gradebook:
        gradebook.db.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON student WHEN NEW.id = 'eve' "
                "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            )
        )
        gradebook.db.commit()
    with pytest.raises(GradebookError, match="the disk is full"):
        import_roster(db_url, roster("id,email\nada,a@x.org\nbob,b\neve,e\n"))
    assert students(db_url) == {"ada": (None, None, None, None)}
