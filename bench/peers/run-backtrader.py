"""backtrader: the same strategy with its own averages and default settings; its run loads the candles, by the faster of its two ways from pandas."""

import backtrader as bt
import pandas as pd
from candles import CASH, FAST, FEE, SLOW, answer, columns, timed


class SmaCross(bt.Strategy):
    def __init__(self):
        self.fast = bt.ind.SMA(period=FAST)
        self.slow = bt.ind.SMA(period=SLOW)
        self.fills = []

    def notify_order(self, order):
        if order.status == order.Completed:
            self.fills.append((len(self) - 1, order.executed.price if order.isbuy() else -order.executed.price))

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


def prepare():
    cerebro = bt.Cerebro()
    cerebro.adddata(bt.feeds.PandasDirectData(dataname=frame, openinterest=-1))
    cerebro.addstrategy(SmaCross)
    cerebro.broker.setcash(CASH)
    cerebro.broker.setcommission(commission=FEE)
    return cerebro


def run(cerebro):
    (strategy,) = cerebro.run()
    return strategy, cerebro.broker.getvalue()


seconds, (strategy, value) = timed(2, prepare, run)
answer(seconds, strategy.fills, value)
