"""Among all else that draws, our functions leave the stream where the notebook's leave it."""

import hashlib
import itertools
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from stress.command import FaultError, run
from stress.streams import random_layers
from support.forks import in_fork
from support.functions import DRAWING, NOTEBOOK, Function
from support.outcome import compare, freeze, full_state, observe

POSITIONS = [*range(8), *range(308, 316), *range(609, 625)]
"""Four in a row, anywhere and on both sides of a block's end, for each place modulo 4."""

BASES = [1, 6, 185]
"""Sizes of layers that are drawn function by function, in bulk, and as a long call."""


def stress(steps: int = 100_000, places: int = 10_000, seed: int = 0) -> str:
    """Draw the same in two worlds, one with our functions and one with the notebook's."""
    ours, theirs = (in_fork(partial(session, ours, steps, seed), 36_000) for ours in (True, False))
    for step, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
        if mine != other:
            raise FaultError(f"step {step} of seed {seed}: {mine}, where NumPy has {other}")
    cases = check_places(places)
    return f"{steps} steps in two worlds, {cases} cases of place and parity: all equal"


def session(ours: bool, steps: int, seed: int) -> list[str]:
    """Take the steps in this process and return a line for each."""
    world = World(ours, seed)
    return [world.step() for _ in range(steps)]


class World:
    """A copy of the world, in which the functions are ours or the notebook's."""

    def __init__(self, ours: bool, seed: int) -> None:
        self.ours = ours
        self.rng = np.random.default_rng(seed)
        self.bit_generators = [
            get_bit_generator(),
            np.random.MT19937(seed),
            np.random.PCG64(seed),
        ]
        self.saved: dict[str, Any] = {}
        np.random.seed(seed)

    def step(self) -> str:
        """Take a step and return what it was, and a digest of its result and the whole state."""
        kind = STEPS[int(self.rng.integers(len(STEPS)))]
        what, value = kind(self)
        told = repr((value, full_state()))
        return f"{what}: {hashlib.blake2b(told.encode(), digest_size=16).hexdigest()}"

    def size(self) -> int:
        """Return a small size, 0 among them, odd or even."""
        return int(self.rng.integers(0, 6))

    def initialize(self) -> tuple[str, object]:
        """Call one of the functions, sometimes with layers that it refuses."""
        function = NOTEBOOK[self.rng.integers(len(NOTEBOOK))]
        layers_dims: list[Any] = random_layers(self.rng)
        if self.rng.random() < 0.03:
            layers_dims.append([-1, "a", None, 2**62][self.rng.integers(4)])
        call = function.ours if self.ours else undone_if_it_fails(function)
        return f"{function} {layers_dims}", observe(call, layers_dims)

    def draw(self) -> tuple[str, object]:
        """Draw by one of NumPy's functions."""
        name = ["rand", "randn", "normal", "randint", "permutation", "shuffle"][
            self.rng.integers(6)
        ]
        size = self.size()
        match name:
            case "rand" | "randn":
                value = getattr(np.random, name)(*[size][: self.rng.integers(2)])
            case "normal":
                value = np.random.normal(1.5, 2.0, size)
            case "randint":
                value = np.random.randint(0, 10 ** int(self.rng.integers(1, 15)), size)
            case "permutation":
                value = np.random.permutation(3 * size)
            case _:
                value = np.arange(3 * size)
                np.random.shuffle(value)
        return f"{name} {size}", freeze(value)

    def seed(self) -> tuple[str, object]:
        """Seed the stream."""
        seed = int(self.rng.integers(2**32))
        np.random.seed(seed)
        return f"seed {seed}", None

    def get_state(self) -> tuple[str, object]:
        """Save the state, in one of its two forms."""
        kind = type(get_bit_generator()).__name__
        legacy = kind == "MT19937" and self.rng.random() < 0.5
        state: Any = np.random.get_state() if legacy else np.random.get_state(legacy=False)
        self.saved[kind] = state
        return f"get_state {legacy}", freeze(dict(enumerate(state)) if legacy else state)

    def set_state(self) -> tuple[str, object]:
        """Go back to the state that was saved last from this kind of bit generator."""
        state = self.saved.get(type(get_bit_generator()).__name__)
        if state is not None:
            np.random.set_state(state)
        return "set_state", None

    def exchange(self) -> tuple[str, object]:
        """Exchange the bit generator."""
        number = int(self.rng.integers(len(self.bit_generators)))
        set_bit_generator(self.bit_generators[number])
        return f"set_bit_generator {number}", None


STEPS: Sequence[Callable[[World], tuple[str, object]]] = [
    *[World.initialize] * 30,
    *[World.draw] * 20,
    *[World.seed] * 2,
    *[World.get_state] * 2,
    *[World.set_state] * 2,
    World.exchange,
]


def undone_if_it_fails(function: Function) -> Callable[[Any], Any]:
    """Return the notebook's function with the one difference that is meant: see `compare`."""

    def call(layers_dims: Any) -> Any:
        state = np.random.get_state(legacy=False)
        try:
            return function.reference(layers_dims)
        except Exception:
            np.random.set_state(state)
            raise

    return call


def check_places(most: int) -> int:
    """Start at each place, with every parity of the layers; return the number of cases.

    If there are more than `most`, only every second, third, ... is taken.
    """
    networks = [
        list(sizes) for base in BASES for sizes in itertools.product([base, base + 1], repeat=4)
    ]
    cases = list(itertools.product(DRAWING, networks, POSITIONS, [0, 1]))
    cases = cases[:: -(-len(cases) // most)]
    key = np.random.RandomState(7).get_state(legacy=False)["state"]["key"]
    for function, layers_dims, position, cached in cases:
        np.random.set_state(("MT19937", key, position, cached, 0.25 * cached))
        states = [
            np.random.get_state(legacy=False),
            dict(enumerate(np.random.get_state())),
            get_bit_generator().state,
        ]
        saved = [freeze(state) for state in states]
        _, differences = compare(function, layers_dims)
        if [freeze(state) for state in states] != saved:
            differences.append("a state saved before has changed")
        if differences:
            place = f"word {position}, cached normal {cached}"
            raise FaultError(f"{layers_dims} at {place}: {differences}")
    return len(cases)


if __name__ == "__main__":
    raise SystemExit(run(stress))
