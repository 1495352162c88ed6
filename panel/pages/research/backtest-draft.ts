/** A backtest as it is being written: texts as typed, what is wrong with them, and the request they make. */

import type { DataSet } from '../../../src/api/data.ts';
import type { BacktestInput } from '../../../src/api/research.ts';
import type { ParameterField, Strategy } from '../../../src/api/strategies.ts';
import type { Language } from '../../i18n/format.ts';
import { decimalOf, fieldText, numberOf, unclearNumber } from '../../i18n/typed-number.ts';
import type { FieldValues } from '../../parts/schema-form.tsx';
import type { ResearchWords } from './words.ts';

export interface Draft {
  readonly strategy: string;
  /** `keyOfData` of a data set. */
  readonly data: string;
  /** Days such as 2024-01-31, both played; empty: the data's own. */
  readonly from: string;
  readonly to: string;
  readonly cash: string;
  readonly currency: string;
  /** Percent. */
  readonly fee: string;
  readonly slippage: string;
  readonly size: string;
  readonly leverage: string;
  readonly risk: string;
  readonly finalize: BacktestInput['finalize'];
  readonly kept: Kept;
}

/** What a run that is changed had and no field shows, with its exact span and the file it was played on: kept, whatever else is changed. */
export interface Kept {
  readonly settings: Partial<Pick<BacktestInput, (typeof UNSHOWN)[number]>>;
  readonly span: Pick<BacktestInput, 'from' | 'to'>;
  readonly upload: Extract<BacktestInput['data'], { kind: 'upload' }> | null;
}

const UNSHOWN = ['lot', 'latencyMs', 'touch', 'seed', 'selfChecks'] as const;
const DEFAULTS = { latencyMs: 0, touch: false, seed: 1, selfChecks: true } as const;
/** `data` of a draft that is played on the file of the run before. */
export const UPLOADED = 'upload';

export type DraftFaults = Readonly<Partial<Record<string, string>>>;

const DAY_MS = 86_400_000;

export const keyOfData = ({ source, sample, venue, symbol, timeframe }: DataSet) =>
  source === 'sample' ? `sample ${sample}` : `lake ${venue} ${symbol} ${timeframe}`;

export const dayText = (at: number) => new Date(at).toISOString().slice(0, 10);

export function draftOf(
  like: BacktestInput | null,
  strategy: string | null,
  data: string | null,
  strategies: readonly Strategy[],
  sets: readonly DataSet[],
  language: Language,
): Draft {
  const percent = (ratio: number | undefined) => (ratio === undefined ? '' : fieldText(Number((ratio * 100).toFixed(8)), language));
  const chosen = strategies.find(({ id }) => id === (like?.strategy ?? strategy)) ?? strategies[0];
  const set =
    sets.find((each) => (like ? isOf(each, like) : keyOfData(each) === data)) ??
    sets.find(({ timeframe }) => timeframe === chosen?.loaded?.timeframe) ??
    sets[0];
  return {
    strategy: chosen?.id ?? '',
    data: like?.data.kind === 'upload' ? UPLOADED : set ? keyOfData(set) : '',
    from: like?.from === undefined ? '' : dayText(like.from),
    to: like?.to === undefined ? '' : dayText(like.to - 1),
    cash: fieldText(like?.cash ?? 10_000, language),
    currency: like?.currency ?? '',
    fee: percent(like?.feeRatio),
    slippage: percent(like?.slippageRatio),
    size: fieldText(like?.size ?? '', language),
    leverage: fieldText(like?.leverage ?? 1, language),
    risk: like?.risk ?? 'none',
    finalize: like?.finalize ?? 'none',
    kept: keptOf(like),
  };
}

function keptOf(like: BacktestInput | null): Kept {
  const settings = Object.fromEntries(UNSHOWN.flatMap((name) => (like?.[name] === undefined ? [] : [[name, like[name]]])));
  const upload = like?.data.kind === 'upload' ? like.data : null;
  return {
    settings,
    span: { ...(like?.from !== undefined && { from: like.from }), ...(like?.to !== undefined && { to: like.to }) },
    upload,
  };
}

/** Those that are not as they are by default: worth telling. */
export function unusualOf({ settings }: Kept): readonly (readonly [name: string, value: number | boolean])[] {
  return Object.entries(settings).filter(([name, value]) => value !== DEFAULTS[name as keyof typeof DEFAULTS]) as [
    string,
    number | boolean,
  ][];
}

function isOf(set: DataSet, { data }: BacktestInput): boolean {
  if (data.kind === 'sample') return set.sample === data.name;
  if (data.kind === 'upload' || set.source !== 'lake') return false;
  return set.symbol === data.symbol && set.timeframe === data.timeframe && (data.venue === undefined || data.venue === set.venue);
}

const isPositive = (text: string, language: Language) => numberOf(text, language) > 0;
const isPercent = (text: string, language: Language) =>
  text.trim() === '' || (numberOf(text, language) >= 0 && numberOf(text, language) < 100);

/** Sentences by field; only those that are wrong. The rest is the server's to say. */
export function faultsOf({ from, to, cash, leverage, fee, slippage }: Draft, { start }: ResearchWords, language: Language): DraftFaults {
  return {
    ...(from !== '' && to !== '' && from > to && { to: start.daysWrong }),
    ...(!isPositive(cash, language) && { cash: unclearNumber(cash, language) ?? start.number }),
    ...(!isPositive(leverage, language) && { leverage: unclearNumber(leverage, language) ?? start.number }),
    ...(!isPercent(fee, language) && { feeRatio: start.percent }),
    ...(!isPercent(slippage, language) && { slippageRatio: start.percent }),
  };
}

/** A number, or a number with a sign of percent. */
function sizeOf(text: string, language: Language): string {
  const [, figure = '', rest = ''] = /^(.*?)\s*(%?)$/.exec(text.trim()) ?? [];
  // What is no number is the server's to refuse.
  return `${decimalOf(figure, language) ?? figure}${rest}`;
}

export function inputOf(draft: Draft, data: BacktestInput['data'], parameters: FieldValues, lang: Language): BacktestInput {
  const { span } = draft.kept;
  const ratio = (text: string) => numberOf(text, lang) / 100;
  return {
    strategy: draft.strategy,
    data,
    // A day that was not touched begins and ends where the run before did.
    ...(draft.from !== '' && { from: span.from !== undefined && dayText(span.from) === draft.from ? span.from : Date.parse(draft.from) }),
    ...(draft.to !== '' && { to: span.to !== undefined && dayText(span.to - 1) === draft.to ? span.to : Date.parse(draft.to) + DAY_MS }),
    parameters: { ...parameters },
    cash: numberOf(draft.cash, lang),
    ...(draft.currency.trim() !== '' && { currency: draft.currency.trim().toUpperCase() }),
    ...(draft.fee.trim() !== '' && { feeRatio: ratio(draft.fee) }),
    ...(draft.slippage.trim() !== '' && { slippageRatio: ratio(draft.slippage) }),
    risk: draft.risk,
    ...(draft.size.trim() !== '' && { size: sizeOf(draft.size, lang) }),
    leverage: numberOf(draft.leverage, lang),
    finalize: draft.finalize,
    ...DEFAULTS,
    ...draft.kept.settings,
    lang,
  };
}

/** The data that a draft means; null where it means none. */
export function dataOf({ data, kept }: Draft, sets: readonly DataSet[]): BacktestInput['data'] | null {
  if (data === UPLOADED) return kept.upload;
  const set = sets.find((each) => keyOfData(each) === data);
  if (!set) return null;
  const { symbol, timeframe, venue, sample } = set;
  return sample !== null ? { kind: 'sample', name: sample } : { kind: 'lake', venue, symbol, timeframe };
}

/** What the server has said, beside each field that it names: `cash: …`, or the names of parameters in a sentence. */
export function refusalsOf(message: string, fields: readonly ParameterField[]): Readonly<Record<string, string>> {
  if (message === '') return {};
  const [, named] = /^(?:body\.)?(\w+): /.exec(message) ?? [];
  // After "found" every value is told, also those that nobody complains of.
  const [complaint = ''] = message.split(', found');
  const names = fields.map(({ name }) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(complaint));
  return Object.fromEntries([...(named === undefined ? [] : [named]), ...names].map((name) => [name, message]));
}
