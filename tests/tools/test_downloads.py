"""The notebooks for download are plain: any Jupyter shows and runs them."""

import nbformat
import pytest
from pybtex.database import parse_file, parse_string

from book import ROOT
from book.chapter_map import chapters
from book.downloads import UnknownMark, glued_values, plain_markdown, plain_notebook
from book.execute import executed_path

LIBRARY = parse_string(
    """
    @article{mcculloch1943, author={McCulloch, Warren and Pitts, Walter}, title={A}, year={1943}}
    @article{rumelhart1986, author={Rumelhart, D and Hinton, G and Williams, R},
             title={B}, year={1986}}
    """,
    "bibtex",
)


def plain(text, **glued):
    return plain_markdown(text, glued, LIBRARY, "page.md")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by {cite:t}`mcculloch1943`,", "by McCulloch & Pitts (1943),"),
        ("known {cite:p}`rumelhart1986`.", "known (Rumelhart et al., 1986)."),
        (
            "{cite:p}`mcculloch1943,rumelhart1986`",
            "(McCulloch & Pitts, 1943; Rumelhart et al., 1986)",
        ),
        ("right on {glue:text}`share` %", "right on 79.2 %"),
        ("its {term}`threshold` and it {term}`fires <fire>`", "its threshold and it fires"),
        ("[chapter 2](02_mcculloch_pitts.md#xor)", "[chapter 2](02_mcculloch_pitts.ipynb)"),
        ("[erratum 5](errata.md#erratum-5)", "erratum 5 (in the book)"),
        ("(erratum-5)=\n### Five", "### Five"),
        ("`{cite}` in code stays", "`{cite}` in code stays"),
        (
            ":::{admonition} The notes say\n:class: errata\nOne.\n\nTwo.\n:::",
            "> **The notes say**\n>\n> One.\n>\n> Two.",
        ),
        (":::{warning}\nCare.\n:::", "> **Warning**\n>\n> Care."),
        (
            ":::{dropdown} Answer\nθ = 4.\n:::",
            "<details>\n<summary>Answer</summary>\n\nθ = 4.\n\n</details>",
        ),
    ],
)
def test_a_mark_has_a_plain_form(text, expected):
    assert plain(text, share="79.2") == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{numref}`fig`", "the role {numref}`fig` has no plain form"),
        (":::{tableofcontents}\n:::", "the directive ':::{tableofcontents}' has no plain form"),
        (":::{list-table}\n:::", "the directive ':::{list-table}' has no plain form"),
        ("```{note}\nOne.\n```", "the directive '```{note}' has no plain form"),
        ("1. One\n   :::{note}\n   Two.\n   :::", "the directive '   :::{note}' has no plain form"),
        ("> :::{note}\n> One.\n> :::", "the directive '> :::{note}' has no plain form"),
        ("by {{ author }}", "the substitution {{ author }} has no plain form"),
        ("{glue:text}`nobody`", "names 'nobody', which is not there"),
        ("{cite:t}`nobody1900`", "names 'nobody1900', which is not there"),
        (":::{note}\nnever closed", "a box 'note' is not closed"),
    ],
)
def test_a_mark_without_a_plain_form_is_an_error(text, words):
    with pytest.raises(UnknownMark) as caught:
        plain(text)
    assert "page.md" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize("page", chapters(), ids=lambda page: page.stem)
def test_a_chapter_becomes_a_notebook_without_marks_or_outputs(page):
    glued = glued_values(nbformat.read(executed_path(page), as_version=4))
    library = parse_file(ROOT / "chapters" / "references.bib")
    notebook = plain_notebook(page, glued, library)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert "myst_nb" not in cell.source
        assert cell.cell_type == "markdown" or not cell.outputs
        if cell.cell_type == "markdown":
            assert ":::" not in cell.source
            assert not any(
                mark in cell.source for mark in ("{cite", "{glue", "{term", "{code-cell", ".md)")
            )
