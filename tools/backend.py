"""The build backend: maturin's, once it is known that the interpreter is supported.

The metadata of a package cannot say it, and PyO3's build script says it in many lines. (maturin
warns that it is not named as the backend. It is used all the same.)
"""

import sys
import sysconfig

if sysconfig.get_config_var("Py_GIL_DISABLED") and sys.version_info < (3, 14):
    sys.exit("paraminit supports free-threaded CPython from 3.14 on, and any other from 3.11 on.")

from maturin import (
    build_editable,
    build_sdist,
    build_wheel,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]
