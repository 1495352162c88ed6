"""NautilusTrader: its own averages and order book on bars. It fills at the close that decided, not at the next open: only the speed is compared."""

import time
from decimal import Decimal

import pandas as pd
from candles import CASH, FAST, FEE, SLOW, answer, columns
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig, StrategyConfig
from nautilus_trader.indicators import SimpleMovingAverage
from nautilus_trader.model.currencies import BTC, USDT
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import CurrencyPair
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.persistence.wranglers import BarDataWrangler
from nautilus_trader.trading.strategy import Strategy

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
    lot_size=None,
    max_quantity=None,
    min_quantity=None,
    max_notional=None,
    min_notional=None,
    max_price=None,
    min_price=None,
    margin_init=Decimal(0),
    margin_maint=Decimal(0),
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
        self.fills = 0

    def on_start(self):
        self.register_indicator_for_bars(BAR_TYPE, self.fast)
        self.register_indicator_for_bars(BAR_TYPE, self.slow)
        self.subscribe_bars(BAR_TYPE)

    def on_order_filled(self, event):
        self.fills += 1

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
bars = BarDataWrangler(BAR_TYPE, INSTRUMENT).process(frame)
engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True)))
engine.add_venue(VENUE, OmsType.NETTING, AccountType.CASH, starting_balances=[Money(CASH, USDT), Money(1, BTC)])
engine.add_instrument(INSTRUMENT)
engine.add_data(bars)
strategy = SmaCross()
engine.add_strategy(strategy)
start = time.perf_counter()
engine.run()
answer(len(frame), [time.perf_counter() - start], strategy.fills, None)
