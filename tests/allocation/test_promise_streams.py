"""Ten thousand order streams: what is promised is kept as long as nothing changes."""
import json

from tools.paths import BUILD

from .promise_streams import draw, kept, play

STREAMS = 10_000


def _lines():
    for seed in range(STREAMS):
        stream = draw(seed)
        play(stream)
        yield from (line for order in stream.orders for line in order.lines)


def test_promises_are_kept_when_nothing_changes():
    lines = list(_lines())
    shares = {name: kept(lines, name) for name in ("promised", "native", "earliest_receipt")}
    BUILD.mkdir(exist_ok=True)
    (BUILD / "promise_streams.json").write_text(json.dumps({
        "streams": STREAMS, "lines": len(lines),
        **{name: {"kept": share, "promised": count} for name, (share, count) in shares.items()}}, indent=2) + "\n")
    assert shares["promised"][0] == 1.0
    # a date for whatever shipped at all, and none for what did not
    assert shares["promised"][1] == sum(line.shipped is not None for line in lines) > 0.5 * len(lines)
    # and not by promising late: it ships on the very day
    assert all(line.promised == line.shipped for line in lines)
    assert shares["native"][0] < 0.9
    assert shares["earliest_receipt"][0] < 0.95
