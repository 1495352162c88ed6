import { describe, expect, test } from 'vitest';
import {
  chosenIn,
  filterIn,
  lastIn,
  narrowings,
  sortIn,
  spanIn,
  withFacet,
  withoutFilter,
  withPrefix,
  withSort,
  withSpan,
} from './address.ts';

const SHAPE = { facets: ['outcome', 'strategyId'], sorts: ['time', 'code'] };
const of = (text: string) => new URLSearchParams(text);
/** 2026-01-31T12:00:00Z */
const NOW = 1_769_860_800_000;

describe('the address of a list', () => {
  test('says what is asked: facets, beginning, time', () => {
    expect(filterIn(SHAPE, of('outcome=refused&strategyId=b&strategyId=a&prefix=+1-2&from=5&to=9&other=x'), NOW)).toEqual({
      ...{ outcome: 'refused', strategyId: 'a,b', prefix: '1-2', from: '5', to: '9' },
    });
    expect(filterIn(SHAPE, of('outcome=&prefix=++&from=soon'), NOW)).toEqual({});
  });

  test('a span that ends now is counted back from it, and stands before from and to', () => {
    // 24 hours are 86,400,000 ms.
    expect(spanIn(of('last=24h&from=5'), NOW)).toEqual({ from: 1_769_774_400_000 });
    expect(lastIn(of('last=toString'))).toBeNull();
    expect(spanIn(of('last=fortnight'), NOW)).toEqual({});
  });

  test('an order that can’t be is newest first', () => {
    expect(sortIn(SHAPE, of('sort=luck'))).toEqual({ key: 'time', isDescending: true });
    expect(sortIn(SHAPE, of('sort=code&order=up'))).toEqual({ key: 'code', isDescending: false });
  });

  test('a choice is made and taken back, and the same filter has one address', () => {
    const once = withFacet('strategyId', 'b')(of('outcome=refused'));
    const twice = withFacet('strategyId', 'a')(once);
    expect(twice.toString()).toBe('outcome=refused&strategyId=a&strategyId=b');
    expect(chosenIn(withFacet('strategyId', 'b')(twice), 'strategyId')).toEqual(['a']);
    expect(narrowings(SHAPE, withPrefix('x')(twice))).toBe(4);
  });

  test('a chosen time replaces the one before, and everything can be taken back but the order', () => {
    const chosen = withSpan({ from: 5, to: 9 })(of('last=24h&outcome=refused'));
    expect(chosen.toString()).toBe('outcome=refused&from=5&to=9');
    expect(withSpan('7d')(chosen).toString()).toBe('outcome=refused&last=7d');
    const ordered = withSort({ key: 'code', isDescending: false })(chosen);
    expect(withoutFilter(ordered).toString()).toBe('sort=code&order=up');
    expect(withSort({ key: 'time', isDescending: true })(ordered).toString()).toBe('outcome=refused&from=5&to=9');
  });
});
