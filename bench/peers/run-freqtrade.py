"""freqtrade: its own backtester, fed without a network: the market list is given, everything after it is freqtrade's. Signals and the trade loop are
timed; loading, statistics and the printed report are not. It closes what is still open at the last candle's open."""

import logging
import tempfile
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from candles import CASH, FEE, answer, columns, timed
from freqtrade.data.history import get_datahandler
from freqtrade.enums import CandleType, RunMode
from freqtrade.exchange import Exchange
from freqtrade.optimize.backtesting import Backtesting

logging.disable(logging.CRITICAL)
ROUNDS = 2
PAIR = "X/USDT"
STRATEGY = """
from candles import crosses
from freqtrade.strategy import IStrategy

class SmaCross(IStrategy):
    timeframe = "1m"
    minimal_roi = {}
    stoploss = -0.99
    can_short = False
    use_exit_signal = True
    startup_candle_count = 0
    order_types = {"entry": "market", "exit": "market", "stoploss": "market", "stoploss_on_exchange": False}

    def custom_stake_amount(self, current_rate, **_):
        return current_rate  # one unit

    def populate_indicators(self, dataframe, metadata):
        dataframe["up"], dataframe["down"] = crosses(dataframe["close"].to_numpy())
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["up"], "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["down"], "exit_long"] = 1
        return dataframe
"""
MARKET = {
    "id": "XUSDT", "symbol": PAIR, "base": "X", "quote": "USDT", "active": True, "spot": True, "type": "spot", "margin": False, "swap": False,
    "linear": None, "contract": False, "precision": {"price": 0.015625, "amount": 0.01}, "taker": FEE, "maker": FEE, "info": {},
    "limits": {"cost": {"min": 0, "max": None}, "amount": {"min": 0.01, "max": None}, "price": {"min": None, "max": None}},
}


def settings(folder, data):
    return {
        "exchange": {"name": "binance", "key": "", "secret": "", "pair_whitelist": [PAIR], "pair_blacklist": []},
        "stake_currency": "USDT", "stake_amount": 1000, "dry_run": True, "dry_run_wallet": CASH, "max_open_trades": 1, "timeframe": "1m",
        "trading_mode": "spot", "margin_mode": "", "candle_type_def": CandleType.SPOT, "pairlists": [{"method": "StaticPairList"}],
        "entry_pricing": {"price_side": "other"}, "exit_pricing": {"price_side": "other"}, "fee": FEE, "export": "none",
        "dataformat_ohlcv": "feather", "dataformat_trades": "feather", "internals": {}, "runmode": RunMode.BACKTEST, "user_data_dir": folder,
        "datadir": data, "exportfilename": folder / "result.json", "exportdirectory": folder, "backtest_cache": "none",
        "enable_protections": False, "strategy": "SmaCross", "strategy_path": str(folder / "strategies"), "original_config": {},
        "position_stacking": False,
    }


def load_markets(self, *_, **__):
    self._markets = {PAIR: MARKET}
    self._last_markets_refresh = 1


def main(folder):
    given = columns()
    data = folder / "data" / "binance"
    data.mkdir(parents=True)
    (folder / "strategies").mkdir()
    (folder / "strategies" / "cross.py").write_text(STRATEGY)
    frame = pd.DataFrame({"date": pd.to_datetime(given["time"], unit="ms", utc=True), **{name: given[name] for name in ("open", "high", "low", "close", "volume")}})
    get_datahandler(data, "feather").ohlcv_store(PAIR, "1m", frame, CandleType.SPOT)
    with (
        patch.object(Exchange, "reload_markets", load_markets),
        patch.object(Exchange, "validate_config", lambda *_, **__: None),
        patch.object(Exchange, "get_fee", lambda *_, **__: FEE),
        patch.object(Exchange, "validate_timeframes", lambda *_, **__: None),
    ):
        backtesting = Backtesting(settings(folder, data))
        candles, span = backtesting.load_bt_data()
        (strategy,) = backtesting.strategylist
        # It writes its columns into the frames it is given.
        seconds, _ = timed(
            ROUNDS,
            lambda: {PAIR: candles[PAIR].copy()},
            lambda given: backtesting.backtest_one_strategy(strategy, given, span),
        )
    result = backtesting.all_bt_content["SmaCross"]
    trades = result["results"]
    index = lambda dates: np.searchsorted(given["time"], [date.timestamp() * 1000 for date in dates])
    fills = [*zip(index(trades["open_date"]), trades["open_rate"]), *zip(index(trades["close_date"]), -trades["close_rate"])]
    answer(seconds, fills, result["final_balance"])


with tempfile.TemporaryDirectory(prefix="atalaya-freqtrade-") as name:
    main(Path(name))
