/** `atalaya exchange`: a local exchange that speaks a real venue's protocol, replays stored candles, trades or order books and can be told what goes wrong. */

import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { startBybitServer } from '../../adapters/exchange-simulator/bybit/bybit-server.ts';
import { beginTogether } from '../../adapters/exchange-simulator/driver.ts';
import type { MarketSource } from '../../adapters/exchange-simulator/exchange/market.ts';
import { type Fault, parseScenario } from '../../adapters/exchange-simulator/faults/scenario.ts';
import { startIbExchange } from '../../adapters/exchange-simulator/interactive-brokers/ib-server.ts';
import { startKrakenServer } from '../../adapters/exchange-simulator/kraken/kraken-server.ts';
import type { ExchangeServer, ExchangeServerOptions } from '../../adapters/exchange-simulator/replayed-exchange.ts';
import { powerOfTen } from '../../core/domain/decimal.ts';
import { InputError } from '../../core/domain/result.ts';
import { isoText } from '../../core/market/zone.ts';
import { loadExchangeData, QUANTUM_DECIMALS } from '../exchange-data.ts';
import { portOf, positive, speedOf, wholeNumber } from './arguments.ts';
import { note, print, printJson } from './output.ts';

interface Options {
  readonly venue: string;
  readonly port: string;
  readonly replay: readonly string[];
  readonly speed: string;
  readonly faults?: string;
  readonly seed?: number;
  readonly history?: number;
  readonly deposit: number;
  readonly alignNow?: boolean;
  readonly untilEnd?: boolean;
  readonly json?: boolean;
}

interface Venue {
  /** What `--replay samples` means. */
  readonly samples: readonly string[];
  /** Length of the candles that recordings are told in; a minute when absent. */
  readonly candlesMs?: number;
  readonly start: (options: ExchangeServerOptions) => Promise<ExchangeServer>;
  /** Who may trade there. */
  readonly login: string;
  /** How clients are pointed at it. */
  readonly addresses: (server: ExchangeServer) => Readonly<Record<string, string>>;
}

const KEYS = 'Key and secret: demo and demo, or any other key whose secret equals it: each is a funded account of its own.';

const VENUES: Readonly<Record<string, Venue>> = {
  bybit: {
    samples: ['BTCUSDT-bybit-1m', 'BTCUSDT-PERP-bybit-1m'],
    start: startBybitServer,
    login: KEYS,
    addresses: ({ address }) => ({
      rest: `http://${address}`,
      publicSpot: `ws://${address}/v5/public/spot`,
      publicLinear: `ws://${address}/v5/public/linear`,
      private: `ws://${address}/v5/private`,
      trade: `ws://${address}/v5/trade`,
    }),
  },
  kraken: {
    samples: ['BTCUSD-coinbase-1m-2017-12'],
    start: startKrakenServer,
    login: KEYS,
    addresses: ({ address }) => ({
      rest: `http://${address}`,
      public: `ws://${address}/v2`,
      private: `ws://${address}/auth/v2`,
    }),
  },
  ib: {
    samples: ['SPY-usa-1m'],
    // The gateway tells bars of five seconds.
    candlesMs: 5000,
    start: startIbExchange,
    login: 'No key: any client id trades the funded account DU1234567.',
    addresses: ({ address }) => ({ tws: address }),
  },
};

/** A seed is a whole number below this. */
const SEEDS = 2 ** 31;

export function registerExchangeCommand(program: Command): void {
  program
    .command('exchange')
    .description("starts a local exchange that speaks a real venue's protocol and replays stored candles, trades, quotes or order books")
    .addOption(new Option('--venue <venue>', 'whose protocol').choices(Object.keys(VENUES)).makeOptionMandatory())
    .option('--port <number>', 'port on this machine; 0 for any that is free', '0')
    .option(
      '--replay <data...>',
      'samples, names of samples, or files named after their instrument: candles, trades, quotes, order books',
      ['samples'],
    )
    .option('--speed <number>', 'replayed seconds per second, 1 to 3600, or max', '1')
    .option('--faults <file>', 'what goes wrong, and when: a JSON file')
    .option('--seed <number>', 'seed of ids and of faults by chance; from the clock when absent', wholeNumber)
    .option(
      '--history <candles>',
      'candles that are over when trading begins; half of them where there are fewer; 500, of recordings none',
      wholeNumber,
    )
    .option('--deposit <amount>', 'what every account begins with', positive, 100_000)
    .option('--align-now', 'moves the data in time so that the candle under way is the current one; atalaya trade needs it')
    .option('--until-end', 'stop when the replay has ended')
    .option('--json', 'prints the addresses as one JSON document')
    .action(exchange);
}

async function exchange(options: Options): Promise<void> {
  const venue = VENUES[options.venue] as Venue;
  const [port, speed] = [portOf(options.port), speedOf(options.speed)];
  const faults = options.faults === undefined ? [] : readScenario(options.faults);
  const now = Date.now();
  const seed = options.seed ?? now % SEEDS;
  const data = await loadExchangeData(options.replay, venue.samples, venue.candlesMs);
  for (const { instrument, notes } of data) for (const words of notes) note(`${instrument.id}: ${words}`);
  const sources = beginTogether(data, options.history, options.alignNow ? now : undefined);
  const server = await venue.start({
    ...{ sources, port, speed, seed, faults },
    quantumDecimals: QUANTUM_DECIMALS,
    deposit: Math.round(options.deposit * powerOfTen(QUANTUM_DECIMALS)),
    ...(options.alignNow && { from: now }),
  });
  announce(options, { ...venue.addresses(server), faults: `http://${server.faultsAddress}/__faults` }, sources, seed);
  let stopping = false;
  const stop = async (why: string) => {
    if (stopping) return;
    stopping = true;
    note(`${why}: stopping`);
    await server.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGTERM', () => void stop('SIGTERM'));
  void server.driver.ended.then(() => (options.untilEnd ? stop('the replay has ended') : note('the replay has ended: prices stand still')));
}

function readScenario(file: string): Fault[] {
  try {
    return parseScenario(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError('FILE_UNREADABLE', `${file} cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`, 3);
  }
}

function announce(
  { venue, speed, json }: Options,
  addresses: Readonly<Record<string, string>>,
  sources: readonly MarketSource[],
  seed: number,
): void {
  const instruments = sources.map(({ instrument }) => instrument.id);
  const begins = isoText(Math.min(...sources.map(({ candles, history = 0, beginsAt }) => beginsAt ?? (candles.time[history] as number))));
  const endOf = ({ candles, timeframeMs, recording }: MarketSource) =>
    recording?.time.at(-1) ?? (candles.time[candles.length - 1] as number) + timeframeMs;
  const ends = isoText(Math.max(...sources.map(endOf)));
  if (json) return printJson({ venue, addresses, instruments, begins, ends, speed, seed, demoKey: 'demo', demoSecret: 'demo' });
  print(
    `The local ${venue} exchange is open: ${instruments.join(', ')}. No money is at stake.`,
    '',
    ...Object.entries(addresses).map(([name, address]) => `  ${name.padEnd(14)}${address}`),
    '',
    `  ${(VENUES[venue] as Venue).login}`,
    `  Replay: ${begins} to ${ends}, speed ${speed}, seed ${seed}.`,
    '',
    'Ctrl+C stops it; what was traded is forgotten.',
  );
}
