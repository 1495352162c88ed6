"""backtesting.py: the same strategy, with its statistics, as it always runs."""

import time
import warnings

import pandas as pd
from backtesting import Backtest, Strategy
from candles import CASH, FAST, FEE, SLOW, answer, columns, mean

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
seconds = []
for _ in range(2):
    backtest = Backtest(frame, SmaCross, cash=CASH, commission=FEE)
    start = time.perf_counter()
    result = backtest.run()
    seconds.append(time.perf_counter() - start)
trades = result["_trades"]
still_open = int(bool(backtest._results._strategy.position))
answer(len(frame), seconds, 2 * len(trades) + still_open, float(result["Equity Final [$]"]))
