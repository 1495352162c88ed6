import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { createNotedActs, type SessionAct } from './noted-acts.ts';

const request = { ip: '127.0.0.1', visitor: { by: 'panel:marta' } } as FastifyRequest;

test('what was asked and what came of it is told, and a PIN is not, whatever the outcome', async () => {
  const told: SessionAct[] = [];
  const noted = createNotedActs(
    (act) => told.push(act),
    () => 'paper',
  );
  const asked = { kind: 'correct', pin: '471147', as: 'adopt', difference: { kind: 'position', subject: 'BTCUSDT' } };
  const refused = { ok: false, refusal: { code: 'PIN_WRONG' } } as const;
  await noted(request, asked, async () => ({ ok: true, done: { journalSequence: 7 } }) as const);
  await noted(request, asked, async () => refused);
  await expect(noted(request, asked, () => Promise.reject(new Error('the trader is gone')))).rejects.toThrow('gone');
  const entry = { address: '127.0.0.1', by: 'panel:marta', act: 'trading.correct', target: 'paper' };
  const detail = { as: 'adopt', difference: { kind: 'position', subject: 'BTCUSDT' } };
  expect(told).toEqual([
    { ...entry, outcome: 'done', detail: { ...detail, journalSequence: 7 } },
    { ...entry, outcome: 'refused', detail: { ...detail, code: 'PIN_WRONG' } },
    { ...entry, outcome: 'failed', detail: { ...detail, code: 'INTERNAL_ERROR' } },
  ]);
});
