"""Random arguments of all kinds, most of them such as no notebook has.

Some raise, give inconsistent answers, change the list while it is read, draw, or replace the bit
generator.
"""

import gc
import itertools
import random
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.random.mtrand import set_bit_generator

from support.threads import start
from support.watchdog import TIMEOUT

Answer = Callable[..., Any]


class OwnError(Exception):
    """An error that only this module raises."""


class OwnExit(BaseException):
    """An error that is no `Exception`."""


ERRORS: list[type[BaseException]] = [
    ValueError, TypeError, KeyError, IndexError, AttributeError, MemoryError, ZeroDivisionError,
    OverflowError, RecursionError, StopIteration, UnicodeError, KeyboardInterrupt, SystemExit,
    GeneratorExit, OwnError, OwnExit,
]  # fmt: skip


class OnlyIndex:
    """An entry that is an index, and nothing else."""

    def __init__(self, arguments: "OddArguments", size: int) -> None:
        self.index = arguments.answer(lambda: arguments.index(size))
        self.quotient = arguments.answer(arguments.quotient)
        self.total = arguments.answer(lambda: arguments.sum(size))

    def __index__(self) -> Any:
        return self.index()


class Divisor(OnlyIndex):
    """An entry that a number can be divided by as well."""

    def __rtruediv__(self, numerator: object) -> Any:
        return self.quotient()


class Summand(Divisor):
    """An entry that can be added as well."""

    def __add__(self, other: object) -> Any:
        return self.total()

    __radd__ = __add__


class OwnInt(int):
    """An integer with its own arithmetic."""

    answers: Summand

    def __rtruediv__(self, numerator: Any) -> Any:
        return self.answers.quotient()

    def __add__(self, other: Any) -> Any:
        return self.answers.total()

    def __index__(self) -> Any:
        return self.answers.index()


class OnlyFloat:
    """An entry that is a float and no index."""

    def __float__(self) -> float:
        return 3.0


class OnlyAttributes:
    """An entry without any method, whose every other attribute is an error."""

    def __init__(self, arguments: "OddArguments", size: int) -> None:
        self.attribute = arguments.answer(lambda: size)

    def __getattr__(self, name: str) -> Any:
        if name == "attribute":
            raise AttributeError(name)
        return self.attribute()


class Radicand:
    """A quotient that brings its own root, as `np.sqrt` asks objects for it."""

    def __init__(self, root: Answer) -> None:
        self.root = root

    def sqrt(self) -> Any:
        """Answer."""
        return self.root()


class OwnContainer:
    """A container that answers for its length and each item."""

    def __init__(self, length: Answer, items: list[Answer]) -> None:
        self.length = length
        self.items = items

    def __len__(self) -> Any:
        return self.length()

    def __getitem__(self, layer: Any) -> Any:
        return self.items[layer]()


class OwnList(list[Any]):
    """A list whose answers are not what it holds."""

    answers: OwnContainer

    def __len__(self) -> Any:
        return self.answers.length()

    def __getitem__(self, layer: Any) -> Any:
        return self.answers[layer]


class OwnTuple(tuple[Any, ...]):
    """A tuple whose answers are not what it holds."""

    answers: OwnContainer

    __len__ = OwnList.__len__
    __getitem__ = OwnList.__getitem__


PLAIN: list[Any] = [
    True, False, 2.5, 3.0, float("nan"), 3j, None, ..., "3", b"3", int, Decimal(3), Fraction(3),
    [3], (3,), {3: 3}, np.True_, np.float64(3), np.float32(3), np.str_("3"), np.array(3.0),
    np.array([3]), np.array([3, 2]), np.array([[3]]), np.array([], dtype=int), np.array(3),
    np.array(3, dtype=np.uint8), np.array(None), np.datetime64(3, "s"), np.timedelta64(3, "s"),
]  # fmt: skip

EXTREME: list[Any] = [
    -1, -(2**63), -(2**63) - 1, -(2**70), 10**14, 2**53 + 1, 2**60, 2**62, 2**63 - 1, 2**63, 2**64,
    2**70, 10**400, np.int8(-1), np.int64(-5), np.int64(2**62), np.uint64(2**63),
]  # fmt: skip

NUMPY_TYPES = [np.dtype(code).type for code in "bBhHiIlLqQ"]

QUOTIENTS: list[Any] = [
    0.3, 0.3, 0.3, 2.0, 0.0, -0.0, -1.0, float("inf"), float("nan"), 5e-324, 4, 2**70, True, 0.3j,
    "0.3", None, Decimal("0.3"), Fraction(3, 10), np.float64(0.3), np.float32(0.3), np.float16(0.3),
    np.int8(3), np.uint64(3), np.longdouble(0.3), np.complex128(0.3), np.array(0.3),
    np.array(0.3, dtype=np.float32), np.array([0.3]), np.array([[0.3]]), np.array([[[0.3]]]),
    np.array([0.1, 0.2]), np.array([]), np.array(0.3, dtype=object), NotImplemented,
]  # fmt: skip


DRAWS: list[Callable[[], object]] = [
    lambda: np.random.randn(),
    lambda: np.random.rand(),
    lambda: np.random.bytes(4),
]


class OddArguments:
    """Builds arguments; the same ones from an `rng` in the same state."""

    def __init__(self, rng: random.Random, call: Callable[[Any], object]) -> None:
        self.rng = rng
        self.call = call
        self.moves = False
        """Whether anything that was built moves the stream when it is read."""
        self.entries: list[Any] = []
        """What is in the container, to be changed while it is read."""
        self.depth = 0

    def layers_dims(self) -> Any:
        """Build an argument."""
        rng = self.rng
        length = rng.choice([0, 1, 2, 2, 3, 3, 3, 4, 5, 12])
        self.entries = [self.entry() for _ in range(length)]
        kind = rng.random()
        if kind < 0.45:
            return self.entries
        if kind < 0.6:
            return tuple(self.entries)
        if kind < 0.7:
            return self.own_container()
        if kind < 0.82:
            own: Any = OwnList(self.entries) if kind < 0.76 else OwnTuple(self.entries)
            own.answers = self.own_container()
            return own
        if kind < 0.9:
            return self.numbers(length)
        return self.other_container(length)

    def own_container(self) -> OwnContainer:
        """Build a container with answers of its own, seldom right."""
        length = len(self.entries)
        lengths = [length] * 6 + [length + 1, length - 1, 0, -1, 2**70, 2.0, "2", None, True]
        # An item is asked each time, so it can be another one each time.
        items = [self.answer(lambda entry=entry: entry, self.entry) for entry in self.entries]
        return OwnContainer(self.answer(lambda: self.rng.choice(lengths)), items)

    def numbers(self, length: int) -> Any:
        """Build a container of nothing but numbers."""
        rng = self.rng
        sizes = [rng.randrange(0, 9) for _ in range(length)]
        kind = rng.randrange(8)
        if kind == 0:
            return range(rng.randrange(-2, 9), rng.randrange(-2, 9), rng.choice([-2, -1, 1, 2]))
        if kind == 1:
            return rng.choice([bytes, bytearray, deque])(sizes)
        if kind == 2:
            return memoryview(bytes(sizes))
        if kind == 3:
            return np.array(sizes, dtype=rng.choice("fd?cOSmU"))
        if kind == 4:
            return np.array([sizes, sizes], dtype=int)
        return np.array(sizes, dtype=rng.choice(NUMPY_TYPES))[:: rng.choice([-1, 1, 1, 2])]

    def other_container(self, length: int) -> Any:
        """Build what is seldom a container of sizes."""
        rng = self.rng
        entries = self.entries
        kind = rng.randrange(9)
        if kind < 3:
            shift = rng.choice([0, 0, 0, 1])
            return {rng.choice([layer, layer, float(layer)]) + shift: entry
                    for layer, entry in enumerate(entries)}  # fmt: skip
        if kind == 3:
            return iter(entries)
        if kind == 4:
            return {rng.randrange(9) for _ in range(length)}
        if kind == 5:
            return "321"[:length]
        if kind == 6:
            return [entries, entries]
        if kind == 7:
            return deque(entries)
        return rng.choice(PLAIN + EXTREME)

    def entry(self) -> Any:
        """Build an entry."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.6:
            return self.size()
        if kind < 0.7:
            return rng.choice(NUMPY_TYPES)(rng.randrange(0, 120))
        if kind < 0.76:
            return rng.choice(PLAIN)
        if kind < 0.8:
            return rng.choice(EXTREME)
        size = self.size()
        if kind < 0.83:
            return OnlyAttributes(self, size)
        if kind < 0.84:
            return OnlyFloat()
        if kind < 0.88:
            own = OwnInt(size)
            own.answers = Summand(self, size)
            return own
        return rng.choice([OnlyIndex, Divisor, Summand, Summand])(self, size)

    def size(self) -> int:
        """Return the size of a layer."""
        kind = self.rng.random()
        if kind < 0.97:
            return self.rng.randrange(1, 9)
        if kind < 0.985:
            return 0
        return self.rng.choice([50, 51, 300])

    def index(self, size: int) -> Any:
        """Return what is seldom not an index."""
        return self.rng.choice([size] * 12 + [size + 1, np.int8(3), -1, 2**70, 3.0, "3", None])

    def sum(self, size: int) -> Any:
        """Return something to divide by."""
        other = Divisor(self, size) if self.depth == 0 else size
        return self.rng.choice([size, size, other, other, 3.0, 0, np.int8(5), None, NotImplemented])

    def quotient(self) -> Any:
        """Return something to take the root of."""
        value = self.rng.choice(QUOTIENTS)
        return Radicand(self.answer(lambda: value)) if self.rng.random() < 0.1 else value

    def answer(self, make: Answer, another: Answer | None = None) -> Answer:
        """Return a function that gives, or does not give, what is made."""
        rng = self.rng
        self.depth += 1
        try:
            kind = rng.random()
            if self.depth > 3 or kind < 0.8:
                return constant(make())
            if kind < 0.87:
                return failure(rng.choice(ERRORS))
            if kind < 0.93:
                make_another = another or make
                return alternation([make(), *(make_another() for _ in range(rng.randrange(1, 4)))])
            return preceded(self.effect(), constant(make()))
        finally:
            self.depth -= 1

    def effect(self) -> Callable[[], object]:
        """Return something to do while a call waits for an answer."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.4:
            return self.change_of_the_list()
        if kind < 0.5:
            return lambda: warnings.warn("while it is read", stacklevel=1)
        if kind < 0.52:
            return lambda: gc.collect(0)
        self.moves = True
        seed = rng.randrange(2**32)
        if kind < 0.64:
            return rng.choice(DRAWS)
        if kind < 0.7:
            return lambda: np.random.seed(seed)
        if kind < 0.8:
            bit_generator = rng.choice([np.random.MT19937, np.random.PCG64])
            return lambda: set_bit_generator(bit_generator(seed))
        if kind < 0.84:
            return lambda: start(self.call, [3, 3, 1]).result(TIMEOUT)
        if kind < 0.9:
            return self.nested_call
        return lambda: self.call([3, 3, 1])

    def nested_call(self) -> None:
        """Call again with what is being read, but not without end."""
        if self.depth < 2:
            self.depth += 1
            try:
                self.call(self.entries)
            finally:
                self.depth -= 1

    def change_of_the_list(self) -> Callable[[], object]:
        """Return a change of the list that holds the entries."""
        entries = self.entries  # still to be filled
        return self.rng.choice(
            [
                lambda: entries.append(2),
                lambda: entries.pop() if entries else None,
                lambda: entries.clear(),
                lambda: entries.insert(0, 4),
                lambda: entries.reverse(),
                lambda: entries.extend(entries[:3]),
                lambda: entries.__setitem__(slice(0, 2), [1, 2, 3]),
            ]
        )


def constant(value: Any) -> Answer:
    """Return a function that gives the value."""
    return lambda: value


def failure(error: type[BaseException]) -> Answer:
    """Return a function that raises the error."""

    def fail() -> Any:
        raise error("while it is read")

    return fail


def alternation(values: list[Any]) -> Answer:
    """Return a function that gives one value after the other, over and over."""
    rest: Iterator[Any] = itertools.cycle(values)
    return lambda: next(rest)


def preceded(effect: Callable[[], object], answer: Answer) -> Answer:
    """Return a function that does something before it answers."""

    def both() -> Any:
        effect()
        return answer()

    return both
