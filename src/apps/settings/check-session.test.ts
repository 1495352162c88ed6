import { expect, test } from 'vitest';
import type { FieldFault, FieldFaults } from '../../core/domain/field-faults.ts';
import { checkSession } from './check-session.ts';

const SESSION = {
  ...{ account: 'paper', currency: 'USDT', cash: 10_000, samples: ['BTCUSDT-bybit-1m'], risk: 'default' },
  ...{ feeRatio: 0.001, slippageRatio: 0.0005, latencyMs: 0, speed: 10, seed: 1 },
  strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: {} }],
};
const faultsOf = (over: object) => faultsIn({ ...SESSION, ...over });

function faultsIn(session: object): readonly Pick<FieldFault, 'path' | 'message' | 'spanish'>[] {
  try {
    checkSession(session, { strategies: null, samples: [{ name: 'BTCUSDT-bybit-1m', symbol: 'BTCUSDT' }], isFromPanel: true });
    return [];
  } catch (error) {
    return (error as FieldFaults).fields.map(({ path, message, spanish }) => ({ path, message, spanish }));
  }
}

test('a number out of its bounds is told in the words of the rest', () => {
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ cash: 0 })).toEqual([
    { path: 'cash', message: 'expected more than 0, found 0', spanish: 'Se esperaba más de 0 y hay 0.' },
  ]);
});

test('every fault is told in Spanish too, with figures as they are written there', () => {
  const faults = faultsOf({ account: 'A B', samples: [], feeRatio: 1.5, ladder: { dayStop: 0.04 }, surprise: 1 });
  expect(faults.map(({ path, spanish }) => [path, spanish])).toEqual([
    ['account', 'Se esperaban de 1 a 64 caracteres de a-z 0-9 . _ - que empiecen por letra o cifra.'],
    ['samples', 'Hace falta uno al menos, y no hay ninguno.'],
    ['feeRatio', 'Se esperaba menos de 1 y hay 1,5.'],
    ['surprise', 'Ese ajuste no existe: quítalo.'],
  ]);
  expect(faultsOf({ ladder: { dayStop: 0.04 } })).toMatchObject([
    { path: 'ladder.dayStop', spanish: 'Se esperaba 0,03 o más estricto y hay 0,04.' },
  ]);
  expect(faultsOf({ risk: 'wild' })).toMatchObject([{ path: 'risk', spanish: expect.stringContaining('multi_asset o none y hay wild') }]);
  const { cash, samples, feeRatio, slippageRatio, latencyMs, speed, ...rest } = SESSION;
  const twice = [1, 2].map(() => ({ id: 'BTC', symbol: 'BTCUSDT' }));
  const atVenue = { ...rest, venue: { name: 'bybit', category: 'linear', url: 'nowhere' }, instruments: twice };
  expect(faultsIn(atVenue).map(({ spanish }) => spanish)).toEqual([
    'Se esperaba una dirección como http://127.0.0.1:8600 y hay "nowhere".',
    'Cada nombre va una sola vez, y BTC está dos.',
    'Cada símbolo va una sola vez, y BTCUSDT está dos.',
  ]);
});

test('a loss of nothing is no limit: it would act at once', () => {
  expect(faultsOf({ ladder: { dayStop: 0 } })).toMatchObject([{ path: 'ladder.dayStop', message: expect.stringContaining('more than 0') }]);
  expect(faultsOf({ ladder: { dayStop: 0.001, drawdownClear: 0 } })).toEqual([]);
});
