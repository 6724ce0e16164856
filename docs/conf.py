"""Sphinx's settings; ``make docs`` builds the site into target/docs.

The theme is Furo: pages of text with few links between them, readable on a phone, light or dark as
the reader has it, and nothing to configure. PyData's theme has a bar of sections and a switcher of
versions, for sites with many pages of each.

Nothing is fetched, neither while the site is built nor by its pages: no intersphinx, and formulas
are MathML, which browsers show by themselves, in the font that font.py writes.
"""

import re
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import paraminit
from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

project = "paraminit"
author = metadata(project)["Author"]
copyright = f"2026, {author}"
version = release = metadata(project)["Version"]

REPOSITORY = "https://github.com/paraminit/paraminit"
ROOT = Path(paraminit.__file__).parents[2]  # of the repository: `make docs` installs it editable

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.linkcode",
    "numpydoc",
    "myst_nb",
    "sphinx_copybutton",
]
exclude_patterns = ["**/.ipynb_checkpoints", "examples/downloads"]
nitpicky = True

html_theme = "furo"
html_title = f"paraminit {release}"
pygments_dark_style = "github-dark"  # the default underlines modules as if they were links
html_copy_source = False
html_show_sourcelink = False
html_favicon = "static/favicon.svg"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_math_renderer = "mathml"
html_theme_options = {
    "source_repository": REPOSITORY,
    "source_branch": "main",
    "source_directory": "docs/",
    "footer_icons": [
        {"name": "The repository", "url": REPOSITORY, "html": "The repository", "class": ""}
    ],
}
copybutton_prompt_text = ">>> |\\.\\.\\. |\\$ "
copybutton_prompt_is_regexp = True

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_merge_streams = True
nb_code_prompt_show = "Show the code of the figure"
nb_code_prompt_hide = "Hide the code of the figure"

numpydoc_show_class_members = False
# All but: an extended summary, the closing quotes (Rust has none), text for each "See Also".
numpydoc_validation_checks = {"all", "ES01", "GL02", "SA04"}
numpydoc_xref_param_type = False
autodoc_preserve_defaults = True
autodoc_typehints = "none"  # the docstrings say them

FUNCTION = """{name}
{line}

.. currentmodule:: paraminit

.. autofunction:: {name}
"""


def write_function_pages(app: Sphinx) -> None:
    """Write a page for each function. In reStructuredText, as numpydoc's citations need it."""
    folder = Path(app.srcdir) / "api"
    folder.mkdir(exist_ok=True)
    for name in paraminit.__all__:
        if callable(getattr(paraminit, name)):
            page = FUNCTION.format(name=name, line="=" * len(name))
            (folder / f"{name}.rst").write_text(page, encoding="utf-8")


def notes_first(
    app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]
) -> None:
    """Put a function's notes, where they have its formula, before its parameters."""
    text = "\n".join(lines)
    if notes := re.search(r"^Notes\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", text, re.M | re.S):
        beginning, heading, sections = text.replace(notes[0], "").partition("Parameters\n---")
        lines[:] = f"{beginning}{notes[1]}\n{heading}{sections}".splitlines()


def definitions(name: str) -> Iterator[Path]:
    """Yield the files that define a function of this name; macros define some of those in Rust."""
    for pattern, definition in (
        ("python/**/*.py", rf"^def {name}\("),
        ("src/**/*.rs", rf"\bfn {name}\b"),
        ("src/**/*.rs", rf"^ *{name}\b"),
    ):
        for path in sorted(ROOT.glob(pattern)):
            if re.search(definition, path.read_text(encoding="utf-8"), re.M):
                yield path


def linkcode_resolve(domain: str, info: dict[str, str]) -> str | None:
    """Return where the source of a function is, be it Python or Rust."""
    for path in definitions(info["fullname"]):
        return f"{REPOSITORY}/blob/main/{path.relative_to(ROOT).as_posix()}"
    return None


def link_to_source(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any
) -> None:
    """Give pages that do not lie in docs/ the links to their source."""
    if page.startswith("examples/"):
        context["theme_source_directory"] = ""
    elif page.startswith("api/"):
        context["page_source_suffix"] = ""  # written above; its function has a link


def place_line_breaks(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any
) -> None:
    """Let lines break behind the underscores of long names, and not between formula and comma."""

    def break_names(match: re.Match[str]) -> str:
        return match[0].replace("_", "_<wbr/>")

    body = context.get("body", "")
    body = re.sub(r'(?<=<span class="pre">)\w{11,}(\(\))?(?=<)|(?<=<h1>)[^<]+', break_names, body)
    context["body"] = re.sub(
        r"<math(?:(?!<math).)*?</math>[.,;:)]+",
        r'<span class="unbroken">\g<0></span>',
        body,
        flags=re.S,
    )
    for neighbour in (context.get("prev"), context.get("next")):
        if neighbour:
            neighbour["title"] = re.sub("_", "_<wbr/>", neighbour["title"])


def formula(latex: str, display: str = "inline") -> str:
    """Return a formula as MathML, with TeX's spaces around the names of functions."""
    written = convert(latex, display=display)
    written = written.replace("<mo>max</mo>", "<mi>max</mi>")
    space, name = '<mspace width="0.167em" />', "<mi>(?:tanh|exp|log|ln)</mi>"
    written = re.sub(rf"(?<=</mn>)(?={name})", space, written)
    return re.sub(rf"({name})(?!\s*(?:</|<mo))", rf"\1{space}", written)


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(formula(node.astext()))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands alone."""
    block = formula(node.astext(), display="block")
    translator.body.append(f'<div class="formula">{block}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Add the renderer of formulas, and what is done to pages."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.connect("builder-inited", write_function_pages)
    app.connect("autodoc-process-docstring", notes_first, priority=400)  # before numpydoc
    app.connect("html-page-context", link_to_source)
    app.connect("html-page-context", place_line_breaks)
