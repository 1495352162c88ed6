"""backtrader: the same strategy with its own averages and default settings."""

import time

import backtrader as bt
import pandas as pd
from candles import CASH, FAST, FEE, SLOW, answer, columns


class SmaCross(bt.Strategy):
    def __init__(self):
        self.fast = bt.ind.SMA(period=FAST)
        self.slow = bt.ind.SMA(period=SLOW)
        self.fills = 0

    def notify_order(self, order):
        if order.status == order.Completed:
            self.fills += 1

    def next(self):
        fast, slow = self.fast, self.slow
        if fast[0] > slow[0] and fast[-1] <= slow[-1]:
            if not self.position:
                self.buy(size=1)
        elif fast[0] < slow[0] and fast[-1] >= slow[-1] and self.position:
            self.close()


given = columns()
frame = pd.DataFrame(
    {name: given[name] for name in ("open", "high", "low", "close", "volume")},
    index=pd.to_datetime(given["time"], unit="ms"),
)
cerebro = bt.Cerebro()
cerebro.adddata(bt.feeds.PandasData(dataname=frame))
cerebro.addstrategy(SmaCross)
cerebro.broker.setcash(CASH)
cerebro.broker.setcommission(commission=FEE)
start = time.perf_counter()
(strategy,) = cerebro.run()
answer(len(frame), [time.perf_counter() - start], strategy.fills, cerebro.broker.getvalue())
