"""The bench's candles and its one strategy, shared by the scripts of the peers: SMA cross, long only, one unit, decided at a close, filled at the next open."""

import json
import sys
import time

import numpy as np

FAST, SLOW, CASH, FEE, TICKS_PER_UNIT = 10, 30, 1_000_000, 0.001, 64


def columns():
    """Time (epoch ms), open, high, low, close, volume from the file named first on the command line; the second word is how many candles to use."""
    path, bars = sys.argv[1], int(sys.argv[2])
    data = np.fromfile(path, dtype="<f8").reshape(6, -1)
    return dict(zip(("time", "open", "high", "low", "close", "volume"), data[:, :bars]))


def mean(close, period):
    """Simple moving average from whole ticks, so that no rounding decides a cross."""
    ticks = np.rint(np.asarray(close) * TICKS_PER_UNIT).astype(np.int64)
    sums = np.concatenate(([0], np.cumsum(ticks)))
    result = np.full(len(ticks), np.nan)
    result[period - 1 :] = (sums[period:] - sums[:-period]) / (period * TICKS_PER_UNIT)
    return result


def crosses(close):
    """Where the fast average crosses above and below the slow one."""
    fast, slow = mean(close, FAST), mean(close, SLOW)
    up, down = np.zeros(len(fast), dtype=bool), np.zeros(len(fast), dtype=bool)
    up[1:] = (fast[1:] > slow[1:]) & (fast[:-1] <= slow[:-1])
    down[1:] = (fast[1:] < slow[1:]) & (fast[:-1] >= slow[:-1])
    return up, down


def timed(rounds, prepare, run):
    """Seconds of a first, cold round of `run` and of so many warm ones, each given what `prepare` made beforehand; and the last result."""
    seconds = []
    for _ in range(1 + rounds):
        given = prepare()
        start = time.perf_counter()
        result = run(given)
        seconds.append(time.perf_counter() - start)
    return seconds, result


def answer(seconds, fills, final_equity):
    """One line of JSON on standard output. A fill is the number of its candle and its price, negative for a sale; they are put in order."""
    fills = sorted([int(candle), float(price)] for candle, price in fills)
    print(json.dumps({"coldSeconds": seconds[0], "seconds": seconds[1:], "fills": fills, "finalEquity": float(final_equity)}))
