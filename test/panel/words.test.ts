import { describe, expect, test } from 'vitest';
import { CHECKS_EN } from '../../panel/i18n/checks-en.ts';
import { CHECKS_ES } from '../../panel/i18n/checks-es.ts';
import { en as enFirst } from '../../panel/i18n/en.ts';
import { es as esFirst } from '../../panel/i18n/es.ts';
import { spoken as spokenEn } from '../../panel/i18n/spoken-en.ts';
import { spoken as spokenEs } from '../../panel/i18n/spoken-es.ts';
import { CHECK_FIGURES } from '../../src/api/codes.ts';
import { APPROVAL, FILTERS, GATE } from '../../src/core/trading/risk/filters.ts';
import { CUTS } from '../../src/core/trading/risk/judgement.ts';
import { LIMITS } from '../../src/core/trading/risk/limits.ts';
import { MODES } from '../../src/core/trading/risk/mode-table.ts';
import { SENTENCES } from '../../src/core/trading/risk/refusal.ts';

const en = { ...enFirst, ...spokenEn.words };
const es = { ...esFirst, ...spokenEs.words };

/** Every path of a tree of words, with what kind of thing stands there. */
function paths(words: object, at = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? paths(value, `${at}${key}.`)
      : [`${at}${key}: ${Array.isArray(value) ? `array ${value.length}` : typeof value}`],
  );
}

describe('the words of the panel', () => {
  test('both languages have the same ones', () => {
    expect(paths(es).sort()).toEqual(paths(en).sort());
  });

  test('no Spanish text was left in English', () => {
    const same = paths(en).filter((path) => {
      const read = (words: object) =>
        path
          .split(': ')[0]
          ?.split('.')
          .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], words);
      return typeof read(en) === 'string' && read(en) === read(es);
    });
    // Names, and words that are the same in both languages.
    const shared = [
      'app.name',
      'pages.research.name',
      'pages.tokens.name',
      'palette.keys',
      'band.demo',
      'band.real',
      'modes.NORMAL',
      'reasons.panel',
      'reasons.stop',
      'chart.close',
      'chart.volume',
      'chart.stop',
      'positions.stop',
      'orders.types.stop',
      'fills.maker',
      'fills.taker',
      'form.no',
    ];
    expect(same.map((path) => path.split(': ')[0])).toEqual(shared);
  });

  test('every refusal risk can give has its words, its unit and no more', () => {
    for (const code of Object.keys(SENTENCES)) {
      expect.soft(CHECKS_EN[code], `English words of ${code}`).toBeDefined();
      expect.soft(CHECKS_ES[code], `Spanish words of ${code}`).toBeDefined();
      expect.soft(CHECK_FIGURES[code], `figures of ${code}`).toBeDefined();
    }
    expect(Object.keys(CHECKS_ES).sort()).toEqual(Object.keys(CHECKS_EN).sort());
    // Checks that only warn refuse nothing, and are read as plain numbers.
    expect(Object.keys(CHECKS_EN).sort()).toEqual([...Object.keys(CHECK_FIGURES), 'WARN_BETA', 'WARN_MEAN_CORRELATION'].sort());
  });

  test('every check a decision can list has a name', () => {
    for (const { code } of [...FILTERS, ...GATE, ...LIMITS, ...APPROVAL]) {
      expect.soft(CHECKS_EN[code], `English words of ${code}`).toBeDefined();
      expect.soft(CHECKS_ES[code], `Spanish words of ${code}`).toBeDefined();
    }
  });

  test('whatever can make an order smaller is told', () => {
    for (const words of [en, es]) expect(Object.keys(words.decisions.cuts).sort()).toEqual([...CUTS].sort());
  });

  test('a sentence that has figures shows both of them where risk shows them', () => {
    for (const [code, sentence] of Object.entries(SENTENCES)) {
      const says = (measured: number, limit: number) => sentence(measured, limit);
      const usesMeasured = says(1234, 7) !== says(4321, 7);
      for (const words of [CHECKS_EN, CHECKS_ES]) {
        const told = words[code]?.[2]('MEASURED', 'LIMIT') ?? '';
        if (usesMeasured) expect.soft(told, code).toContain('MEASURED');
      }
    }
  });

  test('every mode has a name and an explanation', () => {
    for (const words of [en, es]) {
      expect(Object.keys(words.modes)).toEqual([...MODES]);
      expect(Object.keys(words.modeTold)).toEqual([...MODES]);
    }
  });
});
