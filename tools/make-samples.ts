// Makes samples/market from the folder of real data it comes from: node tools/make-samples.ts SOURCE_FOLDER. The same input gives the same bytes.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { daysFromCivil, type Zone, zoneNamed } from '../src/core/market/zone.ts';

const LEAN = { folder: 'market/lean', name: 'QuantConnect/Lean 24863901deffa9ec7985e21ef8fbdb0258efb9e4, Data/', licence: 'Apache-2.0' };
const VIX = {
  folder: 'market/datahub/finance-vix',
  name: 'datasets/finance-vix 6f56e2760520824b787cf6b85945c62186d38bc6, ',
  licence: 'PDDL-1.0',
};
const OUT = resolve(import.meta.dirname, '../samples/market');
const DAY_MS = 86_400_000;
const NEW_YORK = zoneNamed('America/New_York');
const UTC = zoneNamed('UTC');
/** United States daily bars, and the VIX, start with the session of their date. */
const SESSION_OPEN_MS = 9.5 * 3_600_000;
const EQUITY_DECIMALS = 4;
const TRADES = 'time,open,high,low,close,volume';
const QUOTES = `${TRADES},askOpen,askHigh,askLow,askClose`;
const TICKS = 'time,bid,ask';

type Row = string;

interface Source {
  /** Paths below the source folder, in time order. */
  readonly files: readonly string[];
  readonly header: string;
  readonly zone?: Zone;
  readonly equity?: boolean;
  readonly daily?: boolean;
  /** First date to keep, yyyyMMdd. */
  readonly from?: string;
}

interface SampleLine {
  readonly name: string;
  readonly venue: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly kind: 'trades' | 'quotes' | 'ticks';
  readonly calendar: string;
  readonly source: Source;
}

function days(folder: string, dates: readonly string[], suffix: string): string[] {
  return dates.map((date) => `${folder}/${date}_${suffix}.zip`);
}

const crypto = (
  name: string,
  symbol: string,
  venue: string,
  timeframe: string,
  source: Source,
  kind: SampleLine['kind'] = 'trades',
): SampleLine => ({ name, venue, symbol, timeframe, kind, calendar: '24/7', source });
const coinbaseMinutes = (period: string, dates: readonly string[]) =>
  crypto(`BTCUSD-coinbase-1m-${period}`, 'BTCUSD', 'coinbase', '1m', {
    files: days('crypto/coinbase/minute/btcusd', dates, 'trade'),
    header: TRADES,
  });
const oanda = (symbol: string, timeframe: string, files: readonly string[], calendar = 'FX'): SampleLine => ({
  name: `${symbol}-oanda-${timeframe}`,
  venue: 'oanda',
  symbol,
  timeframe,
  kind: 'quotes',
  calendar,
  source: { files, header: QUOTES },
});
const equity = (symbol: string, timeframe: string, files: readonly string[], more: Partial<Source> = {}): SampleLine => ({
  name: `${symbol}-usa-${timeframe}${more.header === QUOTES ? '-quotes' : ''}`,
  venue: 'usa',
  symbol,
  timeframe,
  kind: more.header === QUOTES ? 'quotes' : 'trades',
  calendar: 'XNYS',
  source: { files, header: TRADES, zone: NEW_YORK, equity: true, ...more },
});

const MAY_2014 = ['01', '02', '04', '05', '06', '07', '08', '09', '11', '12', '13', '14', '15'].map((day) => `201405${day}`);
const OCTOBER_2013 = ['20131004', '20131007', '20131008', '20131009', '20131010', '20131011'];
const JUNE_2014 = ['20140605', '20140606', '20140609'];
const BYBIT_DAY = ['20221213'];

const SAMPLES: readonly SampleLine[] = [
  crypto('BTCUSDT-bybit-1m', 'BTCUSDT', 'bybit', '1m', { files: days('crypto/bybit/minute/btcusdt', BYBIT_DAY, 'trade'), header: TRADES }),
  crypto(
    'BTCUSDT-bybit-1m-quotes',
    'BTCUSDT',
    'bybit',
    '1m',
    { files: days('crypto/bybit/minute/btcusdt', BYBIT_DAY, 'quote'), header: QUOTES },
    'quotes',
  ),
  crypto('BTCUSDT-PERP-bybit-1m', 'BTCUSDT-PERP', 'bybit', '1m', {
    files: days('cryptofuture/bybit/minute/btcusdt', BYBIT_DAY, 'trade'),
    header: TRADES,
  }),
  crypto(
    'BTCUSDT-PERP-bybit-1m-quotes',
    'BTCUSDT-PERP',
    'bybit',
    '1m',
    { files: days('cryptofuture/bybit/minute/btcusdt', BYBIT_DAY, 'quote'), header: QUOTES },
    'quotes',
  ),
  coinbaseMinutes('2016-10', ['20161007', '20161008', '20161009']),
  coinbaseMinutes('2017-09', ['20170903', '20170904']),
  coinbaseMinutes('2017-12', ['20171217']),
  coinbaseMinutes('2018-04', ['20180405', '20180406']),
  crypto('BTCUSD-coinbase-1s-2016-10', 'BTCUSD', 'coinbase', '1s', {
    files: days('crypto/coinbase/second/btcusd', ['20161007', '20161008', '20161009'], 'trade'),
    header: TRADES,
  }),
  crypto('BTCUSD-coinbase-1d', 'BTCUSD', 'coinbase', '1d', {
    files: ['crypto/coinbase/daily/btcusd_trade.zip'],
    header: TRADES,
    from: '20150119',
  }),
  oanda('EURUSD', '1h', ['forex/oanda/hour/eurusd.zip']),
  oanda('EURUSD', '1d', ['forex/oanda/daily/eurusd.zip']),
  oanda('GBPUSD', '1d', ['forex/oanda/daily/gbpusd.zip']),
  oanda('XAUUSD', '1d', ['cfd/oanda/daily/xauusd.zip'], 'METALS'),
  oanda('EURUSD', '1m', days('forex/oanda/minute/eurusd', MAY_2014, 'quote')),
  {
    ...oanda('EURUSD', '1s', []),
    name: 'EURUSD-oanda-ticks-2014-05-08',
    kind: 'ticks',
    source: { files: days('forex/oanda/tick/eurusd', ['20140508'], 'quote'), header: TICKS },
  },
  ...['SPY', 'AAPL', 'IWM'].map((symbol) => equity(symbol, '1d', [`equity/usa/daily/${symbol.toLowerCase()}.zip`], { daily: true })),
  // Until 1998-09-30 the ticker BAC was another company (the map file follows NB into BAC): its 188 rows are left out.
  equity('BAC', '1d', ['equity/usa/daily/bac.zip'], { daily: true, from: '19981001' }),
  equity('SPY', '1h', ['equity/usa/hour/spy.zip']),
  equity('AAPL', '1h', ['equity/usa/hour/aapl.zip']),
  equity('SPY', '1m', days('equity/usa/minute/spy', OCTOBER_2013, 'trade')),
  equity('SPY', '1m', days('equity/usa/minute/spy', OCTOBER_2013, 'quote'), { header: QUOTES }),
  equity('AAPL', '1m', days('equity/usa/minute/aapl', JUNE_2014, 'trade')),
];

/** An integer of 10^-4 as plain decimal text. */
function unscale(text: string): string {
  if (text === '') return '';
  const digits = text.padStart(EQUITY_DECIMALS + 1, '0');
  const fraction = digits.slice(-EQUITY_DECIMALS).replace(/0+$/, '');
  return `${digits.slice(0, -EQUITY_DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}

const midnightOf = (date: string) => daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6, 8))) * DAY_MS;

/** `yyyyMMdd HH:mm`, or milliseconds since midnight of the date in the entry's name. */
function startOf(text: string, entry: string, source: Source): number {
  const zone = source.zone ?? UTC;
  if (!text.includes(' ')) return zone.toUtc(midnightOf(entry) + Number(text));
  const [hours, minutes] = text.slice(9).split(':').map(Number);
  return zone.toUtc(midnightOf(text) + (source.daily ? SESSION_OPEN_MS : ((hours as number) * 60 + (minutes as number)) * 60_000));
}

function convertRow(line: string, entry: string, source: Source): Row {
  const [time = '', ...values] = line.split(',');
  const price = source.equity ? unscale : (text: string) => text;
  const start = startOf(time, entry, source);
  if (source.header === TICKS) return `${start},${values[0]},${values[1]}`;
  const [open = '', high = '', low = '', close = '', volume = ''] = values;
  // A quote row's fifth value is the size bid, not a volume: 0 stands for unknown.
  const bid = [start, price(open), price(high), price(low), price(close)];
  return source.header === QUOTES ? [...bid, 0, ...values.slice(5, 9).map(price)].join(',') : [...bid, volume].join(',');
}

function convert(root: string, source: Source): Row[] {
  return source.files.flatMap((file) => {
    const entries = Object.entries(unzipSync(readFileSync(join(root, LEAN.folder, file))));
    const [entry, bytes] = entries[0] as [string, Uint8Array];
    const lines = Buffer.from(bytes).toString('latin1').split(/\r?\n/).filter(Boolean);
    return lines
      .filter((line) => source.from === undefined || line.slice(0, 8) >= source.from)
      .map((line) => convertRow(line, entry, source));
  });
}

function convertVix(root: string): Row[] {
  const [, ...lines] = readFileSync(join(root, VIX.folder, 'data/vix-daily.csv'), 'utf8')
    .trim()
    .split(/\r?\n/);
  const plain = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  return lines.map((line) => {
    const [date = '', ...prices] = line.split(',');
    return [NEW_YORK.toUtc(Date.parse(date) + SESSION_OPEN_MS), ...prices.map(plain), 0].join(',');
  });
}

const provenance: string[] = ['name,file,venue,symbol,timeframe,kind,calendar,rows,from,to,licence,source,sha256'];

function describeSource(files: readonly string[], origin: typeof LEAN): string {
  const [first = ''] = files;
  return `${origin.name}${files.length === 1 ? first : `${first} and ${files.length - 1} more`}`.replaceAll(',', ';');
}

function writeTable(line: Omit<SampleLine, 'source'>, header: string, rows: readonly Row[], source: string, licence: string): void {
  const file = `${line.name}.csv.gz`;
  const bytes = gzipSync(`${header}\n${rows.join('\n')}\n`, { level: 9 });
  writeFileSync(join(OUT, file), bytes);
  const at = (row: Row | undefined) => new Date(Number(row?.split(',')[0])).toISOString().replace('.000Z', 'Z');
  const { name, venue, symbol, timeframe, kind, calendar } = line;
  provenance.push(
    [name, file, venue, symbol, timeframe, kind, calendar, rows.length, at(rows[0]), at(rows.at(-1)), licence, source, sha256(bytes)].join(
      ',',
    ),
  );
}

/** A small file as it is, or as converted text; not a series, so timeframe and span stay empty. */
function writePlain(file: string, venue: string, symbol: string, text: string, path: string): void {
  writeFileSync(join(OUT, file), text);
  const rows = text.trim().split('\n').length - Number(text.startsWith('time,'));
  provenance.push(
    [
      file.replace(/\.csv$/, ''),
      file,
      venue,
      symbol,
      '',
      '',
      '',
      rows,
      '',
      '',
      LEAN.licence,
      describeSource([path], LEAN),
      sha256(text),
    ].join(','),
  );
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

function writeActions(root: string): void {
  for (const symbol of ['SPY', 'AAPL', 'BAC', 'IWM']) {
    for (const [kind, folder] of [
      ['factors', 'factor_files'],
      ['map', 'map_files'],
    ] as const) {
      const path = `equity/usa/${folder}/${symbol.toLowerCase()}.csv`;
      writePlain(
        `${symbol}-usa-${kind}.csv`,
        'usa',
        symbol,
        `${readFileSync(join(root, LEAN.folder, path), 'utf8')
          .trim()
          .replaceAll('\r', '')}\n`,
        path,
      );
    }
  }
  const path = 'cryptofuture/bybit/margin_interest/btcusdt.csv';
  const rates = readFileSync(join(root, LEAN.folder, path), 'utf8')
    .trim()
    .split(/\r?\n/);
  const rows = rates.map((row) => {
    const [time = '', rate = ''] = row.split(',');
    return `${midnightOf(time) + Number(time.slice(9, 11)) * 3_600_000},${rate}`;
  });
  writePlain('BTCUSDT-PERP-bybit-funding.csv', 'bybit', 'BTCUSDT-PERP', `time,rate\n${rows.join('\n')}\n`, path);
}

const root = resolve(process.argv[2] ?? '');
if (process.argv[2] === undefined) {
  process.stderr.write('expected the folder of the source data: node tools/make-samples.ts SOURCE_FOLDER\n');
  process.exit(2);
}
mkdirSync(OUT, { recursive: true });
for (const sample of SAMPLES)
  writeTable(sample, sample.source.header, convert(root, sample.source), describeSource(sample.source.files, LEAN), LEAN.licence);
writeTable(
  { name: 'VIX-cboe-1d', venue: 'cboe', symbol: 'VIX', timeframe: '1d', kind: 'trades', calendar: 'XNYS' },
  TRADES,
  convertVix(root),
  describeSource(['data/vix-daily.csv'], VIX),
  VIX.licence,
);
writeActions(root);
writeFileSync(join(OUT, 'LICENSE-Apache-2.0.txt'), readFileSync(join(root, 'LICENSES/QuantConnect+Lean/LICENSE')));
writeFileSync(join(OUT, 'PROVENANCE.csv'), `${provenance.join('\n')}\n`);
const bytes = readdirSync(OUT).reduce((sum, file) => sum + readFileSync(join(OUT, file)).length, 0);
process.stdout.write(`${provenance.length - 1} files, ${bytes} bytes in ${OUT}\n`);
