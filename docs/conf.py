"""Sphinx's settings; ``make docs`` builds the site into target/docs.

The theme is Furo: pages of text with few links between them, readable on a phone, light or dark as
the reader has it, and nothing to configure. PyData's theme has a bar of sections and a switcher of
versions, for sites with many pages of each.

Nothing is fetched, neither while the site is built nor by its pages: no intersphinx, and formulas
are MathML, which browsers show by themselves, in the font that font.py writes.
"""

from importlib.metadata import metadata

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

project = "paraminit"
author = metadata(project)["Author"]
copyright = f"2026, {author}"
version = release = metadata(project)["Version"]

extensions = ["sphinx.ext.autodoc", "numpydoc", "myst_nb"]
exclude_patterns = ["**/.ipynb_checkpoints"]
nitpicky = True

html_theme = "furo"
html_title = f"paraminit {release}"
pygments_dark_style = "github-dark"  # the default underlines modules as if they were links
html_copy_source = False
html_show_sourcelink = False
html_static_path = ["static"]
html_css_files = ["site.css"]
html_math_renderer = "mathml"

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_merge_streams = True

numpydoc_show_class_members = False
# All but: an extended summary, the closing quotes (Rust has none), text for each "See Also".
numpydoc_validation_checks = {"all", "ES01", "GL02", "SA04"}
numpydoc_xref_param_type = False
autodoc_preserve_defaults = True
autodoc_typehints = "none"  # the docstrings say them


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(convert(node.astext()))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands alone."""
    formula = convert(node.astext(), display="block")
    translator.body.append(f'<div class="formula">{formula}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Add the renderer of formulas."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
