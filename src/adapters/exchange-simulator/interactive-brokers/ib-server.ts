/** Interactive Brokers on a local port: an exchange on its replay behind a gateway, with the faults of a scenario on its wire. */

import { createReplayedExchange, type ExchangeServer, type ExchangeServerOptions, type ReplayedExchange } from '../replayed-exchange.ts';
import { openFaultServer } from '../wire/wire-server.ts';
import type { WireFaults } from './gateway.ts';
import { NEWS, REQUEST } from './message-numbers.ts';
import { type IbServer, startIbServer } from './server.ts';

/** Names of messages by their numbers: what a scenario's requests and topics begin with, such as placeOrder or execution. */
const namesOf = (numbers: Readonly<Record<string, number>>) =>
  new Map(Object.entries(numbers).map(([name, number]) => [String(number), name]));
const REQUESTS = namesOf(REQUEST);
const TOPICS = namesOf(NEWS);

/** A message that waits for the next one waits no longer than this. */
const LONGEST_HOLD_MS = 1_000;

/** Clients are answered and the replay runs from here on. */
export async function startIbExchange(options: ExchangeServerOptions): Promise<ExchangeServer> {
  let server: IbServer | null = null;
  const replayed = createReplayedExchange(options, { clientIdUniqueness: 'none', endsAtOnce: [], venueIdOf: String }, (downMs) =>
    server?.cutConnections(downMs),
  );
  const { exchange, gate, driver } = replayed;
  const currency = exchange.markets[0]?.instrument.specification.quote ?? 'USD';
  const faults = faultsOf(replayed, () => server?.cutConnections());
  server = await startIbServer({ exchange, port: options.port, currency, quantumDecimals: options.quantumDecimals, faults });
  const { port } = server;
  const { present } = replayed;
  const faultServer = await openFaultServer({ gate, now: () => exchange.now, present });
  driver.start();
  return {
    port,
    address: `127.0.0.1:${port}`,
    faultsAddress: faultServer.address,
    exchange,
    gate,
    driver,
    async close() {
      driver.stop();
      await faultServer.close();
      await server?.close();
    },
  };
}

/** Nonces and server errors are not of this protocol; a request too many, or during maintenance, is not done. */
function faultsOf({ exchange, gate, present }: ReplayedExchange, cut: () => void): WireFaults {
  /** What becomes of the answers to the request at hand. */
  let answers: { readonly lost: boolean; readonly delayMs: number } = { lost: false, delayMs: 0 };
  let held: (() => void) | null = null;
  const after = (delayMs: number, act: () => void) => void (delayMs > 0 ? setTimeout(act, delayMs) : act());
  const asked = (name: string, deliver: () => void) => {
    gate.saw({ request: name });
    const verdict = gate.request({ request: name }, exchange.now);
    if (verdict.reset === 'request') return cut();
    if (verdict.refusal !== null) return;
    after(verdict.delayMs, () => {
      answers = { lost: verdict.answerLost || verdict.reset === 'answer', delayMs: verdict.answerDelayMs };
      deliver();
      answers = { lost: false, delayMs: 0 };
      if (verdict.reset === 'answer') cut();
    });
  };
  const release = (waiting: () => void) => {
    if (held !== waiting) return;
    held = null;
    waiting();
  };
  const told = (name: string, deliver: () => void) => {
    if (answers.lost) return;
    const { action, delayMs } = gate.message({ topic: name }, exchange.now);
    if (action === 'drop') return;
    if (action === 'hold' && held === null) {
      held = deliver;
      setTimeout(() => release(deliver), LONGEST_HOLD_MS).unref();
      return;
    }
    after(delayMs + answers.delayMs, () => {
      deliver();
      if (action === 'duplicate') deliver();
      const late = held;
      held = null;
      late?.();
    });
  };
  return {
    message: (way, _, [number = ''], deliver) => {
      if (way === 'out') return told(TOPICS.get(number) ?? '', deliver);
      present();
      asked(REQUESTS.get(number) ?? '', deliver);
    },
  };
}
