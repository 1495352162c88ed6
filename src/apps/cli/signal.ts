/** `atalaya signal`: signs signals and posts them to a running platform on paper or the simulator, and says which were executed and why others were not. */

import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { SIGNATURE_HEADER, signatureOf, TIMESTAMP_HEADER } from '../../adapters/http/webhook-signature.ts';
import { PATHS } from '../../api/paths.ts';
import { problem } from '../../api/problem.ts';
import { signalAnswer } from '../../api/signals.ts';
import { InputError } from '../../core/domain/result.ts';
import { SIGNAL_KINDS } from '../../core/trading/signals/webhook-signal.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { positive } from './arguments.ts';
import { print, printJson, table } from './output.ts';

const ANSWER_MS = 30_000;

interface Options {
  readonly url: string;
  readonly dataDir: string;
  readonly secretFile?: string;
  readonly json?: boolean;
  readonly kind?: string;
  readonly symbol?: string;
  readonly tf?: string;
  readonly strategy?: string;
  readonly side?: string;
  readonly price?: number;
  readonly sl?: number;
  readonly tp1?: number;
  readonly tp2?: number;
  readonly riskPct?: number;
  readonly leverage?: number;
  readonly confidence?: number;
  readonly postOnly?: boolean;
  readonly dryRun?: boolean;
}

type Body = Readonly<Record<string, unknown>>;

interface Outcome {
  readonly kind: string;
  readonly symbol: string;
  readonly status: number;
  readonly outcome: string;
  readonly code: string | null;
  readonly detail: string;
  readonly decisionId: string | null;
  readonly correlationId: string | null;
}

export function registerSignalCommand(program: Command): void {
  program
    .command('signal')
    .description(
      'sends signals to a running platform or trader, as a webhook would: paper and the simulator only; exit 1 when one was refused',
    )
    .argument('[file]', 'JSON: one signal, or a list of them (docs/guides/webhook-signals.md)')
    .addOption(new Option('--kind <kind>', 'a signal from options instead of a file').choices([...SIGNAL_KINDS]))
    .option('--symbol <symbol>', 'such as BTCUSDT')
    .option('--tf <timeframe>', 'such as 15m')
    .option('--strategy <id>', 'whose signal it is')
    .addOption(new Option('--side <side>', 'of an exit or update').choices(['long', 'short']))
    .option('--price <price>', 'limit price; market without', positive)
    .option('--sl <price>', 'protective stop; an entry needs one', positive)
    .option('--tp1 <price>', 'first target', positive)
    .option('--tp2 <price>', 'second target', positive)
    .option('--risk-pct <percent>', 'risk of the trade, in percent of equity', positive)
    .option('--leverage <number>', 'leverage asked for', positive)
    .option('--confidence <number>', '0 to 1', positive)
    .option('--post-only', 'only as a resting order')
    .option('--dry-run', 'everything but sending the order')
    .option('--url <url>', 'address of the platform', 'http://localhost:8500')
    .option('--data-dir <folder>', 'data folder, where the secret is looked for', DEFAULT_DATA_FOLDER)
    .option('--secret-file <file>', 'file with the webhook secret (default: state/webhook-secret in the data folder)')
    .option('--json', 'one JSON document on standard output')
    .action(signal);
}

async function signal(file: string | undefined, options: Options): Promise<void> {
  const bodies = file === undefined ? [bodyOf(options)] : readBodies(file, options);
  const secret = readSecret(options.secretFile ?? join(options.dataDir, 'state', 'webhook-secret'));
  const outcomes: Outcome[] = [];
  // One after the other: the order of signals decides which are too many.
  for (const body of bodies) outcomes.push(await send(body, secret, options.url));
  const refused = outcomes.filter(({ status }) => status >= 300).length;
  const executed = outcomes.length - refused;
  if (options.json) printJson({ executed, refused, signals: outcomes });
  else {
    print(
      ...table([
        ['kind', 'symbol', 'outcome', 'code', 'detail'],
        ...outcomes.map((each) => [each.kind, each.symbol, each.outcome, each.code ?? '', each.detail]),
      ]),
    );
    print('', `${executed} accepted, ${refused} refused`);
  }
  if (refused > 0) process.exitCode = 1;
}

function bodyOf({ kind, symbol, tf, strategy, side, price, sl, tp1, tp2, riskPct, leverage, confidence, postOnly, dryRun }: Options): Body {
  if (kind === undefined) throw new InputError('USAGE', 'expected a file or --kind, found neither; see atalaya signal --help', 2);
  return {
    kind,
    symbol,
    tf,
    strategy,
    side,
    price,
    sl,
    tp1,
    tp2,
    risk_pct: riskPct,
    leverage,
    confidence,
    post_only: postOnly,
    dry_run: dryRun,
  };
}

function readBodies(file: string, options: Options): Body[] {
  if (options.kind !== undefined) throw new InputError('USAGE', 'expected a file or --kind, found both; give one of them', 2);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError('SIGNAL_FILE_INVALID', `${file}: expected JSON, found ${error.message}`, 2);
  }
  const list: readonly unknown[] = Array.isArray(json) ? json : [json];
  const isObject = (each: unknown): each is Body => typeof each === 'object' && each !== null && !Array.isArray(each);
  if (list.length === 0 || !list.every(isObject))
    throw new InputError('SIGNAL_FILE_INVALID', `${file}: expected a signal or a list of signals (objects), found something else`, 2);
  return list.map((each) => ({ ...each, ...(options.dryRun && { dry_run: true }) }));
}

/** From a file and never from the command line, where other users of the machine would see it. */
function readSecret(file: string): string {
  try {
    if ((statSync(file).mode & 0o077) !== 0)
      throw new InputError(
        'WEBHOOK_SECRET_EXPOSED',
        `${file}: expected a file that only its owner may read, found others may; chmod 600 it`,
        3,
      );
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new InputError(
      'WEBHOOK_SECRET_MISSING',
      `expected the webhook secret in ${file}, found no such file; name it with --secret-file`,
      3,
    );
  }
}

async function send(signal: Body, secret: string, url: string): Promise<Outcome> {
  const body = JSON.stringify({ nonce: randomUUID(), ...signal, injected: true });
  const timestamp = String(Date.now());
  const headers = {
    'content-type': 'application/json',
    [TIMESTAMP_HEADER]: timestamp,
    [SIGNATURE_HEADER]: signatureOf(secret, timestamp, body),
  };
  let response: Response;
  try {
    response = await fetch(new URL(PATHS.signals, url), { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (error) {
    const cause = ((error as Error).cause as { code?: string } | undefined)?.code ?? (error as Error).name;
    throw new InputError(
      'PLATFORM_UNREACHABLE',
      `expected a running platform at ${url}, found none (${cause}); start it, or name another with --url`,
      3,
    );
  }
  const sent = { kind: String(signal.kind), symbol: String(signal.symbol), status: response.status };
  const correlationId = response.headers.get('x-correlation-id');
  const answer: unknown = await response.json().catch(() => null);
  const accepted = signalAnswer.safeParse(answer);
  if (response.ok && accepted.success) {
    const { outcome, decisionId } = accepted.data;
    const detail = 'expiresAt' in accepted.data ? `until ${new Date(accepted.data.expiresAt).toISOString()}` : accepted.data.cuts.join(' ');
    return { ...sent, outcome, code: null, detail, decisionId, correlationId };
  }
  const refusal = problem.safeParse(answer);
  if (!refusal.success)
    throw new InputError('PLATFORM_UNKNOWN', `expected an answer of Atalaya from ${url}, found status ${response.status}`, 3);
  const { code, detail } = refusal.data;
  return { ...sent, outcome: 'refused', code, detail, decisionId: null, correlationId: refusal.data.correlationId };
}
