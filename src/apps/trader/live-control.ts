/** The control of a session on a venue: the same desk as on paper, with the PIN, the arming and the venue behind it. */

import { createHash } from 'node:crypto';
import type { Answered, ControlDesk } from '../../adapters/control-socket/control-desk.ts';
import type { ReconcileRequest, Reconciliation, VenueLinkStatus } from '../../api/control.ts';
import { InputError } from '../../core/domain/result.ts';
import type { Environment } from '../../core/operations/environment-guard.ts';
import type { PinDoor } from '../../core/operations/trading-pin.ts';
import { notOurs } from '../../core/trading/broker/not-ours.ts';
import { type Difference, TOLERANCE_RATIO } from '../../core/trading/broker/reconciliation.ts';
import { proposalFor } from '../../core/trading/broker/repair-plan.ts';
import type { VenueFailure } from '../../core/trading/broker/venue-link.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import { type ArmingDesk, createArmingDesk } from '../arming.ts';
import { type CorrectCommand, createControlDesk, type PinAnswer, type PinCheck } from './control-desk.ts';
import type { LiveTrader } from './live-trader.ts';

/**
 * A comparison that has not come to an end by then is told as failed. Of Kraken's smallest allowance (15, of which 0.33 come back in a second) a comparison
 * takes 4 or 5, a difference is found twice, and the pauses after refusals are doubled: with the allowance used up that takes about a minute.
 */
const COMPARISON_MS = 90_000;
/** So long what the last one has found is as good as a new one, where nothing has moved. */
const RECENT_MS = 60_000;
const LOOK_MS = 100;

export interface ArmingOptions {
  readonly dataFolder: string;
  readonly environment: Environment;
  readonly account: string;
  readonly release: string;
  readonly key: () => string;
  /** The trader that runs; null before it does. */
  readonly trader: () => LiveTrader | null;
}

export function liveArming({ dataFolder, environment, account, release, key, trader }: ArmingOptions): ArmingDesk {
  return createArmingDesk({
    dataFolder,
    now: Date.now,
    onChange: ({ kind }) => {
      if (kind === 'armed') trader()?.armed();
    },
    facts: () => ({
      environment,
      account,
      engineVersion: release,
      // A fingerprint: the key itself is nowhere on disk.
      venueKey: key() === '' ? null : createHash('sha256').update(key()).digest('hex').slice(0, 16),
      mode: trader()?.session.engine.risk.mode ?? 'NORMAL',
      lastEmergencyAt: null,
    }),
  });
}

/** `pin`: null on paper, where none is asked for. */
export function createLiveControl(trader: LiveTrader, dataFolder: string, arming: ArmingDesk, pin: PinDoor | null): ControlDesk {
  const { risk } = trader.session.engine;
  return createControlDesk({
    source: trader.source,
    arming,
    dataFolder,
    pin: pin && pinCheck(pin),
    reconcile: (asked) => reconcile(trader, arming, asked),
    correct: (command, by) => correctDifference(trader, command, by),
    venueLink: () => trader.venueLink(),
    venueTrouble: () => trader.venueTrouble(),
    standby: () => trader.leadership?.status() ?? null,
    firstOrders: () => risk.firstOrders,
    answerApproval: (answer) => trader.answerApproval(answer),
    lastReconciliation: () => {
      const { lastComparison } = trader.session;
      return lastComparison && { at: lastComparison.at, clean: lastComparison.differences.length === 0 };
    },
    notOurs: () => {
      const { lastComparison } = trader.session;
      return lastComparison && notOurs(lastComparison.differences);
    },
    now: Date.now,
    risk: () => ({ mode: risk.mode, triggers: (risk.snapshot() as DeskState).modes.triggers }),
  });
}

function proposed(difference: Difference, all: readonly Difference[]) {
  const { causes, words, corrections } = proposalFor(difference, all);
  return { causes: [...causes], proposal: words, corrections: [...corrections] };
}

/** Carries out what the owner has accepted, if the difference is still what was seen. */
async function correctDifference(trader: LiveTrader, command: CorrectCommand, by: string): Promise<Answered<{ sequence: number | null }>> {
  const { difference: which, as, seen, reason = '' } = command;
  const refuse = (code: string, message: string) => ({ ok: false, refusal: { code, message, measured: null, limit: null } }) as const;
  const { differences = [] } = trader.session.lastComparison ?? {};
  const difference = differences.find(({ kind, subject }) => kind === which.kind && subject === which.subject);
  const name = `${which.kind} ${which.subject}`;
  if (as === 'compare-again') {
    if (!trader.reports.compareAgain(name)) return refuse('CORRECTION_NOT_IGNORED', `${name} is not ignored`);
  } else {
    if (difference === undefined)
      return refuse('CORRECTION_NONE', `${name}: the last comparison has no such difference; look with reconcile --plan`);
    if (seen && (seen.ours !== difference.here || seen.venue !== difference.venue))
      return refuse('CORRECTION_STALE', `${name} is now ${difference.here} here and ${difference.venue} at the venue: look again`);
    const { corrections, words } = proposalFor(difference, differences);
    if (!corrections.includes(as)) return refuse('CORRECTION_UNFIT', `${name} is not made right by "${as}": ${words}`);
    if (as === 'ignore') trader.reports.ignore({ key: name, by, at: trader.now(), reason });
    else {
      const failure = trader.correct(difference, as);
      if (failure !== null) return refuse('CORRECTION_FAILED', failure);
    }
  }
  const figures = { difference: name, here: difference?.here ?? null, venue: difference?.venue ?? null, reason };
  trader.audit({ at: trader.now(), actor: by, action: `reconcile.${as}`, outcome: 'done', code: null, detail: figures });
  const { journal } = trader;
  const sequence = journal.last;
  const recorded = await journal.whenDurable(sequence).then(
    () => true,
    () => false,
  );
  trader.reconcile();
  return { ok: true, value: { sequence: recorded ? sequence : null } };
}

function pinCheck(pin: PinDoor): PinCheck {
  return {
    async verify(text): Promise<PinAnswer> {
      const verdict = await pin.verify(text);
      switch (verdict.kind) {
        case 'right':
          return { ok: true };
        case 'locked':
          return { ok: false, code: 'PIN_LOCKED', retryAt: verdict.until };
        case 'unset':
          return { ok: false, code: 'PIN_NOT_SET', retryAt: null };
        case 'wrong':
          return { ok: false, code: 'PIN_WRONG', retryAt: null };
      }
    },
  };
}

/** Compares with the venue now, and waits for what it finds; a comparison that is asked for already is the one. */
async function reconcile(trader: LiveTrader, arming: ArmingDesk, { recent }: ReconcileRequest): Promise<Reconciliation> {
  const known = recent ? recentDifferences(trader) : null;
  if (known !== null) return told(known);
  const askedAt = trader.now();
  trader.joinReconciliation();
  for (;;) {
    const { lastComparison } = trader.session;
    if (lastComparison !== null && lastComparison.at >= askedAt) {
      const report = told(lastComparison);
      arming.note({ reconciliation: { at: report.at, clean: report.clean } });
      return report;
    }
    if (trader.now() - askedAt > COMPARISON_MS) throw notCompared(trader.venueLink(), trader.session.reconciliation.failure);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

type Comparison = NonNullable<LiveTrader['session']['lastComparison']>;

/** What the last comparison has found, where it still is so as far as is known here and no other one is wanted. */
function recentDifferences({ session, now }: LiveTrader): Comparison | null {
  const { lastComparison: last, reconciliation, broker } = session;
  if (last === null || last.differences.length === 0 || reconciliation.fullAsked) return null;
  return last.activity === broker.activity && now() - last.at < RECENT_MS ? last : null;
}

function told({ at, differences }: Comparison): Reconciliation {
  return {
    at,
    clean: differences.length === 0,
    differences: differences.map((one) => ({
      ...{ kind: one.kind, subject: one.subject, ours: one.here, venue: one.venue, ratio: one.ratio },
      consequence: one.ratio > TOLERANCE_RATIO ? 'PAUSE until a comparison is clean' : 'reported',
      ...proposed(one, differences),
    })),
  };
}

function notCompared({ venue, state, reason }: VenueLinkStatus, failure: VenueFailure | null): InputError {
  const link = `its link is ${state}: ${reason}`;
  const why =
    failure === null
      ? link
      : failure.code === 'RATE_LIMITED'
        ? `its rate limit lets no more questions through: ${failure.message}; ${link}`
        : `it refused: ${failure.code} ${failure.message}; ${link}`;
  return new InputError(
    'RECONCILE_NO_ANSWER',
    `${venue} has not been compared within ${COMPARISON_MS / 1000} s (${why}): nothing is known of what it holds now; the comparison goes on and asking again waits for the same one; look with: npx atalaya status`,
    3,
  );
}
