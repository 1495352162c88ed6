/** Signals from outside: a signed POST in, the decision out. Whoever can't sign learns nothing but that. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { PATHS } from '../../api/paths.ts';
import { signalAnswer } from '../../api/signals.ts';
import { repeatedName } from '../../core/domain/repeated-name.ts';
import { InputError, type Refusal, refused } from '../../core/domain/result.ts';
import { JournalFailure } from '../../core/journal/durable-journal.ts';
import { Allowance } from '../../core/operations/allowance.ts';
import type { AuditSink } from '../../core/operations/control-port.ts';
import { GATE_STATUS, type GateMemory, SignalGate } from '../../core/trading/signals/signal-gate.ts';
import { type SignalDecision, type SignalWish, wishOf } from '../../core/trading/signals/signal-wish.ts';
import { readSignal } from '../../core/trading/signals/webhook-signal.ts';
import { ANY_PROBLEM, HttpProblem } from './problems.ts';
import { readSignature, type Signed } from './webhook-signature.ts';

const LEAST_SECRET_CHARACTERS = 32;
/** Refusals of strangers that are written down in a minute; the rest is counted. */
const STRANGERS_A_MINUTE = 10;

const SCHEMA = {
  operationId: 'signals.send',
  tags: ['signals'],
  summary: 'Takes a signed signal from outside through the filters, sizing and risk of the session.',
  description: 'Needs no session: the signature over the raw body and its timestamp says who sends it.',
  security: [],
  response: { 200: signalAnswer, 202: signalAnswer, default: ANY_PROBLEM },
};

export interface WebhookOptions {
  /** Shared with the senders; at least 32 characters. */
  readonly secret: string;
  /**
   * Takes a wish through the same filters, sizing and risk as a strategy's own, and says what became of it. With `dryRun` everything but sending.
   * Throws only where the outcome is unknown.
   */
  readonly accept: (wish: SignalWish, correlationId: string) => Promise<SignalDecision>;
  readonly audit: AuditSink;
  /** Where used signatures and decisions are kept. */
  readonly memory: GateMemory;
  /** Why nothing can be decided just now, or null: the sender may ask again, signed anew. Always null when absent. */
  readonly closed?: () => Refusal | null;
  /** False with real money: what the injection tool sends is refused. */
  readonly injectionAllowed: boolean;
  /** Confidence of a sender that states none; below 0.60 an entry needs the owner's approval. */
  readonly confidenceWhenAbsent: number;
  readonly now?: () => number;
}

/** Adds the route. InputError WEBHOOK_SECRET_WEAK. */
export function registerWebhookRoute(server: FastifyInstance, options: WebhookOptions): void {
  if (options.secret.length < LEAST_SECRET_CHARACTERS) {
    throw new InputError(
      'WEBHOOK_SECRET_WEAK',
      `expected a webhook secret of at least ${LEAST_SECRET_CHARACTERS} characters, found ${options.secret.length}; make one with: openssl rand -hex 32`,
      3,
    );
  }
  const answer = answerer(options);
  // A scope of its own: here a body stays the bytes that were signed, whatever the sender calls them.
  server.register(async (scope) => {
    scope.setSerializerCompiler(serializerCompiler);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post(PATHS.signals, { config: { permission: 'everyone' }, schema: SCHEMA }, async (request, reply) => {
      const decision = await answer(request);
      return reply
        .code(decision.outcome === 'awaiting-approval' ? 202 : 200)
        .header('cache-control', 'no-store')
        .send(signalAnswer.parse(decision));
    });
  });
}

function answerer({ secret, accept, audit, memory, closed, injectionAllowed, confidenceWhenAbsent, now = Date.now }: WebhookOptions) {
  const gate = new SignalGate(memory);
  const strangers = new Allowance(STRANGERS_A_MINUTE, 60_000);

  const record = (
    request: FastifyRequest,
    outcome: 'done' | 'refused',
    code: string | null,
    detail: Record<string, string | number> = {},
  ) => audit({ at: now(), actor: 'webhook', action: 'signal', outcome, code, detail: { correlationId: request.id, ...detail } });

  const refuse = (
    request: FastifyRequest,
    { code, message, measured, limit }: { code: string; message: string; measured?: number | null; limit?: number | null },
    status = GATE_STATUS[code] ?? 409,
  ): never => {
    record(request, 'refused', code);
    throw new HttpProblem(status, code, message, measured === undefined ? {} : { figures: { measured, limit: limit ?? null } });
  };

  const save = (request: FastifyRequest): void => {
    try {
      gate.save();
    } catch (error) {
      const message = `expected to write the signal down first, found: ${(error as Error).message}; nothing was done`;
      refuse(request, { code: 'SIGNAL_UNRECORDED', message }, 503);
    }
  };

  const signedOrRefused = (request: FastifyRequest, body: Buffer): Signed => {
    const signed = readSignature(secret, request.headers, body);
    if (signed) return signed;
    const allowed = strangers.take(now());
    if (allowed) record(request, 'refused', 'SIGNAL_UNSIGNED', { address: request.ip, passedOver: allowed.passedOver });
    throw new HttpProblem(401, 'SIGNAL_UNSIGNED', 'Expected a valid signature and timestamp; nothing was done.');
  };

  const decided = async (request: FastifyRequest, wish: SignalWish): Promise<SignalDecision> => {
    try {
      return await accept(wish, request.id);
    } catch (error) {
      if (!(error instanceof JournalFailure)) throw error;
      return refuse(request, { code: 'SIGNAL_UNRECORDED', message: `${error.message}: nothing was entered` }, 503);
    }
  };

  return async (request: FastifyRequest): Promise<Exclude<SignalDecision, { outcome: 'refused' }>> => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { signature, signedAt } = signedOrRefused(request, body);
    const late = gate.useUp(signature, signedAt, now());
    if (late) return refuse(request, late);
    const notNow = closed?.() ?? null;
    if (notNow) {
      save(request);
      return refuse(request, notNow, 503);
    }
    const read = signalIn(body.toString('utf8'));
    if (!read.ok) return refuse(request, read.refusal);
    const signal = read.value;
    if (signal.injected && !injectionAllowed)
      return refuse(
        request,
        { code: 'SIGNAL_INJECTION_REFUSED', message: 'The injection tool is for paper and the simulator only; nothing was done.' },
        403,
      );
    const admission = gate.admit(signal, signature, now());
    if (admission.kind === 'refused') return refuse(request, admission.refusal);
    // Written down before anything is done: after a crash the key is known, and the signal is not acted on twice.
    save(request);
    const decision =
      admission.kind === 'known' ? admission.decision : await decided(request, wishOf(signal, signedAt, confidenceWhenAbsent));
    if (admission.kind === 'decide') {
      gate.decided(admission.key, decision);
      try {
        gate.save();
      } catch {
        // What was decided is done. Its key is on disk already, so that nothing is done twice.
      }
    }
    if (decision.outcome === 'refused') return refuse(request, decision, 409);
    record(request, 'done', null, { outcome: decision.outcome, decisionId: decision.decisionId });
    return decision;
  };
}

function signalIn(text: string): ReturnType<typeof readSignal> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return readSignal(undefined);
  }
  const twice = repeatedName(text);
  if (twice === null) return readSignal(json);
  return refused('SIGNAL_SCHEMA', `${twice}: expected once, found more often; send each field once`);
}
