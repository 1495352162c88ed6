/** What the running trader answers, in lines a newcomer understands: money with its currency and sign, times in UTC, a dash for what nobody knows. */

import type {
  Arming,
  ControlDone,
  ControlMode,
  ControlOrders,
  ControlPositions,
  ControlStatus,
  FirstOrders,
  KillCheck,
  Reconciliation,
  StandbyStatus,
} from '../../api/control.ts';
import type { Order } from '../../api/records.ts';
import { shownWorld } from '../../core/operations/shown-world.ts';
import type { StatementDifference } from '../../core/operations/statement.ts';
import { count, duration, facts, money, percent, result, signed, UNKNOWN, utc, WORLDS } from './figures.ts';
import { table } from './output.ts';

export function statusLines(status: ControlStatus): string[] {
  const { account, mode, feed, journal, database, venueLink, versions } = status;
  const { currency, drawdown } = account;
  return [
    `Atalaya ${versions.release}: account ${account.accountId}, ${WORLDS[shownWorld(status)]}, environment ${status.environment}`,
    '',
    ...facts([
      ['Mode', modeSentence(mode)],
      ...mode.triggers.map((trigger): [string, string] => ['', `${trigger.id} demands ${trigger.demands}: ${trigger.reason}`]),
      ['Armed', armedSentence(status)],
      ...(status.firstOrders === null ? [] : [['', firstOrdersSentence(status.firstOrders)] as const]),
      ['Equity', `${money(account.equity)} ${currency}  (cash ${money(account.cash)})`],
      ['Today', result(account.day, currency)],
      ['This week', result(account.week, currency)],
      ['This month', result(account.month, currency)],
      [
        'Drawdown',
        drawdown === null ? UNKNOWN : `${percent(-drawdown.ratio)}  (${money(drawdown.money)} ${currency} below ${money(drawdown.peak)})`,
      ],
      ['Held', `${count(status.positions, 'position')}, ${count(status.workingOrders, 'working order')}`],
      ...steeredSentences(status).map((sentence, i): [string, string] => [i === 0 ? 'Strategies' : '', sentence]),
      ...(journal.state === 'failed' ? [['', STANDS_STILL] as [string, string]] : []),
    ]),
    '',
    ...facts([
      ['Prices', feedSentence(status)],
      [
        'Venue',
        venueLink === null
          ? status.world === 'real'
            ? 'NOT CONNECTED'
            : 'none: orders are filled inside Atalaya'
          : `${venueLink.venue} ${venueLink.state} since ${utc(venueLink.since)}${venueLink.reason ? `: ${venueLink.reason}` : ''}`,
      ],
      [
        'Reconciled',
        status.reconciliation === null
          ? 'not yet'
          : `${utc(status.reconciliation.at)}, ${status.reconciliation.clean ? 'clean' : 'DIFFERENT'}`,
      ],
      ...(status.standby === null ? [] : [['Standby', standbySentence(status.standby)] as const]),
      ['Journal', journal.failure ? `FAILED: ${journal.failure.message}` : `${journal.state}, ${journal.durableSequence} entries on disk`],
      ['Database', databaseSentence(database)],
      ['Process', `${status.processId}, up ${duration(status.uptimeMs)}, Node ${versions.node}`],
    ]),
    ...(feed.replayed ? ['', 'Mode and prices are in the time of the replayed market.'] : []),
  ];
}

/** Strategies that do not run as they are configured. */
function steeredSentences({ strategies }: ControlStatus): string[] {
  return strategies.flatMap(({ strategyId, instrumentId, block, weight }) => {
    const until = block?.until ? ` until ${utc(block.until)}` : '';
    const isWeighed = weight !== null && weight.ratio !== 1;
    return [
      ...(block === null ? [] : [`${strategyId} on ${instrumentId}: BLOCKED by ${block.by}${until}: ${block.reason}`]),
      ...(isWeighed ? [`${strategyId} on ${instrumentId}: weight ${weight.ratio}, by ${weight.by}: ${weight.reason}`] : []),
    ];
  });
}

function armedSentence({ armed, armedUntil, armingEnded, environment }: ControlStatus): string {
  if (armed) return `yes, real orders are sent until ${utc(armedUntil)}`;
  if (environment !== 'prod') return 'no, no real order is sent';
  return `no, no real order is sent${armingEnded === null ? ': arm with: npx atalaya arm' : ` (${armingEnded.code}): ${armingEnded.message}`}`;
}

function firstOrdersSentence({ left, most, currency }: FirstOrders): string {
  const worth = `${money(String(most))} ${currency}`;
  return left === 1
    ? `the next entry to fill is cut to at most ${worth}`
    : `the next ${left} entries to fill are cut to at most ${worth} each`;
}

function databaseSentence({ state, lastError }: ControlStatus['database']): string {
  if (state === 'none') return 'none is used: the journal is the record';
  return state === 'down' ? `down: ${lastError ?? 'no reason known'} (trading goes on without it)` : state;
}

function standbySentence({ leader, epoch, since, lapse, waiting }: StandbyStatus): string {
  const others =
    waiting.length === 0
      ? 'NOBODY stands by'
      : waiting.map(({ name, detail }) => `${name} stands by${detail && ` (${detail})`}`).join(', ');
  return `${leader} leads since ${utc(since)}, lease ${epoch}${lapse === null ? '' : `, LAPSED: ${lapse}`}; ${others}`;
}

function feedSentence({ feed }: ControlStatus): string {
  const age = feed.ageMs === null ? 'nothing yet' : `${duration(feed.ageMs)} old`;
  return `${feed.source}: ${feed.state}, newest ${utc(feed.at)}, ${age}${feed.replayed ? ' (replayed)' : ''}`;
}

function modeSentence({ name, reason, by, since, closesOnly }: ControlMode): string {
  const why = reason === null ? '' : `: ${reason}`;
  return `${name} since ${utc(since)}${why}${by === null ? '' : `, by ${by}`}${closesOnly ? ' (positions are only closed)' : ''}`;
}

const MEANING = {
  NORMAL: 'Entries are sent.',
  DEFENSIVE: 'Only confident entries are sent, up to half of equity.',
  OBSERVATION: 'Entries are recorded and not sent.',
  PAUSE: 'No entries until you resume. Exits and stops work.',
  EMERGENCY: 'Everything is being closed. Nothing is entered until you reset.',
} as const;

export function modeLines(mode: ControlMode): string[] {
  const triggers = mode.triggers.map(({ id, demands, reason, by, since }) => [
    id,
    demands,
    reason,
    by,
    since === null ? UNKNOWN : utc(since),
  ]);
  return [
    modeSentence(mode),
    MEANING[mode.name],
    ...(mode.name === 'PAUSE' && !mode.triggers.some(({ demands }) => demands === 'PAUSE' || demands === 'EMERGENCY')
      ? ['Nothing demands it any more: npx atalaya resume leaves it.']
      : []),
    ...(triggers.length > 0 ? ['', ...table([['demand', 'mode', 'reason', 'by', 'since'], ...triggers])] : []),
  ];
}

const STANDS_STILL = "The journal has failed: this is how it stood at its last entry. What is held now is on the venue's own page.";

export function positionsLines({ rows, currency, standStill }: ControlPositions): string[] {
  return [...(standStill ? [STANDS_STILL, ''] : []), ...(rows.length === 0 ? ['No open position.'] : positionTable(rows, currency))];
}

function positionTable(rows: ControlPositions['rows'], currency: string): string[] {
  return table([
    [
      'instrument',
      'strategy',
      'side',
      'quantity',
      'entry',
      'now',
      `value ${currency}`,
      `result ${currency}`,
      'result',
      'stop',
      'target',
      'since',
    ],
    ...rows.map((row) => [
      row.instrumentId,
      row.strategyId,
      row.side,
      row.quantity,
      row.entryPrice,
      row.markPrice ?? UNKNOWN,
      money(row.value),
      signed(row.unrealised),
      percent(row.unrealisedRatio),
      row.tooSmall ? 'too small to close' : (row.stopPrice ?? 'NONE'),
      row.targetPrice ?? UNKNOWN,
      utc(row.openedAt),
    ]),
  ]);
}

export function ordersLines({ at, rows }: ControlOrders): string[] {
  if (rows.length === 0) return ['No orders yet.'];
  return rows.flatMap(({ orderId, instrumentId, strategyId, purpose, side, type, status, quantity, filledQuantity, life, ...row }, i) => [
    ...(i === 0 ? [] : ['']),
    `${status.toUpperCase()}  ${purpose}: ${side} ${quantity ?? 'sized at its fill'} ${instrumentId} ${type}, filled ${filledQuantity}  (${strategyId}, ${orderId})`,
    ...table(life.map((step) => [`  ${utc(step.at)}`, step.state, step.quantity ?? '', step.price ?? '', step.detail ?? ''])),
    ...clocksLine(row, life, at),
  ]);
}

/** A market that is replayed, or an exchange of one's own, has a clock that runs by itself: its times stand beside this machine's. */
function clocksLine(
  { createdAt, progress = [] }: Pick<Order, 'createdAt' | 'progress'>,
  life: ControlOrders['rows'][number]['life'],
  now: number,
): string[] {
  const approvedAt = progress.find(({ stage }) => stage === 'approved')?.at;
  const end = life.at(-1)?.at;
  if (approvedAt === undefined || end === undefined) return [];
  // Over before it was let pass, or in the future: no one clock says that. A second is what two good clocks may differ by.
  if (end >= approvedAt - A_SECOND_MS && end <= now + A_SECOND_MS) return [];
  return [
    `  journaled, sent and acknowledged by the clock of this machine; fills and the end by the market’s, which read ${utc(createdAt)} when it was journaled`,
  ];
}

const A_SECOND_MS = 1_000;

/** What an act that is not in the journal comes to. */
const AFTER_A_RESTART: Readonly<Record<string, (kind: string) => string>> = {
  true: () => '. It holds, and a note of it is kept: the next start begins with it',
  false: (kind) => `. IT HOLDS ONLY UNTIL THE TRADER ENDS, no note of it could be kept: after a restart ${kind} again`,
};

export function doneLines(
  kind: string,
  { mode, positions, workingOrders, notOurs, firstOrders, order, recorded, noted, journalSequence }: ControlDone,
): string[] {
  const held = `${count(positions, 'position')}, ${count(workingOrders, 'working order')}`;
  const record =
    recorded === null
      ? []
      : [
          recorded
            ? `Recorded as journal entry ${journalSequence}.`
            : `DONE BUT NOT RECORDED: the disk does not take it, look with: npx atalaya status${AFTER_A_RESTART[`${noted}`]?.(kind) ?? ''}`,
        ];
  const closing =
    kind === 'kill' && positions !== 0 ? ['What is held is being closed at market. Watch it with: npx atalaya positions'] : [];
  // What a correction brings about (an order, a cancellation, a comparison) is on its way: nothing is counted yet.
  if (kind === 'correct')
    return [
      `Done: correct. Mode ${mode}. What comes of it is on its way: look with npx atalaya positions, and reconcile again.`,
      ...record,
    ];
  if (kind === 'approve' && order !== undefined) {
    const { orderId, side, quantity, instrumentId, type, cuts } = order;
    const smaller = cuts.length === 0 ? '' : ` (${cuts.join(', ')})`;
    return [
      `Let through by every rule: order ${orderId}, ${side} ${quantity ?? 'a quantity sized at its fill of'} ${instrumentId} ${type}${smaller}, is on its way: look with npx atalaya orders. Mode ${mode}.`,
      ...record,
    ];
  }
  if (kind === 'reject') return [`Refused by you: nothing is entered, and it waits no longer. Mode ${mode}, ${held}.`, ...record];
  const small = firstOrders === undefined ? [] : [`Kept small at first: ${firstOrdersSentence(firstOrders)}.`];
  return [
    `Done: ${kind}. Mode ${mode}, ${held}.`,
    ...closing,
    ...small,
    ...(notOurs === undefined ? [] : notOursLines(notOurs)),
    ...record,
  ];
}

/** What a kill leaves alone. */
function notOursLines(notOurs: KillCheck['notOurs']): string[] {
  if (notOurs === null)
    return ['The venue has not been compared yet: what is there and not of this session is not known, and not touched.'];
  return notOurs.length === 0 ? [] : [`At the venue and not this session's, not touched: ${notOurs.join('; ')}.`];
}

export function killCheckLines({ passed, checks, wouldClose, wouldCancel, notOurs }: KillCheck): string[] {
  return [
    passed ? 'The way of the kill switch is clear. Nothing was done.' : 'THE WAY OF THE KILL SWITCH IS NOT CLEAR. Nothing was done.',
    ...checks.map((check) => `  ${check.passed ? 'ok    ' : 'FAILED'}  ${check.name}: ${check.detail}`),
    `It would close ${count(wouldClose.length, 'position')} and cancel ${count(wouldCancel, 'working order')}.`,
    ...notOursLines(notOurs),
  ];
}

export function reconciliationLines({ at, clean, differences }: Reconciliation): string[] {
  if (clean) return [`Clean: our books and the venue's agree (${utc(at)}).`];
  return [
    `DIFFERENT at ${utc(at)}:`,
    ...table([
      ['what', 'which', 'ours', 'venue', 'difference', 'what follows'],
      ...differences.map((one) => [one.kind, one.subject, one.ours ?? 'none', one.venue ?? 'none', percent(one.ratio), one.consequence]),
    ]),
  ];
}

/** The plan: numbered, with what each may come from and how its correction is accepted. */
export function planLines({ at, clean, differences }: Reconciliation): string[] {
  if (clean) return [`Clean: our books and the venue's agree (${utc(at)}). There is nothing to correct.`];
  return [
    `DIFFERENT at ${utc(at)}. Nothing is corrected until you accept it:`,
    ...differences.flatMap((one, i) => [
      '',
      `${i + 1}. ${one.kind} ${one.subject}: ${one.ours ?? 'none'} here, ${one.venue ?? 'none'} at the venue (${percent(one.ratio)}; ${one.consequence})`,
      ...one.causes.map((cause, n) => `   ${n === 0 ? 'may be' : 'or'}: ${cause}`),
      `   proposed: ${one.proposal}`,
      ...one.corrections.map(
        (as, n) => `   ${n === 0 ? 'accept' : 'or'}: reconcile --accept ${one.kind}:${one.subject}${n === 0 ? '' : ` --as ${as}`}`,
      ),
    ]),
  ];
}

export function statementLines(differences: readonly StatementDifference[]): string[] {
  if (differences.length === 0) return ['Clean: the statement and our positions agree.'];
  return [
    'DIFFERENT from the statement:',
    ...table([
      ['instrument', 'ours', 'statement', 'difference'],
      ...differences.map(({ instrument, ours, stated, ratio }) => [instrument, ours, stated, percent(ratio)]),
    ]),
  ];
}

export function armingLines({ account, environment, armed, armedUntil, armedBy, ended, items, checklist }: Arming): string[] {
  const signatures = checklist.map(
    ({ id, title, name, at }) =>
      `      ${name === null ? 'open  ' : 'signed'}  ${id}: ${title}${name === null ? '' : ` (${name}, ${utc(at)})`}`,
  );
  return [
    armed
      ? `Account ${account} is ARMED until ${utc(armedUntil)}, by ${armedBy}: real orders are sent.`
      : `Account ${account} is not armed (environment ${environment}): no real order is sent.`,
    ...(ended === null ? [] : [`Last time: ${ended.message}`]),
    '',
    ...items.flatMap(({ id, title, passed, evidence, remedy }) => [
      `  ${passed ? 'ok      ' : 'MISSING '}  ${title}: ${evidence}`,
      ...(id === 'checklist' ? signatures : []),
      ...(passed ? [] : [`              do: ${remedy}`]),
    ]),
  ];
}
