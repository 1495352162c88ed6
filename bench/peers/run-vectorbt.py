"""vectorbt: signals as arrays, executed at the next open; value and drawdown of every bar included. The first call compiles and is told apart."""

import time

import pandas as pd
import vectorbt as vbt
from candles import CASH, FEE, answer, columns, crosses

given = columns()
index = pd.to_datetime(given["time"], unit="ms")
open_, close = pd.Series(given["open"], index=index), pd.Series(given["close"], index=index)


def run():
    up, down = crosses(given["close"])
    entries = pd.Series(up, index=index).shift(1, fill_value=False)
    exits = pd.Series(down, index=index).shift(1, fill_value=False)
    portfolio = vbt.Portfolio.from_signals(close, entries, exits, price=open_, size=1, fees=FEE, init_cash=CASH, freq="1min")
    value = portfolio.value()
    return portfolio, value, (value / value.cummax() - 1).min()


seconds = []
for _ in range(8):
    start = time.perf_counter()
    portfolio, value, drawdown = run()
    seconds.append(time.perf_counter() - start)
answer(len(close), seconds[1:], len(portfolio.orders.records), float(value.iloc[-1]), coldSeconds=seconds[0])
