/** The strategies of a session while they are typed: parameters and sizes as text, and what they come to. */

import type { ParameterField, Strategy } from '../../../src/api/strategies.ts';
import type { Language } from '../../i18n/format.ts';
import { fieldText, numberOf } from '../../i18n/typed-number.ts';
import type { Speech } from '../../i18n/words.ts';
import { faultOf, type Typed, textOf, valuesOf } from '../../parts/schema-values.ts';
import type { SessionStrategy } from './session-content.ts';

export interface StrategyRow {
  /** Of this row, as long as the form is open. */
  readonly key: number;
  readonly id: string;
  readonly instrument: string;
  readonly timeframe: string;
  /** In percent; empty: the strategy's own rule. */
  readonly size: string;
  readonly typed: Typed;
}

let nextKey = 1;

export function rowOf({ id, instrument, timeframe, parameters, size }: SessionStrategy, language: Language): StrategyRow {
  const typed = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, textOf(value, language)]));
  return {
    key: nextKey++,
    id,
    instrument,
    timeframe,
    size: size === undefined ? '' : fieldText(Number((size * 100).toFixed(6)), language),
    typed,
  };
}

/** Rows that were kept while the form was closed: a key is only good as long as a page is open. */
export const rowsAgain = (rows: readonly StrategyRow[]): readonly StrategyRow[] => rows.map((row) => ({ ...row, key: nextKey++ }));

/** The parameters that a strategy takes; none while it is not known. */
export function fieldsOf(id: string, strategies: readonly Strategy[]): readonly ParameterField[] {
  return strategies.find((each) => each.id === id)?.loaded?.parameters ?? [];
}

/** Only what is not the default: a strategy whose defaults change has them changed. */
export function sessionStrategy(
  { id, instrument, timeframe, size, typed }: StrategyRow,
  strategies: readonly Strategy[],
  language: Language,
): SessionStrategy {
  const given = fieldsOf(id, strategies).filter(({ name }) => typed[name] !== undefined);
  const values = valuesOf(given, typed, language);
  return {
    id,
    instrument,
    timeframe,
    parameters: values,
    ...(size.trim() !== '' && { size: Number((numberOf(size, language) / 100).toFixed(8)) }),
  };
}

export const isSizeGood = (size: string, language: Language) =>
  size.trim() === '' || (numberOf(size, language) > 0 && numberOf(size, language) <= 100);

export function isRowGood(row: StrategyRow, strategies: readonly Strategy[], speech: Speech): boolean {
  const isFieldGood = (field: ParameterField) =>
    row.typed[field.name] === undefined || faultOf(field, row.typed[field.name] ?? '', speech) === null;
  return isSizeGood(row.size, speech.language) && fieldsOf(row.id, strategies).every(isFieldGood);
}
