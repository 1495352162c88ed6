"""NautilusTrader: its own averages and order book. On bars alone it fills at the close that decided, and that way, its faster one, is timed;
with a quote at every open and one nanosecond of latency it fills at the next open, and that way is compared."""

from decimal import Decimal

import numpy as np
import pandas as pd
from candles import CASH, FAST, FEE, SLOW, answer, columns, timed
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.backtest.models import LatencyModel
from nautilus_trader.config import LoggingConfig, StrategyConfig
from nautilus_trader.indicators import SimpleMovingAverage
from nautilus_trader.model.currencies import BTC, USDT
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import CurrencyPair
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.persistence.wranglers import BarDataWrangler, QuoteTickDataWrangler
from nautilus_trader.trading.strategy import Strategy

ROUNDS = 2
MINUTE_NS = 60_000_000_000
VENUE = Venue("SIM")
INSTRUMENT = CurrencyPair(
    instrument_id=InstrumentId(Symbol("X"), VENUE),
    raw_symbol=Symbol("X"),
    base_currency=BTC,
    quote_currency=USDT,
    price_precision=6,
    size_precision=2,
    price_increment=Price.from_str("0.015625"),
    size_increment=Quantity.from_str("0.01"),
    maker_fee=Decimal(str(FEE)),
    taker_fee=Decimal(str(FEE)),
    ts_event=0,
    ts_init=0,
)
BAR_TYPE = BarType.from_str("X.SIM-1-MINUTE-LAST-EXTERNAL")


class SmaCross(Strategy):
    def __init__(self):
        super().__init__(StrategyConfig())
        self.fast, self.slow = SimpleMovingAverage(FAST), SimpleMovingAverage(SLOW)
        self.before = None
        self.held = False
        self.fills = []

    def on_start(self):
        self.register_indicator_for_bars(BAR_TYPE, self.fast)
        self.register_indicator_for_bars(BAR_TYPE, self.slow)
        self.subscribe_bars(BAR_TYPE)

    def on_order_filled(self, event):
        price = float(str(event.last_px))
        self.fills.append((event.ts_event, price if event.order_side == OrderSide.BUY else -price))

    def on_bar(self, bar):
        if not self.slow.initialized:
            return
        now, before = (self.fast.value, self.slow.value), self.before
        self.before = now
        if before is None:
            return
        if now[0] > now[1] and before[0] <= before[1] and not self.held:
            self.trade(OrderSide.BUY)
        elif now[0] < now[1] and before[0] >= before[1] and self.held:
            self.trade(OrderSide.SELL)

    def trade(self, side):
        self.held = side == OrderSide.BUY
        self.submit_order(self.order_factory.market(INSTRUMENT.id, side, Quantity.from_str("1.00")))


given = columns()
frame = pd.DataFrame(
    {name: given[name] for name in ("open", "high", "low", "close", "volume")},
    index=pd.to_datetime(given["time"], unit="ms", utc=True),
)
bars = BarDataWrangler(BAR_TYPE, INSTRUMENT).process(frame, ts_init_delta=MINUTE_NS)
sides = {"bid_price": frame["open"], "ask_price": frame["open"]}
quotes = QuoteTickDataWrangler(INSTRUMENT).process(pd.DataFrame(sides), default_volume=1000, ts_init_delta=1)


def prepare(with_quotes):
    engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True)))
    engine.add_venue(
        VENUE,
        OmsType.NETTING,
        AccountType.CASH,
        starting_balances=[Money(CASH, USDT), Money(0, BTC)],
        bar_execution=not with_quotes,
        latency_model=LatencyModel(base_latency_nanos=1) if with_quotes else None,
    )
    engine.add_instrument(INSTRUMENT)
    engine.add_data(bars)
    if with_quotes:
        engine.add_data(quotes)
    strategy = SmaCross()
    engine.add_strategy(strategy)
    return engine, strategy


def run(prepared):
    engine, strategy = prepared
    engine.run()
    account = engine.portfolio.account(VENUE)
    equity = account.balance_total(USDT).as_double() + account.balance_total(BTC).as_double() * given["close"][-1]
    engine.dispose()
    return strategy.fills, equity


seconds, _ = timed(ROUNDS, lambda: prepare(False), run)
fills, equity = run(prepare(True))
candles = np.searchsorted(given["time"], [at // 1_000_000 for at, _ in fills], side="right") - 1
answer(seconds, zip(candles, (price for _, price in fills)), equity)
