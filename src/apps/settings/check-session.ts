/** Whether a session can be meant: what its schema says, and what it names. Every fault is told with the field it is in. */

import type { ParameterField, Strategy } from '../../api/strategies.ts';
import { type FieldFault, FieldFaults } from '../../core/domain/field-faults.ts';
import { InputError } from '../../core/domain/result.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { kindOfHost } from '../../core/operations/venue-hosts.ts';
import {
  type CcxtConfig,
  isGateway,
  isLiveConfig,
  type LiveConfig,
  type PaperConfig,
  riskOf,
  sessionSchemaFor,
  venueAddresses,
} from '../session-schema.ts';
import { FAULTS, type FaultWords, schemaWords } from './fault-words.ts';
import { LOSSES, ladderOf } from './stricter-ladder.ts';

export type SessionConfig = PaperConfig | LiveConfig;

export interface KnownParts {
  /** As the owner's folder has them; null where nobody has read it. */
  readonly strategies: readonly Pick<Strategy, 'id' | 'loaded' | 'problem'>[] | null;
  readonly samples: readonly { readonly name: string; readonly symbol: string }[];
  /** From the panel: whoever sits there may name no file to run and no address to reach but of this machine. */
  readonly isFromPanel: boolean;
}

/** FieldFaults SETTINGS_INVALID with everything that is wrong. */
export function checkSession(json: unknown, known: KnownParts): SessionConfig {
  const read = sessionSchemaFor(json).safeParse(json);
  if (!read.success)
    throw new FieldFaults(
      'SETTINGS_INVALID',
      read.error.issues.flatMap((issue) => schemaFaults(issue, json)),
    );
  const session: SessionConfig = read.data;
  const faults = [
    ...riskFaults(session),
    ...ladderFaults(session),
    ...marketFaults(session, known),
    ...session.strategies.flatMap((each, i) => strategyFaults(each, i, session, known)),
  ];
  if (faults.length > 0) throw new FieldFaults('SETTINGS_INVALID', faults);
  return session;
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: boolean | undefined;
  readonly origin?: string;
}

function schemaFaults(issue: Issue, json: unknown): FieldFault[] {
  const { code, path, keys } = issue;
  const at = path.map(String);
  if (code !== 'unrecognized_keys' || keys === undefined)
    return [{ path: at.join('.'), code: 'CONFIG_INVALID', ...(boundWords(issue, json) ?? schemaWords(issue.message)) }];
  return keys.map((key) => ({ path: [...at, key].join('.'), code: 'CONFIG_INVALID', ...FAULTS.unknownSetting }));
}

/** In words of ours: the schema's own library says it in its jargon. */
function boundWords({ code, path, minimum, maximum, inclusive, origin }: Issue, json: unknown): FaultWords | null {
  if (origin === 'array' && code === 'too_small') return FAULTS.none;
  const isAddress = path.at(-1) === 'url' && (code === 'invalid_union' || code === 'invalid_format');
  if (origin !== 'number' && origin !== 'int' && !isAddress) return null;
  const found = JSON.stringify(path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], json));
  if (isAddress) return FAULTS.url(found);
  if (code === 'too_small') return inclusive ? FAULTS.atLeast(minimum, found) : FAULTS.moreThan(minimum, found);
  if (code === 'too_big') return inclusive ? FAULTS.atMost(maximum, found) : FAULTS.lessThan(maximum, found);
  return null;
}

function ladderFaults({ ladder = {} }: SessionConfig): FieldFault[] {
  return LOSSES.filter((name) => (ladder as Readonly<Record<string, unknown>>)[name] === 0).map((name) => ({
    path: `ladder.${name}`,
    code: 'RISK_PROFILE_INVALID',
    ...FAULTS.lossOfNothing,
  }));
}

function riskFaults(session: SessionConfig): FieldFault[] {
  try {
    riskOf(session);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, message } = error;
    const rung = /ladder\.(\w+)/.exec(message)?.[1];
    if (rung === undefined) return [{ path: 'risk', code, message, spanish: FAULTS.riskProfile(session.risk).spanish }];
    const builtIn = ladderOf({ ...session, ladder: {} }).find(({ name }) => name === rung)?.value;
    const found = (session.ladder as Readonly<Record<string, number>>)[rung];
    return [{ path: `ladder.${rung}`, code, message, spanish: FAULTS.looser(builtIn, found).spanish }];
  }
}

function marketFaults(session: SessionConfig, { samples, isFromPanel }: KnownParts): FieldFault[] {
  if (!isLiveConfig(session)) {
    const names = samples.map(({ name }) => name);
    return session.samples.flatMap((name, i) =>
      names.includes(name) ? [] : [{ path: `samples.${i}`, code: 'SAMPLE_UNKNOWN', ...FAULTS.sample(names.join(', '), name) }],
    );
  }
  const unnamed = isGateway(session) ? [] : unnamedFaults(session);
  const isNamed = isGateway(session) || session.venue.url !== undefined;
  const outside = venueAddresses(session).find((address) => kindOfHost(address) !== 'simulator');
  if (!isFromPanel || !isNamed || outside === undefined) return unnamed;
  return [...unnamed, { path: isGateway(session) ? 'venue.host' : 'venue.url', code: 'SETTINGS_ADDRESS', ...FAULTS.address(outside) }];
}

/** What a form sends that was left empty. */
function unnamedFaults({ venue, instruments }: CcxtConfig): FieldFault[] {
  const fault = (path: string, words: FaultWords): FieldFault => ({ path, code: 'CONFIG_INVALID', ...words });
  return [
    ...(/^[a-z0-9]+$/.test(venue.name) ? [] : [fault('venue.name', FAULTS.exchange(JSON.stringify(venue.name)))]),
    ...instruments.flatMap(({ id, symbol }, i) => [
      ...(symbol.trim() === '' ? [fault(`instruments.${i}.symbol`, FAULTS.noSymbol)] : []),
      ...(id.trim() === '' ? [fault(`instruments.${i}.id`, FAULTS.noName)] : []),
    ]),
  ];
}

function strategyFaults(
  { id, instrument, timeframe, parameters }: SessionConfig['strategies'][number],
  place: number,
  session: SessionConfig,
  { strategies, samples, isFromPanel }: KnownParts,
): FieldFault[] {
  const fault = (field: string, code: string, words: FaultWords): FieldFault => ({ path: `strategies.${place}.${field}`, code, ...words });
  const traded = isLiveConfig(session)
    ? session.instruments.map((each) => each.id)
    : samples.filter(({ name }) => session.samples.includes(name)).map(({ symbol }) => symbol);
  const faults: FieldFault[] = [];
  if (!traded.includes(instrument))
    faults.push(fault('instrument', 'INSTRUMENT_UNKNOWN', FAULTS.instrument(traded.join(', '), instrument)));
  try {
    timeframeMs(timeframe);
  } catch (error) {
    const { code, message } = error as InputError;
    faults.push(fault('timeframe', code, { message, spanish: FAULTS.timeframe(timeframe).spanish }));
  }
  if (/[/\\]|\.ts$/.test(id)) return isFromPanel ? [...faults, fault('id', 'STRATEGY_UNKNOWN', FAULTS.strategyPath(id))] : faults;
  if (strategies === null) return faults;
  const found = strategies.find((each) => each.id === id.replaceAll('_', '-'));
  if (found === undefined)
    return [...faults, fault('id', 'STRATEGY_UNKNOWN', FAULTS.strategy(strategies.map((each) => each.id).join(', '), id))];
  if (found.loaded === null) {
    const { code, message } = found.problem ?? { code: 'STRATEGY_INVALID', message: `${id} does not load` };
    return [...faults, fault('id', code, { message, spanish: FAULTS.notLoaded(id, message).spanish })];
  }
  return [
    ...faults,
    ...parameterFaults(parameters, found.loaded.parameters, (name, code, words) => fault(`parameters.${name}`, code, words)),
  ];
}

function parameterFaults(
  given: Readonly<Record<string, unknown>>,
  fields: readonly ParameterField[],
  fault: (name: string, code: string, words: FaultWords) => FieldFault,
): FieldFault[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const field = fields.find((each) => each.name === name);
    if (field === undefined) return [fault(name, 'PARAMETER_UNKNOWN', FAULTS.parameter(fields.map((each) => each.name).join(', '), name))];
    const words = parameterWords(field, value);
    return words === null ? [] : [fault(name, 'PARAMETER_INVALID', words)];
  });
}

/** Null where the value is good. */
function parameterWords({ kind, min, max, choices }: ParameterField, value: unknown): FaultWords | null {
  const found = JSON.stringify(value);
  if (kind === 'boolean') return typeof value === 'boolean' ? null : FAULTS.yesOrNo(found);
  if (kind === 'choice') return choices.includes(String(value)) ? null : FAULTS.choice(choices.join(', '), found);
  const isGood =
    typeof value === 'number' &&
    (kind === 'decimal' || Number.isInteger(value)) &&
    (min === null || value >= min) &&
    (max === null || value <= max);
  return isGood ? null : FAULTS.number(kind === 'integer', `${min ?? '−∞'}`, `${max ?? '∞'}`, found);
}
