"""The notebooks of examples/ run from top to bottom, with the results that they state."""

import json
import re
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest

from support.watchdog import TIMEOUT

nbformat = pytest.importorskip("nbformat", reason="reading notebooks takes nbformat")
nbclient = pytest.importorskip("nbclient", reason="running notebooks takes nbclient")
pytest.importorskip("ipykernel", reason="running notebooks takes a kernel")
pytest.importorskip("matplotlib", reason="the notebooks draw with matplotlib")
pytest.importorskip("sklearn", reason="the notebooks' data are scikit-learn's")

pytestmark = pytest.mark.once

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = ["initialization", "drop_in", "digits"]

# What a last cell, added here, prints.
FINDINGS = {
    "initialization": """{
        "distinct": distinct,
        "scores": {"/".join(key): value for key, value in scores.items()},
        "costs": {"/".join(key): value[-1] for key, value in costs.items()},
        "shallow": [shallow_costs[0], shallow_costs[3_000], shallow_costs[-1]],
        "deep": {"/".join(key): value[-1] for key, value in deep_costs.items()},
        "strengths": {
            f"{activation}/{name}": [strengths(layers)[0], strengths(layers)[-1]]
            for activation, networks in inside.items()
            for name, (layers, _) in networks.items()
        },
        "gradients": {
            f"{activation}/{name}": [sizes[0], sizes[-1]]
            for activation, networks in inside.items()
            for name, (_, sizes) in networks.items()
        },
    }""",
    "drop_in": """{
        "same": same,
        "same_stream": same_stream(before_state, after_state),
        "cases": cases,
        "equal": equal,
        "verdicts": list(verdicts.values()),
        "words": int(after_state["key"].sum(dtype=np.uint64)),
        "position": after_state["pos"],
        "has_gauss": after_state["has_gauss"],
        "gauss": after_state["gauss"],
        "weights": [after["W1"][0, 0], after["W2"][0, 0], after["W3"][-1, -1]],
        "order": after_rest["order"][:6].tolist(),
        "mask": int(after_rest["mask"].sum()),
        "noise": after_rest["noise"].tolist(),
    }""",
    "digits": """{
        "same": same,
        "same_next": same_next,
        "strengths": {name: values[-1] for name, values in strengths.items()},
        "costs": {name: values[-1] for name, values in costs.items()},
        "right": right,
        "difference": difference.tolist(),
        "ends": {dtype.__name__: [c[-1] for c in found] for dtype, found in curves.items()},
    }""",
}


class Run:
    """A notebook as it is stored, as it comes out now, and its findings."""

    def __init__(self, name: str) -> None:
        self.stored = nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)
        self.fresh = deepcopy(self.stored)
        for cell in self.fresh.cells:
            if cell.cell_type == "code":
                cell.outputs = []
        probe = f"import json\nprint(json.dumps({FINDINGS[name]}))"
        self.fresh.cells.append(nbformat.v4.new_code_cell(probe))
        nbclient.execute(
            self.fresh,
            cwd=str(EXAMPLES),
            kernel_name="python3",
            timeout=10 * TIMEOUT,
            startup_timeout=TIMEOUT,
            iopub_timeout=TIMEOUT,
        )
        self.findings: dict[str, Any] = json.loads(printed(self.fresh.cells.pop()))


def printed(cell: Any) -> str:
    """Return all that a cell wrote to its standard streams."""
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


@pytest.fixture(scope="module")
def this_interpreter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Make "python3" the interpreter that runs the tests, whatever kernels are installed."""
    folder = tmp_path_factory.mktemp("jupyter")
    kernel = folder / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        yield


@pytest.fixture(scope="module")
def initialization(this_interpreter: None) -> Run:
    """Run initialization.ipynb once for all its tests."""
    return Run("initialization")


@pytest.fixture(scope="module")
def drop_in(this_interpreter: None) -> Run:
    """Run drop_in.ipynb once for all its tests."""
    return Run("drop_in")


@pytest.fixture(scope="module")
def digits(this_interpreter: None) -> Run:
    """Run digits.ipynb once for all its tests."""
    return Run("digits")


def blas(expected: float) -> Any:
    """Allow for sums that another BLAS adds up in another order."""
    return pytest.approx(expected, rel=1e-9, abs=1e-300)


def after_training(expected: float) -> Any:
    """Allow for what hundreds of steps make of the last bits of such sums."""
    return pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_file_is_normalised(name: str) -> None:
    """A stored notebook says nothing about the machine or the time of its last run."""
    path = EXAMPLES / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert all(set(cell.metadata) <= {"mystnb", "tags"} for cell in notebook.cells)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert path.stat().st_size < 1_500_000
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|tmp|Users)/|:\\\\", text)


@pytest.mark.parametrize("name", NAMES)
def test_questions(name: str) -> None:
    """Each section but the summary has a question, with its answer folded."""
    cells = nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    sections = re.split(r"^## ", text, flags=re.M)[1:]
    for section in sections:
        if not section.startswith("What to take away"):
            assert section.count("**Question.**") == section.count("<details>") == 1, section


@pytest.mark.parametrize("name", NAMES)
def test_stored_outputs_are_current(name: str, request: pytest.FixtureRequest) -> None:
    """The stored output is what is printed now, apart from measured times."""
    run: Run = request.getfixturevalue(name)
    cells = [cell for cell in run.stored.cells if cell.cell_type == "code"]
    fresh_cells = [cell for cell in run.fresh.cells if cell.cell_type == "code"]
    for cell, fresh in zip(cells, fresh_cells, strict=True):
        if "measured" not in cell.metadata.get("tags", []):
            assert printed(fresh) == printed(cell), cell.id
        kinds, fresh_kinds = ([o.output_type for o in c.outputs] for c in (cell, fresh))
        assert sorted(set(fresh_kinds)) == sorted(set(kinds)), cell.id


def test_symmetry(initialization: Run) -> None:
    """Equal weights stay equal, so that ten units do the work of one; random ones do not."""
    assert initialization.findings["distinct"] == {
        "all 0": 1,
        "all 0.5": 1,
        "each drawn by itself": 10,
    }


def test_final_costs(initialization: Run) -> None:
    """The costs after the training of three layers."""
    assert initialization.findings["costs"] == {
        "circles/zeros": blas(0.6931471805599455),
        "circles/random": blas(0.6931473032120576),
        "circles/large": after_training(0.5463787756792319),
        "circles/He": blas(0.06443453196047208),
        "circles/Xavier": blas(0.14258245795387686),
        "moons/zeros": blas(0.6931471805599455),
        "moons/random": blas(0.6922140562205182),
        "moons/large": after_training(0.29691383150216544),
        "moons/He": blas(0.08311712223668391),
        "moons/Xavier": blas(0.08028171158997884),
    }


def test_accuracies(initialization: Run) -> None:
    """Zeros guess, He and Xavier do not; one sample may change sides."""
    expected = {
        "circles/zeros": [0.5, 0.5],
        "circles/random": [140 / 300, 0.49],
        "circles/large": [205 / 300, 0.68],
        "circles/He": [299 / 300, 0.96],
        "circles/Xavier": [0.99, 0.95],
        "moons/zeros": [0.5, 0.5],
        "moons/random": [233 / 300, 0.73],
        "moons/large": [255 / 300, 0.86],
        "moons/He": [290 / 300, 0.96],
        "moons/Xavier": [290 / 300, 0.96],
    }
    scores = initialization.findings["scores"]
    assert list(scores) == list(expected)
    for key, (train, test) in expected.items():
        assert scores[key] == [pytest.approx(train, abs=1.5 / 300), pytest.approx(test, abs=0.015)]


def test_plateaus(initialization: Run) -> None:
    """Small random weights leave the plateau late with three layers, and never with twenty."""
    assert initialization.findings["shallow"] == [
        blas(0.6931466154625531),
        blas(0.6922140562205182),
        blas(0.29321426621536434),
    ]
    assert initialization.findings["deep"] == {
        "relu/random": blas(np.log(2)),
        "relu/He": blas(0.48072599963709345),
        "relu/Xavier": blas(0.6910933341220368),
        "tanh/random": blas(np.log(2)),
        "tanh/He": blas(0.18879194784259803),
        "tanh/Xavier": blas(0.39573319293583814),
    }


def test_signal(initialization: Run) -> None:
    """The signal in the first and in the last hidden layer."""
    assert initialization.findings["strengths"] == {
        "relu/random": [blas(0.05897256310584957), blas(5.719770703270074e-24)],
        "relu/He": [blas(0.8339979855219567), blas(0.5857045200148552)],
        "relu/Xavier": [blas(0.5897256310584957), blas(0.0005719770703270078)],
        "tanh/random": [blas(0.09979591150158015), blas(9.48943258096927e-21)],
        "tanh/He": [blas(0.7217167929449542), blas(0.5507063935309208)],
        "tanh/Xavier": [blas(0.6289030119042744), blas(0.15403378424424816)],
    }


def test_gradient(initialization: Run) -> None:
    """The gradient at the first and at the last hidden layer."""
    assert initialization.findings["gradients"] == {
        "relu/random": [blas(1.2083875071043363e-26), blas(1.2718891322629018e-26)],
        "relu/He": [blas(0.0013093683221703809), blas(0.009048910731531952)],
        "relu/Xavier": [blas(1.7004274199212899e-06), blas(1.7761623003839614e-06)],
        "tanh/random": [blas(2.6167194456362544e-23), blas(1.406407215922205e-23)],
        "tanh/He": [blas(0.004172103088853849), blas(0.0040030105341074575)],
        "tanh/Xavier": [blas(0.0007358030373948007), blas(0.0009712173913973758)],
    }


def test_nothing_differs(drop_in: Run) -> None:
    """Every array, every number drawn later and the stream are the same."""
    same = drop_in.findings["same"]
    assert list(same) == ["W1", "b1", "W2", "b2", "W3", "b3", "order", "mask", "noise"]
    assert all(same.values())
    assert drop_in.findings["same_stream"] is True
    assert drop_in.findings["equal"] == drop_in.findings["cases"] == 1_000


def test_seed_inside(drop_in: Run) -> None:
    """A function that seeds is told from one that does not; with its seed, it is replaced."""
    assert drop_in.findings["verdicts"] == [True, False, True]


def test_stream_is_where_numpy_leaves_it(drop_in: Run) -> None:
    """The words, the position, the cached normal, and integers that are drawn later."""
    found = drop_in.findings
    assert (found["words"], found["position"], found["has_gauss"]) == (1_327_960_978_273, 584, 1)
    assert found["order"] == [7, 261, 42, 285, 175, 45]
    assert found["mask"] == 2_637


def test_numbers_are_those_of_seed_3(drop_in: Run) -> None:
    """The normals themselves, up to the last bits, which the platform's logarithm decides."""
    found = drop_in.findings
    assert found["gauss"] == found["noise"][0]
    assert [*found["weights"], *found["noise"]] == pytest.approx(
        [
            0.09033938018470862,
            -0.02332319660283446,
            -0.7616349523118378,
            0.4720466756900104,
            -3.148982628958538,
            -1.0452597761051656,
        ],
        rel=1e-14,
    )


def test_digits_are_drawn_again_by_numpy(digits: Run) -> None:
    """All six starts have NumPy's bits, and leave the generator where NumPy leaves it."""
    assert len(digits.findings["same"]) == 6
    assert all(digits.findings["same"].values())
    assert all(digits.findings["same_next"].values())


def test_digits_signal(digits: Run) -> None:
    """How strong the signal is in the last hidden layer."""
    assert digits.findings["strengths"] == {
        "he_normal": blas(1.0098969848378878),
        "he_uniform": blas(0.6204058583307515),
        "glorot_uniform": blas(0.04145261004680504),
        "lecun_normal": blas(0.06311856155236796),
        "orthogonal": blas(0.6058833660442431),
        "torch's layers": blas(0.0004787082240206412),
    }


def test_digits_costs(digits: Run) -> None:
    """The costs after the training, and how many test images are right."""
    assert digits.findings["costs"] == {
        "he_normal": after_training(0.02039820383499573),
        "he_uniform": after_training(0.01849859754777537),
        "glorot_uniform": after_training(0.1985678587847806),
        "lecun_normal": after_training(0.3934770005814648),
        "orthogonal": after_training(0.02151929111712805),
        "torch's layers": after_training(2.3009721756790222),
    }
    assert digits.findings["right"] == {
        "he_normal": 375,
        "he_uniform": 377,
        "glorot_uniform": 364,
        "lecun_normal": 346,
        "orthogonal": 385,
        "torch's layers": 33,
    }


def test_digits_in_float32(digits: Run) -> None:
    """The same start differs by rounding at first, and mostly by little later; float32 learns.

    Medians, as a path in float32 is another one with another BLAS, and any path has a bad epoch.
    """
    difference = digits.findings["difference"]
    assert 0.0 < difference[0] < 1e-6
    assert median(difference) < 0.1
    ends = digits.findings["ends"]
    assert list(ends) == ["float64", "float32"]
    assert all(len(costs) == 5 and median(costs) < 0.3 for costs in ends.values())
