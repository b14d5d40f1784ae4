"""The strategies of the engine, in the words people choose them by."""
from ...engine import values

STRATEGIES = [
    (values.WIN, "Win"),
    (values.GAIN, "Gain"),
    (values.IMPROVE, "Improve"),
    (values.REDISTRIBUTE, "Redistribute"),
    (values.FILL, "Fill"),
    (values.LOSE, "Lose"),
    (values.SKIP, "Skip"),
]

STRATEGY_HELP = (
    "Win: filled before everybody else; what cannot be filled is an exception that somebody must settle.\n"
    "Gain: never less than it holds; may take from lines behind it that may lose.\n"
    "Improve: never less than it holds; takes what is free, nobody loses for it.\n"
    "Redistribute: gains or loses, as its place in the queue has it.\n"
    "Fill: never more than it holds; may lose.\n"
    "Lose: gives up all it holds.\n"
    "Skip: stays as it is, whatever happens around it.")
