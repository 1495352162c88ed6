// Says where two outcomes of one script part, and cuts a script down to the least that still shows it.
import type { Outcome, Quotes, Script } from './script.ts';

/** Plays a script; may throw. */
export type Player = (script: Script) => Outcome;

const SECTIONS = ['fills', 'funding', 'marks', 'orders'] as const;

/** The first difference as one line of text, or null when the outcomes are equal. Orders are matched by name. */
export function difference(expected: Outcome, found: Outcome): string | null {
  for (const section of SECTIONS) {
    const [a, b] = [listed(expected, section), listed(found, section)];
    for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
      if (a[index] !== b[index]) return `${section}[${index}]: expected ${a[index] ?? 'nothing'}, found ${b[index] ?? 'nothing'}`;
    }
  }
  return null;
}

function listed(outcome: Outcome, section: (typeof SECTIONS)[number]): string[] {
  const lines = outcome[section].map((item) => JSON.stringify(item, Object.keys(item).concat('lots', 'costQuanta', 'marginQuanta').sort()));
  return section === 'orders' ? lines.sort() : lines;
}

/** The difference between two players on a script; an error of one alone is a difference too. */
export function disagreement(script: Script, oracle: Player, engine: Player): string | null {
  const expected = attempt(oracle, script);
  const found = attempt(engine, script);
  if (typeof expected === 'string' || typeof found === 'string') {
    const both = typeof expected === 'string' && typeof found === 'string';
    return both
      ? null
      : `expected ${typeof expected === 'string' ? expected : 'an outcome'}, found ${typeof found === 'string' ? found : 'an outcome'}`;
  }
  return difference(expected, found);
}

function attempt(player: Player, script: Script): Outcome | string {
  try {
    return player(script);
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : error}`;
  }
}

/** The smallest script found that still satisfies `fails`, by leaving out actions, order features, instruments and last candles. */
export function shrink(script: Script, fails: (script: Script) => boolean): Script {
  let best = script;
  for (let changed = true; changed; ) {
    changed = false;
    for (const smaller of reductions(best)) {
      if (smaller === best || !fails(smaller)) continue;
      best = smaller;
      changed = true;
      break;
    }
  }
  return best;
}

function* reductions(script: Script): Generator<Script> {
  for (let index = 0; index < script.instruments.length; index += 1) {
    if (script.instruments.length > 1) yield withoutInstrument(script, index);
  }
  for (const action of script.actions) {
    const named = action.do === 'submit' ? action.order.name : null;
    const kept = script.actions.filter(
      (other) => other !== action && !(other.do === 'submit' && named !== null && other.order.oco === named),
    );
    yield { ...script, actions: kept };
  }
  for (const action of script.actions) {
    if (action.do !== 'submit') continue;
    for (const feature of ['bracket', 'reduceOnly', 'postOnly', 'oco'] as const) {
      if (action.order[feature] === undefined) continue;
      const { [feature]: _, ...order } = action.order;
      yield { ...script, actions: script.actions.map((other) => (other === action ? { ...action, order } : other)) };
    }
  }
  yield withCandles(script, (column) => column.slice(0, -1), 0);
  yield withCandles(script, (column) => column.slice(1), 1);
  const { account } = script;
  if (account.slippage.model !== 'none') yield { ...script, account: { ...account, slippage: { model: 'none' } } };
  if (account.latencyMs > 0) yield { ...script, account: { ...account, latencyMs: 0 } };
  if (account.takerFee !== '0') yield { ...script, account: { ...account, takerFee: '0', makerFee: '0' } };
  if (account.leverage !== '1') yield { ...script, account: { ...account, leverage: '1' } };
}

function withoutInstrument(script: Script, index: number): Script {
  return {
    ...script,
    instruments: script.instruments.filter((_, other) => other !== index),
    actions: script.actions
      .filter((action) => action.instrument !== index)
      .map((action) => ({ ...action, instrument: action.instrument - Number(action.instrument > index) })),
  };
}

/** The script with fewer candles of every instrument, and what was decided at the first `shift` of them left out. Larger candles would not fit any more. */
function withCandles(script: Script, cut: <T>(column: T[]) => T[], shift: number): Script {
  if (script.instruments.some(({ decisions }) => decisions !== undefined)) return script;
  const quotes = ({ open, high, low, close }: Quotes): Quotes => ({ open: cut(open), high: cut(high), low: cut(low), close: cut(close) });
  const instruments = script.instruments.map((input) => {
    const { candles } = input;
    const table = {
      ...candles,
      ...quotes(candles),
      startMs: cut(candles.startMs),
      volumeLots: candles.volumeLots && cut(candles.volumeLots),
    };
    return { ...input, candles: { ...table, ask: candles.ask && quotes(candles.ask) } };
  });
  if (instruments.some(({ candles }) => candles.startMs.length < 2)) return script;
  const actions = script.actions.filter(({ at }) => at >= shift).map((action) => ({ ...action, at: action.at - shift }));
  return { ...script, instruments, actions };
}
