// The first ten entries after an arming: 1 % of equity, at most 100 in account currency, counted from this arming on. A lot at price 1.00 is a cent.
import { describe, expect, it } from 'vitest';
import type { RiskDesk } from '../../src/core/trading/risk/risk-desk.ts';
import { account, candidate, desk, instrument, MONDAY } from './fixture.ts';

const ARMED_AT = MONDAY - 5;
const spot = instrument(0);
const wish = (risk: RiskDesk, lots: number, equity = 1_000_000, about = spot) =>
  risk.decide(candidate(about, { lots }), account({ equity }));

function armedDesk(about = spot): RiskDesk {
  const risk = desk({ instruments: [about] });
  expect(risk.armed(ARMED_AT, 1)).toBe(true);
  return risk;
}
function fill(risk: RiskDesk, from: number, to: number): void {
  for (let order = from; order <= to; order++) risk.entryFilled(0, MONDAY, order);
}

describe('the size of one of the first entries', () => {
  it.each([
    ['at most 100 in account currency', 5_000_000, 10_000],
    ['at most 100 also where that is 1 %', 1_000_000, 10_000],
    ['at most 1 % of equity', 420_000, 4_200],
    ['rounded down', 420_099, 4_200],
  ])('is %s', (_, equity, most) => {
    const risk = armedDesk();
    expect(wish(risk, most, equity)).toMatchObject({ lots: most, cuts: [] });
    expect(wish(risk, most + 1, equity)).toMatchObject({ lots: most, value: most, cuts: ['CUT_FIRST_ORDERS'] });
    expect(wish(risk, 300_000, equity)).toMatchObject({ lots: most, cuts: ['CUT_FIRST_ORDERS'] });
  });

  it('is a whole number of lots: 3,333 at 0.03, and not 3,334', () => {
    const order = armedDesk().decide(candidate(spot, { lots: 9_000, entryTicks: 300 }), account());
    expect(order).toMatchObject({ lots: 3_333, value: 9_999, cuts: ['CUT_FIRST_ORDERS'] });
  });

  it('holds for a share of equity and for the owner’s own orders', () => {
    const risk = armedDesk();
    expect(risk.decide(candidate(spot, { sizing: 'share', share: 0.5 }), account())).toMatchObject({
      share: 0.01,
      value: 10_000,
      cuts: ['CUT_FIRST_ORDERS'],
    });
    expect(risk.decide(candidate(spot, { lots: 20_000, ownerOrder: true, ownerApproved: true }), account())).toMatchObject({
      lots: 10_000,
    });
  });

  it('is refused only where the venue takes nothing so small', () => {
    for (const taken of [{ minimumNotional: 100 }, { minimumQuantity: 100 }]) {
      const about = instrument(0, taken);
      expect(wish(armedDesk(about), 30_000, 1_000_000, about)).toMatchObject({ lots: 10_000 });
    }
    for (const refused of [{ minimumNotional: 100.01 }, { minimumQuantity: 100.01 }]) {
      const about = instrument(0, refused);
      const risk = armedDesk(about);
      expect(wish(risk, 30_000, 1_000_000, about)).toBeNull();
      expect(risk.lastRefusal).toMatchObject({ code: 'RISK_FIRST_ORDERS', measured: 100.01, limit: 100 });
    }
    const broke = armedDesk();
    expect(wish(broke, 1, 0)).toBeNull();
    expect(broke.lastRefusal).toMatchObject({ code: 'RISK_FIRST_ORDERS', limit: 0 });
  });

  it('is no other without an arming, and from an arming on at once, also for an order that has just been let through', () => {
    const risk = desk({ instruments: [spot] });
    for (const _ of [1, 2]) expect(wish(risk, 20_000)).toMatchObject({ lots: 20_000, cuts: [] });
    risk.armed(ARMED_AT, 1);
    expect(wish(risk, 20_000)).toMatchObject({ lots: 10_000 });
    risk.armed(null, 1);
    expect(wish(risk, 20_000)).toMatchObject({ lots: 20_000, cuts: [] });
    expect(risk.firstOrders).toBeNull();
    expect(JSON.parse(JSON.stringify(risk.snapshot()))).not.toHaveProperty('firstOrders');
  });
});

describe('the count', () => {
  it('is of entries of this arming, each once however often it fills, and ends with the tenth', () => {
    const risk = desk({ instruments: [spot] });
    fill(risk, 1, 11);
    risk.armed(ARMED_AT, 12);
    // Sent before the arming and filled after it; no order of ours; one in three parts.
    for (const order of [11, 0, 12, 12, 12]) risk.entryFilled(0, MONDAY, order);
    expect(risk.firstOrders).toEqual({ left: 9, most: 100 });
    fill(risk, 13, 20);
    expect(risk.takeNotices()).toEqual([]);
    expect(wish(risk, 20_000)).toMatchObject({ lots: 10_000 });
    fill(risk, 21, 21);
    expect(risk.takeNotices()).toMatchObject([{ code: 'FIRST_ORDERS_OVER' }]);
    expect(wish(risk, 20_000)).toMatchObject({ lots: 20_000, cuts: [] });
    fill(risk, 22, 30);
    expect(risk.takeNotices()).toEqual([]);
  });

  it('begins anew with another arming, and with none other', () => {
    const risk = armedDesk();
    fill(risk, 1, 10);
    expect(risk.armed(ARMED_AT, 11)).toBe(false);
    expect(risk.firstOrders).toBeNull();
    expect(risk.armed(ARMED_AT + 1, 11)).toBe(true);
    expect(risk.firstOrders).toMatchObject({ left: 10 });
  });

  it('goes on after a restart', () => {
    const before = armedDesk();
    fill(before, 1, 4);
    const after = desk({ instruments: [spot] });
    after.restore(JSON.parse(JSON.stringify(before.snapshot())));
    expect(after.armed(ARMED_AT, 99)).toBe(false);
    expect(after.firstOrders).toMatchObject({ left: 6 });
    fill(after, 4, 5);
    expect(after.firstOrders).toMatchObject({ left: 5 });
  });

  it('is not made up from a damaged state', () => {
    const state = { ...(armedDesk().snapshot() as object), firstOrders: { arming: ARMED_AT, from: 1, filled: 10, cutTold: false } };
    expect(() => desk({ instruments: [spot] }).restore(state)).toThrow(expect.objectContaining({ code: 'RISK_STATE_INVALID' }));
  });
});

it('the first cut of an order that leaves is told, and no other', () => {
  const risk = armedDesk();
  const send = (lots: number) => {
    wish(risk, lots);
    risk.entrySent(0, 1, MONDAY);
    return risk.takeNotices().map(({ code }) => code);
  };
  expect(send(10_000)).toEqual([]);
  expect(send(10_001)).toEqual(['FIRST_ORDERS_CUT']);
  expect(send(10_001)).toEqual([]);
  risk.armed(ARMED_AT + 1, 5);
  expect(send(10_001)).toEqual(['FIRST_ORDERS_CUT']);
});
