/**
 * What somebody outside the engine may ask of it: questions, and commands. Chat, command line and HTTP stand on this side; the composition on the other.
 * Money, prices and quantities are exact decimal text; unknown is null, never 0. The field names are those of the session in `src/api`.
 */

type Answer<T> = T | Promise<T>;

export interface ControlResult {
  readonly money: string;
  readonly ratio: number;
}

export interface ControlStatus {
  readonly environment: string;
  /** demo, paper or real. */
  readonly world: string;
  readonly release: string;
  readonly mode: {
    readonly name: string;
    readonly reason: string | null;
    readonly by: string | null;
    readonly since: number;
    readonly closesOnly: boolean;
    /** What would refuse a resume now. */
    readonly blockers: readonly { readonly code: string; readonly message: string }[];
  };
  readonly feed: { readonly source: string; readonly state: string; readonly ageMs: number | null };
  readonly journal: { readonly state: string };
  readonly database: { readonly state: string };
}

export interface ControlPosition {
  readonly instrumentId: string;
  readonly strategyId: string;
  readonly side: string;
  readonly quantity: string;
  readonly entryPrice: string;
  readonly markPrice: string | null;
  readonly unrealised: string | null;
  readonly unrealisedRatio: number | null;
  readonly stopPrice: string | null;
  readonly targetPrice: string | null;
}

export interface ControlOrder {
  readonly clientOrderId: string;
  readonly instrumentId: string;
  readonly strategyId: string;
  readonly purpose: string;
  readonly side: string;
  readonly type: string;
  readonly quantity: string | null;
  readonly filledQuantity: string;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
}

/** An account: `balance` shows its money, `risk` what stands between it and its limits. */
export interface ControlAccount {
  readonly accountId: string;
  readonly currency: string;
  readonly equity: string | null;
  readonly cash: string | null;
  readonly startingEquity: string;
  readonly unrealised: string | null;
  readonly feesPaid: string;
  readonly total: ControlResult | null;
  readonly day: ControlResult | null;
  readonly week: ControlResult | null;
  readonly month: ControlResult | null;
  readonly drawdown: { readonly ratio: number; readonly money: string; readonly peak: string } | null;
  readonly exposure: ControlResult | null;
  readonly ladder: readonly {
    readonly id: string;
    readonly demands: string;
    readonly state: string;
    readonly limitRatio: number;
    readonly measuredRatio: number | null;
    readonly moneyLeft: string | null;
  }[];
  readonly limits: readonly {
    readonly code: string;
    readonly unit: string;
    readonly bound: string;
    readonly measured: number | null;
    readonly limit: number;
  }[];
}

export interface ControlStrategy {
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly timeframe: string;
  readonly state: string;
  readonly realised: string | null;
  readonly trades: number;
  readonly refusals: number;
}

/** Of closed trades since the session's start. */
export interface ControlPerformance {
  readonly trades: number | null;
  readonly winRatio: number | null;
  readonly profitFactor: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly maxDrawdownRatio: number | null;
}

interface CommandBase {
  /** Made by the sender (a UUID); the same id again is answered with the first answer and done once. */
  readonly commandId: string;
  /** Who asks, for the journal: `telegram`, `command-line`, `panel`. */
  readonly by: string;
}

/** `alert` null is every alert that is open. */
export type ControlCommand =
  | (CommandBase & { readonly kind: 'pause' | 'kill' })
  | (CommandBase & { readonly kind: 'resume' | 'reset'; readonly pinVerified: boolean })
  | (CommandBase & { readonly kind: 'approve' | 'reject'; readonly decisionId: string })
  | (CommandBase & { readonly kind: 'ack'; readonly alert: number | null })
  | (CommandBase & { readonly kind: 'mute'; readonly channel: string; readonly until: number });

export type ControlAnswer =
  /** `noted`: of a stop that the journal did not take. True: the next start begins with it all the same. */
  { readonly ok: true; readonly noted?: boolean } | { readonly ok: false; readonly code: string; readonly message: string };

export interface ControlPort {
  status(): Answer<ControlStatus>;
  positions(): Answer<readonly ControlPosition[]>;
  orders(): Answer<readonly ControlOrder[]>;
  /** One entry for each account. */
  accounts(): Answer<readonly ControlAccount[]>;
  strategies(): Answer<readonly ControlStrategy[]>;
  performance(): Answer<ControlPerformance>;
  /** The daily report as of now, in this language. */
  daily(language: 'en' | 'es'): Answer<string>;
  /** Settles when the command is durable (or refused). Pause and kill must always be possible. */
  command(command: ControlCommand): Promise<ControlAnswer>;
}

/** Something that was asked for, tried or refused. Never the text of a message: it may hold a PIN. */
export interface AuditEntry {
  readonly at: number;
  /** `telegram:12345`, `webhook`. */
  readonly actor: string;
  /** `command.kill`, `pin`, `signal`. */
  readonly action: string;
  /** `noted`: it happened, nobody asked for it. */
  readonly outcome: 'asked' | 'done' | 'refused' | 'ignored' | 'noted';
  /** Stable code of a refusal or an oddity; null where there is none. */
  readonly code: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** Keeps audit entries. It does not throw and does not wait: an audit that can't be written is its own alert. */
export type AuditSink = (entry: AuditEntry) => void;
