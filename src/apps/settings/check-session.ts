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
    return [{ path: at.join('.'), code: 'CONFIG_INVALID', message: boundWords(issue, json) ?? issue.message }];
  return keys.map((key) => ({
    path: [...at, key].join('.'),
    code: 'CONFIG_INVALID',
    message: 'expected no such setting, found it; take it out',
  }));
}

/** In words of ours: the schema's own library says it in its jargon. */
function boundWords({ code, path, minimum, maximum, inclusive, origin }: Issue, json: unknown): string | null {
  if (origin !== 'number' && origin !== 'int') return null;
  const found = JSON.stringify(path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], json));
  if (code === 'too_small') return `expected ${inclusive ? `${minimum} or more` : `more than ${minimum}`}, found ${found}`;
  if (code === 'too_big') return `expected ${inclusive ? `at most ${maximum}` : `less than ${maximum}`}, found ${found}`;
  return null;
}

/** Losses at which the ladder acts: at none it would act at once, and never let go. */
const LOSSES = [
  ...['dayDefensive', 'dayStop', 'weekDefensive', 'weekStop', 'monthStop'],
  ...['drawdownAlert', 'drawdownDefensive', 'drawdownClosesOnly', 'drawdownStop'],
];

function ladderFaults({ ladder = {} }: SessionConfig): FieldFault[] {
  return LOSSES.filter((name) => (ladder as Readonly<Record<string, unknown>>)[name] === 0).map((name) => ({
    path: `ladder.${name}`,
    code: 'RISK_PROFILE_INVALID',
    message: 'expected a loss of more than 0, found 0, at which it would act at once; to stop trading, pause it',
  }));
}

function riskFaults(session: SessionConfig): FieldFault[] {
  try {
    riskOf(session);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const rung = /ladder\.(\w+)/.exec(error.message)?.[1];
    return [{ path: rung === undefined ? 'risk' : `ladder.${rung}`, code: error.code, message: error.message }];
  }
}

function marketFaults(session: SessionConfig, { samples, isFromPanel }: KnownParts): FieldFault[] {
  if (!isLiveConfig(session)) {
    const names = samples.map(({ name }) => name);
    return session.samples.flatMap((name, i) =>
      names.includes(name)
        ? []
        : [{ path: `samples.${i}`, code: 'SAMPLE_UNKNOWN', message: `expected a sample among ${names.join(', ')}, found ${name}` }],
    );
  }
  const unnamed = isGateway(session) ? [] : unnamedFaults(session);
  const isNamed = isGateway(session) || session.venue.url !== undefined;
  const outside = venueAddresses(session).find((address) => kindOfHost(address) !== 'simulator');
  if (!isFromPanel || !isNamed || outside === undefined) return unnamed;
  const path = isGateway(session) ? 'venue.host' : 'venue.url';
  const message = `expected an address of this machine, found ${outside}; another is named on the host alone, with --config`;
  return [...unnamed, { path, code: 'SETTINGS_ADDRESS', message }];
}

/** What a form sends that was left empty. */
function unnamedFaults({ venue, instruments }: CcxtConfig): FieldFault[] {
  const fault = (path: string, expected: string): FieldFault => ({
    path,
    code: 'CONFIG_INVALID',
    message: `expected ${expected}, found nothing`,
  });
  return [
    ...(/^[a-z0-9]+$/.test(venue.name)
      ? []
      : [
          {
            path: 'venue.name',
            code: 'CONFIG_INVALID',
            message: `expected the ccxt id of an exchange, such as binance or okx, found ${JSON.stringify(venue.name)}`,
          },
        ]),
    ...instruments.flatMap(({ id, symbol }, i) => [
      ...(symbol.trim() === '' ? [fault(`instruments.${i}.symbol`, 'the symbol of an instrument, as the exchange writes it')] : []),
      ...(id.trim() === '' ? [fault(`instruments.${i}.id`, 'the name it has here')] : []),
    ]),
  ];
}

function strategyFaults(
  { id, instrument, timeframe, parameters }: SessionConfig['strategies'][number],
  place: number,
  session: SessionConfig,
  { strategies, samples, isFromPanel }: KnownParts,
): FieldFault[] {
  const fault = (field: string, code: string, message: string): FieldFault => ({ path: `strategies.${place}.${field}`, code, message });
  const traded = isLiveConfig(session)
    ? session.instruments.map((each) => each.id)
    : samples.filter(({ name }) => session.samples.includes(name)).map(({ symbol }) => symbol);
  const faults: FieldFault[] = [];
  if (!traded.includes(instrument))
    faults.push(
      fault('instrument', 'INSTRUMENT_UNKNOWN', `expected one of the session's instruments (${traded.join(', ')}), found ${instrument}`),
    );
  try {
    timeframeMs(timeframe);
  } catch (error) {
    faults.push(fault('timeframe', (error as InputError).code, (error as Error).message));
  }
  if (/[/\\]|\.ts$/.test(id)) {
    if (isFromPanel)
      faults.push(
        fault(
          'id',
          'STRATEGY_UNKNOWN',
          `expected a strategy of the folder strategies, found the path ${id}; a file elsewhere is named on the host alone, with --config`,
        ),
      );
    return faults;
  }
  if (strategies === null) return faults;
  const found = strategies.find((each) => each.id === id.replaceAll('_', '-'));
  if (found === undefined)
    return [
      ...faults,
      fault('id', 'STRATEGY_UNKNOWN', `expected a strategy among ${strategies.map((each) => each.id).join(', ')}, found ${id}`),
    ];
  if (found.loaded === null)
    return [...faults, fault('id', found.problem?.code ?? 'STRATEGY_INVALID', found.problem?.message ?? `${id} does not load`)];
  return [
    ...faults,
    ...parameterFaults(parameters, found.loaded.parameters, (name, code, message) => fault(`parameters.${name}`, code, message)),
  ];
}

function parameterFaults(
  given: Readonly<Record<string, unknown>>,
  fields: readonly ParameterField[],
  fault: (name: string, code: string, message: string) => FieldFault,
): FieldFault[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const field = fields.find((each) => each.name === name);
    if (field === undefined)
      return [
        fault(
          name,
          'PARAMETER_UNKNOWN',
          `expected a parameter among ${fields.map((each) => each.name).join(', ') || 'none'}, found ${name}`,
        ),
      ];
    const expected = expectedOf(field, value);
    return expected === null ? [] : [fault(name, 'PARAMETER_INVALID', `expected ${expected}, found ${JSON.stringify(value)}`)];
  });
}

/** What was expected instead; null where the value is good. */
function expectedOf({ kind, min, max, choices }: ParameterField, value: unknown): string | null {
  if (kind === 'boolean') return typeof value === 'boolean' ? null : 'true or false';
  if (kind === 'choice') return choices.includes(String(value)) ? null : `one of ${choices.join(', ')}`;
  const isGood =
    typeof value === 'number' &&
    (kind === 'decimal' || Number.isInteger(value)) &&
    (min === null || value >= min) &&
    (max === null || value <= max);
  return isGood ? null : `a ${kind === 'integer' ? 'whole ' : ''}number from ${min ?? '−∞'} to ${max ?? '∞'}`;
}
