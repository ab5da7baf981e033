"""Makes text from a submission harmless, wherever it is shown: terminal, JSON, HTML."""

import html
import re
import unicodedata

MOST = 2000  # characters
_KEPT = "\n\t"
# Where a browser could take text for a tag, or for an address that is a program.
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_PROGRAM = re.compile(
    r"((?:j\s*a\s*v\s*a|v\s*b|l\s*i\s*v\s*e)\s*s\s*c\s*r\s*i\s*p\s*t)\s*:|(d\s*a\s*t\s*a)\s*:(?=\S)",
    re.I,
)


def text(said: str, limit: int = MOST) -> str:
    """Return text without control characters and lone surrogates, cut at a limit.

    Parameters
    ----------
    said : str
    limit : int
        Most characters that are kept; an ellipsis tells that there was more.
    """
    cut = said[: limit + 1].replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one if one in _KEPT or _is_harmless(one) else "\ufffd" for one in cut)
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def line(said: str, limit: int = 200) -> str:
    """Return text on one line, as for a name in a table."""
    return " ".join(text(said, limit).split())


def markdown(said: str) -> str:
    """Return a written answer in which nothing is a tag or a program.

    Formulas stay formulas, and what compares things (``a<b``) stays readable: a space is all that
    is put after the sign.  Entities are resolved first, so that nothing can hide in them.
    """
    for _ in range(10):
        plain = html.unescape(said)
        if plain == said:
            break
        said = plain
    else:
        said = said.replace("&", "& ")  # entities within entities, deeper than anybody writes
    kept = "".join(one if one in _KEPT or _is_harmless(one) else "\ufffd" for one in said)
    return _PROGRAM.sub(lambda found: f"{found[1] or found[2]} ", _TAG.sub("< ", kept))


def _is_harmless(character: str) -> bool:
    """Say whether a character is none that steers: controls, surrogates, directions of writing."""
    category = unicodedata.category(character)
    return category not in ("Cc", "Cs") and (category != "Cf" or character in "\u200c\u200d\u00ad")
