/** Reference rates of the European Central Bank: every working day since 1999, how much of each currency one euro was. */

import { unzipSync } from 'fflate';
import { InputError } from '../../core/domain/result.ts';

export const ECB_PROVIDER = 'ecb';

export interface ReferenceRate {
  readonly currency: string;
  /** `2024-01-31`. */
  readonly day: string;
  readonly perEuro: string;
}

export interface RatesRequest {
  /** Such as https://www.ecb.europa.eu/stats/eurofxref; the file eurofxref-hist.zip is asked for below it. */
  readonly baseUrl: string;
  readonly currencies: ReadonlySet<string>;
  /** Earlier days are left out. */
  readonly from: string;
}

const WITHIN_MS = 20_000;
const LARGEST_BYTES = 20 * 1024 ** 2;
const FILE = 'eurofxref-hist.zip';

/** InputErrors RATES_UNREACHABLE, RATES_REFUSED and RATES_UNCLEAR (exit 3): nothing was told, and what is known stays. */
export async function fetchReferenceRates({ baseUrl, currencies, from }: RatesRequest): Promise<ReferenceRate[]> {
  return ratesIn(await tableOf(await bytesOf(`${baseUrl}/${FILE}`)), currencies, from);
}

async function bytesOf(url: string): Promise<Uint8Array> {
  let answer: Response;
  try {
    answer = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS), redirect: 'manual' });
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    throw new InputError(
      'RATES_UNREACHABLE',
      `the European Central Bank does not answer: ${(error as Error).message}; it is asked again later`,
      3,
    );
  }
  throw new InputError(
    'RATES_REFUSED',
    `expected exchange rates of the European Central Bank, found an answer ${answer.status}; it is asked again later`,
    3,
  );
}

function unclear(found: string): InputError {
  return new InputError(
    'RATES_UNCLEAR',
    `expected the table of reference rates of the European Central Bank, found ${found}; nothing of it was taken`,
    3,
  );
}

async function tableOf(bytes: Uint8Array): Promise<string> {
  try {
    const parts = unzipSync(bytes, { filter: ({ name, originalSize }) => name.endsWith('.csv') && originalSize <= LARGEST_BYTES });
    const [table] = Object.values(parts);
    if (table !== undefined) return new TextDecoder().decode(table);
  } catch {
    throw unclear('something that is no whole archive');
  }
  throw unclear('an archive without it');
}

/** `Date,USD,JPY,…` and a row a day; `N/A` where a currency was not quoted. */
function ratesIn(table: string, wanted: ReadonlySet<string>, from: string): ReferenceRate[] {
  const [head = '', ...lines] = table.split(/\r?\n/);
  const [first, ...currencies] = head.split(',').map((name) => name.trim());
  if (first !== 'Date' || !currencies.includes('USD')) throw unclear(`a table that begins with ${head.slice(0, 60)}`);
  const rates: ReferenceRate[] = [];
  for (const line of lines) {
    const [day = '', ...values] = line.split(',').map((value) => value.trim());
    if (day === '') continue;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw unclear(`a row that begins with ${line.slice(0, 60)}`);
    if (day < from) continue;
    currencies.forEach((currency, at) => {
      const value = values[at] ?? '';
      if (!wanted.has(currency) || value === 'N/A' || value === '') return;
      if (!/^\d+(\.\d+)?$/.test(value) || Number(value) <= 0) throw unclear(`${value} for one euro in ${currency} on ${day}`);
      rates.push({ currency, day, perEuro: value });
    });
  }
  return rates;
}
