import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtInProfile } from './profile.ts';
import { readRiskProfile } from './profile-reader.ts';

const file = (name: string) => JSON.parse(readFileSync(new URL(`../../../../config/risk/${name}.json`, import.meta.url), 'utf8'));

describe('built-in profiles', () => {
  it.each(['default', 'crypto_only', 'multi_asset', 'none', 'evaluate-all'])('%s', (name) => {
    expect(builtInProfile(name).name).toBe(name === 'default' ? 'crypto_only' : name);
  });

  it('are few', () => expect(() => builtInProfile('some')).toThrow(/expected a risk profile among default, crypto_only/));

  it('have a finite number wherever every check is evaluated', () => {
    const walk = (value: unknown, path: string): void => {
      if (typeof value === 'number') expect(Number.isFinite(value), path).toBe(true);
      else if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) walk(each, `${path}.${key}`);
    };
    walk(builtInProfile('evaluate-all'), '');
  });
});

describe('the files the owner edits', () => {
  it.each([
    ['default', 'crypto_only'],
    ['multi-asset', 'multi_asset'],
  ])('%s.json says what %s has built in, every figure of it', (name, base) => {
    const { base: stated, ...settings } = file(name);
    expect(stated).toBe(base);
    expect(readRiskProfile(file(name))).toEqual(builtInProfile(base));
    const keys = (value: unknown): string[] =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? ['']
        : Object.entries(value).flatMap(([key, each]) => keys(each).map((rest) => `${key}.${rest}`));
    expect(keys(settings).sort()).toEqual(keys(builtInProfile(base)).sort());
  });
});

describe('an edited profile', () => {
  const read = (changes: object, environment?: 'dev' | 'prod') => () => readRiskProfile({ base: 'crypto_only', ...changes }, environment);

  it('takes what is stated and the rest from its base', () => {
    const profile = read({
      name: 'mine',
      ladder: { dayStop: 0.025 },
      limits: { position: 0.1, sector: 0.3, cash: null },
      sizing: { intraday: [{ from: 0.01, factor: 0.5 }] },
    })();
    expect(profile).toMatchObject({
      name: 'mine',
      ladder: { dayStop: 0.025, dayDefensive: 0.02 },
      limits: { position: 0.1, sector: 0.3, cash: -Infinity, usd: Infinity },
    });
    expect(profile.sizing.intraday).toEqual([{ from: 0.01, factor: 0.5 }]);
  });

  it.each([
    [{ ladder: { dayStop: 0.04 } }, /ladder.dayStop may only be made stricter than 0.03, found 0.04/],
    [{ ladder: { drawdownStop: 0.1501 } }, /ladder.drawdownStop may only be made stricter than 0.15/],
    [{ ladder: { drawdownClearDays: 9 } }, /ladder.drawdownClearDays may only be made stricter than 10, found 9/],
    [{ ladder: { dayStop: null } }, /a number of 0 or more in ladder.dayStop, found null/],
    [{ ladder: { yearStop: 0.2 } }, /unknown setting ladder.yearStop; known are dayDefensive/],
    [{ limit: {} }, /unknown setting limit; known are name/],
    [{ base: 'none' }, /crypto_only or multi_asset in base, found "none"/],
    [{ limits: { position: '20 %' } }, /a number of 0 or more in limits.position, found "20 %"/],
    [{ limits: { position: -0.1 } }, /a number of 0 or more in limits.position/],
    [{ limits: { shortfallReduction: null } }, /a number of 0 or more in limits.shortfallReduction, found null/],
    [{ limits: 3 }, /an object in limits, found 3/],
    [{ sizing: { riskPerTrade: 0.0201 } }, /sizing.riskPerTrade may be at most 0.02, found 0.0201/],
    [{ sizing: { evaluatorMaximum: 1.3 } }, /sizing.evaluatorMaximum may be at most 1.2/],
    [
      {
        sizing: {
          calibration: [
            { from: 0.1, factor: 0.5 },
            { from: 0.05, factor: 0.2 },
          ],
        },
      },
      /rising from in sizing.calibration/,
    ],
    [{ sizing: { calibration: [null] } }, /rising from in sizing.calibration/],
    [{ regimes: { rows: { bull: { sizeFactor: 1.5 } } } }, /sizeFactor may be at most 1, found 1.5/],
    [{ limits: { leverage: 20.5 } }, /limits.leverage may be at most 20 in dev, found 20.5/],
    [{ zone: 'Mars' }, /expected a zone among UTC/],
    [{ signals: { refuseAfterGap: 1 } }, /true or false in signals.refuseAfterGap, found 1/],
  ])('%j is refused', (changes, message) => expect(read(changes)).toThrow(message));

  it('knows the absolute leverage of each environment', () => {
    expect(read({ limits: { leverage: 20 } })().limits.leverage).toBe(20);
    expect(read({ limits: { leverage: 10 } }, 'prod')().limits.leverage).toBe(10);
    expect(read({ limits: { leverage: 10.1 } }, 'prod')).toThrow(/at most 10 in prod/);
  });

  it.each([null, [], 'x', 3])('%j is no profile', (json) => expect(() => readRiskProfile(json)).toThrow(/an object with settings/));
});
