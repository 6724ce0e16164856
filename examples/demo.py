"""Train one network from each initialization, with paraminit's functions and with NumPy's.

Both start from the same seed and learn side by side. Every cost and every weight of every step is
compared bit for bit, and so is the state in which each function leaves NumPy's random stream. The
exit status is 1 if anything differs.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import notebook_functions
import numpy as np
import paraminit
from comparison import same_bits, same_stream, stream_state
from data import Data, circles
from network import Parameters, accuracy, descend

Initialization = Callable[[list[int]], Parameters]

LAYERS_DIMS = [2, 10, 5, 1]
LEARNING_RATE = 0.01
STEPS = 15_000
SEED = 3

PAIRS: dict[str, tuple[Initialization, Initialization]] = {
    "zeros": (
        paraminit.initialize_parameters_zeros,
        notebook_functions.initialize_parameters_zeros,
    ),
    "random": (
        paraminit.initialize_parameters_random,
        notebook_functions.initialize_parameters_random,
    ),
    "He": (
        paraminit.initialize_parameters_he,
        notebook_functions.initialize_parameters_he,
    ),
    "Xavier": (
        paraminit.initialize_parameters_xavier,
        notebook_functions.initialize_parameters_xavier,
    ),
}


@dataclass
class Result:
    """How the training went, and what agreed on the way."""

    cost: float
    train_accuracy: float
    test_accuracy: float
    same_stream: bool
    same_costs: bool
    same_weights: bool

    @property
    def same(self) -> bool:
        """Whether nothing differed."""
        return self.same_stream and self.same_costs and self.same_weights


def initialize(function: Initialization) -> tuple[Parameters, dict[str, object]]:
    """Seed NumPy's stream and draw the parameters.

    Parameters
    ----------
    function : callable
        One of the initializations.

    Returns
    -------
    parameters : dict
        What the function returned.
    state : dict
        The state in which it left the stream.
    """
    np.random.seed(SEED)
    parameters = function(LAYERS_DIMS)
    return parameters, stream_state()


def compare(ours: Initialization, theirs: Initialization, data: Data) -> Result:
    """Train from two initializations in lockstep and hold one against the other at each step.

    Parameters
    ----------
    ours, theirs : callable
        An initialization of paraminit, and the same one in NumPy.
    data : Data
        What to learn.

    Returns
    -------
    Result
        Cost and accuracy after the last step, and what agreed in all of them.
    """
    our_parameters, our_state = initialize(ours)
    their_parameters, their_state = initialize(theirs)
    our_descent = descend(our_parameters, *data.train, LEARNING_RATE)
    their_descent = descend(their_parameters, *data.train, LEARNING_RATE)

    same_costs = same_weights = True
    for (cost, our_parameters), (their_cost, their_parameters) in islice(
        zip(our_descent, their_descent, strict=True), STEPS + 1
    ):
        same_costs &= cost.hex() == their_cost.hex()
        same_weights &= same_bits(our_parameters, their_parameters)

    return Result(
        cost=cost,
        train_accuracy=accuracy(our_parameters, *data.train),
        test_accuracy=accuracy(our_parameters, *data.test),
        same_stream=same_stream(our_state, their_state),
        same_costs=same_costs,
        same_weights=same_weights,
    )


def main() -> int:
    """Print the table.

    Returns
    -------
    int
        The exit status: 0 if everything agreed, else 1.
    """
    data = circles()
    print(
        f"layers {'-'.join(map(str, LAYERS_DIMS))}, ReLU, {data.train.x.shape[1]} samples of two "
        f"circles, {STEPS:,} steps at learning rate {LEARNING_RATE}\n"
        f"paraminit {paraminit.__version__} against NumPy {np.__version__}, both from seed {SEED}\n"
    )
    print(
        f"{'':8}{'cost':>10}{'train acc.':>12}{'test acc.':>11}"
        f"{'costs':>14}{'weights':>12}{'stream':>12}"
    )
    different = False
    for name, (ours, theirs) in PAIRS.items():
        result = compare(ours, theirs, data)
        verdicts = (result.same_costs, result.same_weights, result.same_stream)
        print(
            f"{name:8}{result.cost:10.6f}{result.train_accuracy:12.1%}"
            f"{result.test_accuracy:11.1%}  "
            + "".join(f"{'equal' if same else 'DIFFERENT':>12}" for same in verdicts),
            flush=True,
        )
        different |= not result.same
    print(
        "\nSomething differs."
        if different
        else f"\nAll {STEPS + 1:,} costs and sets of weights are equal, and so is the stream."
    )
    return int(different)


if __name__ == "__main__":
    sys.exit(main())
