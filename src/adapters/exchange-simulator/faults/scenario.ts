/** Fault scenarios as people write them: a list of faults, each with when, where, how often and for how long. */

import { z } from 'zod';
import { InputError } from '../../../core/domain/result.ts';

const where = {
  account: z.string().min(1).optional(),
  /** An instrument of the exchange, such as BTCUSDT-PERP. */
  instrument: z.string().min(1).optional(),
};
/** Beginning of a request's kind: a path such as /v5/order, or an operation such as order.create. */
const ofRequests = z.strictObject({ ...where, request: z.string().min(1).optional() }).default({});
/** Beginning of a message's topic, such as execution or orderbook. */
const ofMessages = z.strictObject({ ...where, topic: z.string().min(1).optional() }).default({});
const ofMarkets = z.strictObject(where).default({});
const nowhere = z.strictObject({}).default({});

const from = {
  /** Exchange time: ISO text or epoch ms. */
  at: z
    .union([z.number(), z.iso.datetime({ offset: true })])
    .transform((value) => (typeof value === 'number' ? value : Date.parse(value)))
    .optional(),
  /** From the request or message after so many in its scope. */
  after: z.int().min(0).optional(),
};
/** For how long from the first time, ms of exchange time. */
const forMs = z.number().positive().optional();

/** What strikes requests or messages, one by one. */
const strikes = {
  when: z.strictObject({ ...from, probability: z.number().gt(0).max(1).optional() }).default({}),
  /** How many times; without end where absent. */
  count: z.int().min(1).optional(),
  forMs,
};
/** What holds for a while. */
const holds = { when: z.strictObject(from).default({}), forMs };
/** What happens once. */
const happens = { when: z.strictObject(from).default({}) };

/** Why an order is refused where a fault wants it. */
const REJECTIONS = ['INSUFFICIENT_FUNDS', 'PRICE_BAND', 'BELOW_MINIMUM', 'SELF_TRADE'] as const;

const fault = z.discriminatedUnion('kind', [
  // Requests.
  z.strictObject({
    kind: z.literal('latency'),
    ...strikes,
    scope: ofRequests,
    delayMs: z.number().min(0),
    side: z.enum(['request', 'answer']).default('request'),
  }),
  z.strictObject({ kind: z.literal('answer-lost'), ...strikes, scope: ofRequests }),
  z.strictObject({ kind: z.literal('reset'), ...strikes, scope: ofRequests, side: z.enum(['request', 'answer']).default('request') }),
  z.strictObject({ kind: z.literal('server-error'), ...strikes, scope: ofRequests, status: z.int().min(500).max(599).default(502) }),
  z.strictObject({ kind: z.literal('rate-limit'), ...strikes, scope: ofRequests }),
  z.strictObject({ kind: z.literal('bad-nonce'), ...strikes, scope: ofRequests }),
  z.strictObject({ kind: z.literal('maintenance'), ...strikes, scope: ofRequests }),
  z.strictObject({ kind: z.literal('reject'), ...strikes, scope: ofMarkets, code: z.enum(REJECTIONS) }),
  // Messages of streams.
  z.strictObject({ kind: z.literal('message-latency'), ...strikes, scope: ofMessages, delayMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('silent'), ...strikes, scope: ofMessages }),
  z.strictObject({ kind: z.literal('duplicate'), ...strikes, scope: ofMessages }),
  z.strictObject({ kind: z.literal('reorder'), ...strikes, scope: ofMessages }),
  z.strictObject({ kind: z.literal('drop'), ...strikes, scope: ofMessages }),
  // States that hold for a time.
  z.strictObject({ kind: z.literal('clock-skew'), ...holds, scope: nowhere, skewMs: z.number() }),
  z.strictObject({ kind: z.literal('stale-book'), ...holds, scope: ofMarkets }),
  z.strictObject({ kind: z.literal('partial-fills'), ...holds, scope: ofMarkets, mostLots: z.int().min(1) }),
  z.strictObject({ kind: z.literal('halt'), ...holds, scope: ofMarkets }),
  z.strictObject({
    kind: z.literal('fee-change'),
    ...holds,
    scope: ofMarkets,
    makerRatio: z.number().min(0),
    takerRatio: z.number().min(0),
  }),
  // Things that happen once.
  z.strictObject({ kind: z.literal('liquidation'), ...happens, scope: ofMarkets }),
  z.strictObject({ kind: z.literal('manual-trade'), ...happens, scope: ofMarkets, side: z.enum(['buy', 'sell']), lots: z.int().min(1) }),
  z.strictObject({
    kind: z.literal('restart'),
    ...happens,
    scope: nowhere,
    downMs: z.number().min(0).default(0),
    forgetOrders: z.boolean().default(false),
  }),
]);

export type Fault = Readonly<z.infer<typeof fault>>;
export type FaultKind = Fault['kind'];
export type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;
export type Rejection = (typeof REJECTIONS)[number];

const scenario = z.union([
  z.array(z.unknown()),
  z.strictObject({ faults: z.array(z.unknown()) }).transform(({ faults }) => faults),
  z.looseObject({ kind: z.unknown() }).transform((one) => [one]),
]);

/** Reads a scenario: `{"faults": [...]}`, the list alone, or one fault. InputError FAULT_INVALID says which fault, what was expected and what came. */
export function parseScenario(text: string, name: string): Fault[] {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (error) {
    throw new InputError('FAULT_INVALID', `${name}: expected JSON with a list of faults, found ${(error as Error).message}`, 2);
  }
  const list = scenario.safeParse(written);
  if (!list.success) throw new InputError('FAULT_INVALID', `${name}: expected {"faults": [...]}, a list of faults or one of them`, 2);
  return list.data.map((one, index) => parseFault(one, `${name}: fault ${index + 1}`));
}

function parseFault(written: unknown, name: string): Fault {
  const { success, data, error } = fault.safeParse(written);
  if (success) return data;
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map(String);
  const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], written);
  const expected = issue === undefined ? 'another' : expectedBy(issue);
  throw new InputError(
    'FAULT_INVALID',
    `${name}: ${path.join('.') || 'the whole'}: expected ${expected}, found ${JSON.stringify(found)}`,
    2,
  );
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  object: 'an object',
};
const TIME = 'a time such as 2022-12-13T09:00:00Z, or epoch ms';

/** What would have been right, without the reader's own "Too big: expected number to be". */
function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_union':
      return issue.path.length > 0 && issue.path.at(-1) !== 'kind'
        ? TIME
        : `a kind among ${fault.options.map((option) => option.shape.kind.value).join(', ')}`;
    case 'invalid_format':
      return TIME;
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'string' ? 'a text that is not empty' : `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'unrecognized_keys':
      return `no setting named ${issue.keys.join(', ')}`;
    default:
      return issue.message;
  }
}
