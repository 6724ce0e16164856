"""Write a font for the site's formulas.

``python docs/font.py FILE`` writes a web font. A font for mathematics says where an index goes and
how a root grows. Without one, browsers set formulas badly, and few machines have one.

This one is STIX Two Math, of which ziamath has a copy. It is under the SIL Open Font License 1.1,
as the file says in its metadata.
"""

import sys
from importlib.resources import as_file, files

from fontTools import subset
from fontTools.ttLib import TTFont

CHARACTERS = (
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x00FF),  # signs
    (0x0302, 0x0304),  # accents
    (0x0391, 0x03C9),  # Greek
    (0x2010, 0x2044),  # dashes, dots, primes
    (0x210E, 0x210E),  # italic h
    (0x2190, 0x21D5),  # arrows
    (0x2200, 0x22FF),  # operators
    (0x2308, 0x230B),  # floor and ceiling
    (0x1D434, 0x1D467),  # italic Latin, in which single letters are shown
    (0x1D6E2, 0x1D71B),  # italic Greek
)


def keep_small_roots(font: TTFont) -> None:
    """Drop the tallest root signs: Chromium leaves room for the widest, whichever it draws.

    Those that are left cover one line, which is all that formulas here have under a root.
    """
    variants = font["MATH"].table.MathVariants
    root = variants.VertGlyphCoverage.glyphs.index(font.getBestCmap()[0x221A])
    construction = variants.VertGlyphConstruction[root]
    del construction.MathGlyphVariantRecord[2:]
    construction.GlyphAssembly = None


def main() -> None:
    """Write the font."""
    options = subset.Options(flavor="woff", name_IDs=[0, 1, 2, 5, 7, 13, 14])
    with as_file(files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf") as path:
        font = subset.load_font(path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in CHARACTERS for c in range(first, last + 1)])
    subsetter.subset(font)
    keep_small_roots(font)
    subset.save_font(font, sys.argv[1], options)


if __name__ == "__main__":
    main()
