/** A paper account as the trader's projector leaves it in the views: one position of two that are long and short. */

import type { Query } from '../../src/adapters/postgres/database.ts';

export async function addPaperAccount(query: Query): Promise<void> {
  await query(
    `insert into trading.sessions (account, epoch, mode, environment, release, started_at, journal_sequence)
     values ('paper', 1, 'paper', 'dev', '0.1.0', now(), 1), ('paper', 2, 'paper', 'demo', '0.1.0', now(), 5)`,
  );
  await query(
    `insert into trading.fills (fill_id, account, strategy_id, instrument_id, side, quantity, price, fee, fee_currency, liquidity, kind, realised, at, ordinal, journal_sequence)
     values ('1', 'paper', 'trend', 'BTCUSDT', 'buy', 2, 100, 0.2, 'USDT', 'taker', 'open', null, now(), 1, 2),
            ('2', 'paper', 'trend', 'BTCUSDT', 'sell', 0.5, 120, 0.06, 'USDT', 'taker', 'close', 10, now(), 2, 3),
            ('3', 'paper', 'revert', 'ETHUSDT', 'sell', 3, 10, 0.03, 'USDT', 'taker', 'open', null, now(), 3, 4)`,
  );
  // 1.5 of the 2 bought at 100 are left; three quarters of its fee.
  const held = {
    'trend BTCUSDT': { quantity: '1.5', value: '150', fees: '0.15' },
    'revert ETHUSDT': { quantity: '3', value: '30', fees: '0.03' },
  };
  await query("insert into trading.journal_position (account, sequence, held) values ('paper', 5, $1)", [JSON.stringify(held)]);
  await query("insert into trading.equity_marks values ('paper', now(), 'USDT', 1009.71, 4)");
}
