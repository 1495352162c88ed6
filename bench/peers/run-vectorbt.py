"""vectorbt: signals as arrays, executed at the next open; value and drawdown of every bar included. Its first call compiles."""

import pandas as pd
import vectorbt as vbt
from candles import CASH, FEE, answer, columns, crosses, timed

given = columns()
index = pd.to_datetime(given["time"], unit="ms")
open_, close = pd.Series(given["open"], index=index), pd.Series(given["close"], index=index)


def run(_):
    up, down = crosses(given["close"])
    entries = pd.Series(up, index=index).shift(1, fill_value=False)
    exits = pd.Series(down, index=index).shift(1, fill_value=False)
    portfolio = vbt.Portfolio.from_signals(close, entries, exits, price=open_, size=1, fees=FEE, init_cash=CASH, freq="1min")
    value = portfolio.value()
    (value / value.cummax() - 1).min()
    return portfolio, value


seconds, (portfolio, value) = timed(9, lambda: None, run)
orders = portfolio.orders.records
answer(seconds, zip(orders["idx"], orders["price"].where(orders["side"] == 0, -orders["price"])), value.iloc[-1])
