"""backtesting.py: the same strategy, its averages made at once as arrays; its statistics are part of every run."""

import warnings

import pandas as pd
from backtesting import Backtest, Strategy
from candles import CASH, FAST, FEE, SLOW, answer, columns, mean, timed

warnings.filterwarnings("ignore")


class SmaCross(Strategy):
    def init(self):
        self.fast = self.I(mean, self.data.Close, FAST)
        self.slow = self.I(mean, self.data.Close, SLOW)

    def next(self):
        fast, slow = self.fast, self.slow
        if fast[-1] > slow[-1] and fast[-2] <= slow[-2]:
            if not self.position:
                self.buy(size=1)
        elif fast[-1] < slow[-1] and fast[-2] >= slow[-2] and self.position:
            self.position.close()


given = columns()
frame = pd.DataFrame(
    {name.capitalize(): given[name] for name in ("open", "high", "low", "close", "volume")},
    index=pd.to_datetime(given["time"], unit="ms"),
)
seconds, result = timed(2, lambda: Backtest(frame, SmaCross, cash=CASH, commission=FEE), lambda backtest: backtest.run())
closed, still_open = result["_trades"], result["_strategy"].trades
fills = [
    *zip(closed["EntryBar"], closed["EntryPrice"]),
    *zip(closed["ExitBar"], -closed["ExitPrice"]),
    *((trade.entry_bar, trade.entry_price) for trade in still_open),
]
answer(seconds, fills, result["Equity Final [$]"])
