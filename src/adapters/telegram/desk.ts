/** Hands the owner's questions and commands to the engine, with a time limit, an audit entry, and an answer in words whatever happens. */

import { randomUUID } from 'node:crypto';
import type { AuditEntry, AuditSink, ControlAnswer, ControlCommand, ControlPort } from '../../core/operations/control-port.ts';
import {
  balanceText,
  helpText,
  modeText,
  ordersText,
  performanceText,
  pnlText,
  positionsText,
  riskText,
  statusText,
  strategiesText,
} from './answers.ts';
import type { CommandName, Words } from './words.ts';

const QUESTION_MS = 10_000;
const COMMAND_MS = 30_000;
const LATE = Symbol('no answer within the time');

type Question = (port: ControlPort, words: Words, language: 'en' | 'es') => string | Promise<string>;

/** What only asks. */
const QUESTIONS: Partial<Record<CommandName, Question>> = {
  status: async (port, words) => statusText(await port.status(), await port.accounts(), words),
  mode: async (port, words) => modeText(await port.status(), words),
  positions: async (port, words) => positionsText(await port.positions(), words),
  orders: async (port, words) => ordersText(await port.orders(), words),
  balance: async (port, words) => balanceText(await port.accounts(), words),
  pnl: async (port, words) => pnlText(await port.accounts(), words),
  risk: async (port, words) => riskText(await port.accounts(), words),
  strategies: async (port, words) => strategiesText(await port.strategies(), words),
  performance: async (port, words) => performanceText(await port.performance(), words),
  daily: (port, _words, language) => port.daily(language),
  help: (_port, words) => helpText(words),
};

type Act = ControlCommand extends infer Each ? (Each extends ControlCommand ? Omit<Each, 'commandId' | 'by'> : never) : never;

export interface DeskParts {
  readonly port: ControlPort;
  readonly audit: AuditSink;
  readonly words: Words;
  readonly language: 'en' | 'es';
  /** `telegram:12345`. */
  readonly actor: string;
  readonly now: () => number;
  /** Hears why something failed inside; the owner is told only that it did. */
  readonly onBug: (where: string, error: unknown) => void;
}

export class Desk {
  private readonly parts: DeskParts;

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  isQuestion(name: CommandName): boolean {
    return QUESTIONS[name] !== undefined;
  }

  async question(name: CommandName): Promise<string> {
    const { port, words, language } = this.parts;
    try {
      const answer = await within(QUESTION_MS, async () => await (QUESTIONS[name] as Question)(port, words, language));
      return answer === LATE ? words.failed : answer;
    } catch (error) {
      this.parts.onBug(`question.${name}`, error);
      this.note(`question.${name}`, 'refused', 'QUESTION_FAILED');
      return words.failed;
    }
  }

  /** Carries a command out and says what became of it. `ok` is never said without the engine's own answer. */
  async command(act: Act): Promise<string> {
    const { port, words } = this.parts;
    const { kind, ...detail } = act;
    const action = `command.${kind}`;
    this.note(action, 'asked', null, detail);
    let answer: ControlAnswer | typeof LATE;
    try {
      answer = await within(COMMAND_MS, () => port.command({ ...act, commandId: randomUUID(), by: 'telegram' } as ControlCommand));
    } catch (error) {
      this.parts.onBug(action, error);
      this.note(action, 'refused', 'COMMAND_FAILED', detail);
      return words.failed;
    }
    if (answer === LATE) {
      this.note(action, 'refused', 'COMMAND_NO_ANSWER', detail);
      return words.noAnswer;
    }
    this.note(action, answer.ok ? 'done' : 'refused', answer.ok ? null : answer.code, detail);
    if (!answer.ok) return words.refused(answer.code, answer.message);
    return answer.noted === undefined ? words.done[kind] : `${words.done[kind]} ${answer.noted ? words.noted : words.notNoted}`;
  }

  note(action: string, outcome: AuditEntry['outcome'], code: string | null, detail: AuditEntry['detail'] = {}): void {
    this.parts.audit({ at: this.parts.now(), actor: this.parts.actor, action, outcome, code, detail });
  }
}

async function within<T>(limitMs: number, work: () => Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(resolve, limitMs, LATE);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
