import { expect, test } from 'vitest';
import { positionsText, riskText, statusText, strategiesText } from '../../src/adapters/telegram/answers.ts';
import { WORDS } from '../../src/adapters/telegram/words.ts';
import type { ControlPort } from '../../src/core/operations/control-port.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';

test('the session the panel shows answers the chat’s questions as it is', async () => {
  const session = new ScriptedSession(900);
  const now = () => session.snapshot().status;
  const port: Pick<ControlPort, 'status' | 'positions' | 'orders' | 'accounts' | 'strategies'> = {
    status: () => ({ ...session.snapshot(), ...now() }),
    positions: () => now().positions,
    orders: () => now().workingOrders,
    accounts: () => [now().account],
    strategies: () => now().strategies,
  };
  const { account, mode, strategies, positions } = now();
  const status = statusText(await port.status(), await port.accounts(), WORDS.es);
  expect(status).toContain(`Modo: ${mode.name}`);
  expect(status).toContain(`${account.accountId}: ${account.equity} ${account.currency}`);
  expect(
    riskText(await port.accounts(), WORDS.en)
      .split('\n')
      .filter((line) => line.startsWith('· ')),
  ).toHaveLength(account.ladder.length + account.limits.length);
  expect(strategiesText(await port.strategies(), WORDS.en).split('\n')).toHaveLength(strategies.length);
  expect(positionsText(await port.positions(), WORDS.en)).toContain(positions[0]?.instrumentId ?? 'none');
});
