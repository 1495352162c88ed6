import { expect, test } from 'vitest';
import { notOurs } from './not-ours.ts';
import type { Difference } from './reconciliation.ts';

const differs = (kind: Difference['kind'], subject: string, here: string, venue: string): Difference => ({
  ...{ kind, subject, here, venue, ratio: 1 },
});

test('positions are named by what is not ours of them, orders by what they are, and money is left out', () => {
  expect(
    notOurs([
      differs('position', 'BTCUSDT-PERP', '0', '0.1'),
      differs('position', 'ETHUSDT-PERP', '0.3', '-0.2'),
      differs('position', 'X', '1', 'many'),
      differs('order', '17', 'unknown', 'buy 0.002 BTCUSDT-PERP at 9000'),
      differs('balance', 'USDT', '100', '99'),
    ]),
  ).toEqual([
    'position BTCUSDT-PERP 0.1',
    'position ETHUSDT-PERP -0.5',
    'position X many (1 of it ours)',
    'order buy 0.002 BTCUSDT-PERP at 9000 (17)',
  ]);
});
