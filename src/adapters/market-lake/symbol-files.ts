// What the lake keeps beside an instrument's candles: its rules with validity dates, funding rates, corporate-action factors.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstrumentSpecification } from '../../core/domain/instrument.ts';
import { InputError } from '../../core/domain/result.ts';
import { type FactorRow, parseFactorRows } from '../../core/market/corporate-actions.ts';
import { IMPORT_FAULTS } from '../../core/market/import-words.ts';
import { zoneNamed } from '../../core/market/zone.ts';
import { explainDisk } from '../support/explain-disk.ts';
import { writeFileWhole } from './disk.ts';
import { symbolFolder } from './series-manifest.ts';
import { detectTimeFormat, TimeReader } from './time-text.ts';

/** An instrument's rules as they were from `validFrom` on (epoch milliseconds, null for always) until `validTo` (null: still). */
export interface DatedInstrument extends InstrumentSpecification {
  readonly validFrom: number | null;
  readonly validTo: number | null;
  /** Where the figures come from. */
  readonly source: string;
}

/** Funding paid at `time` (epoch milliseconds): `rate` is a fraction of position value, positive when longs pay. */
export interface FundingRate {
  readonly time: number;
  readonly rate: number;
}

/** Files of one symbol in one lake folder. */
export class SymbolFiles {
  private readonly lakeFolder: string;

  constructor(lakeFolder: string) {
    this.lakeFolder = lakeFolder;
  }

  /** All known versions of the instrument, oldest first; empty when the lake knows none. */
  instruments(venue: string, symbol: string): DatedInstrument[] {
    const text = this.read(venue, symbol, 'instrument.json');
    return text === undefined ? [] : (JSON.parse(text) as DatedInstrument[]);
  }

  /** The rules that held at an instant, or the oldest known later ones: a replay needs the tick size of its day. */
  instrumentAt(venue: string, symbol: string, utcMs: number): DatedInstrument | undefined {
    const versions = this.instruments(venue, symbol);
    return versions.find(({ validFrom, validTo }) => (validFrom ?? -Infinity) <= utcMs && utcMs < (validTo ?? Infinity)) ?? versions[0];
  }

  writeInstruments(venue: string, symbol: string, versions: readonly DatedInstrument[]): void {
    const sorted = [...versions].sort((a, b) => (a.validFrom ?? -Infinity) - (b.validFrom ?? -Infinity));
    this.write(venue, symbol, 'instrument.json', `${JSON.stringify(sorted, null, 1)}\n`);
  }

  funding(venue: string, symbol: string): FundingRate[] {
    const text = this.read(venue, symbol, 'funding.csv');
    return text === undefined ? [] : parseFunding(text, `${symbol} funding.csv`);
  }

  /** Merges rates by time; the new one wins. */
  writeFunding(venue: string, symbol: string, rates: readonly FundingRate[]): void {
    const merged = new Map([...this.funding(venue, symbol), ...rates].map(({ time, rate }) => [time, rate]));
    const rows = [...merged].sort(([a], [b]) => a - b).map(([time, rate]) => `${time},${rate}\n`);
    this.write(venue, symbol, 'funding.csv', `time,rate\n${rows.join('')}`);
  }

  factors(venue: string, symbol: string): FactorRow[] {
    const text = this.read(venue, symbol, 'factors.csv');
    return text === undefined ? [] : parseFactorRows(text, `${symbol} factors.csv`);
  }

  /** Stores a LEAN factor file after reading it once. */
  writeFactors(venue: string, symbol: string, text: string, source: string): number {
    const rows = parseFactorRows(text, source);
    this.write(venue, symbol, 'factors.csv', text);
    return rows.length;
  }

  private read(venue: string, symbol: string, name: string): string | undefined {
    const path = join(symbolFolder(this.lakeFolder, venue, symbol), name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  private write(venue: string, symbol: string, name: string, text: string): void {
    try {
      writeFileWhole(join(symbolFolder(this.lakeFolder, venue, symbol), name), text);
    } catch (error) {
      throw explainDisk(error, this.lakeFolder);
    }
  }
}

/** Reads `time,rate` rows, the time in any format candles may have. InputError FUNDING_ROW_INVALID names the line. */
export function parseFunding(text: string, source: string): FundingRate[] {
  const rows = text.split(/\r?\n/).map((row, i) => ({ fields: row.split(','), line: i + 1 }));
  const data = rows.filter(({ fields, line }) => fields.length >= 2 && !(line === 1 && !/^[+-]?\d/.test(fields[1] ?? '')));
  if (data.length === 0)
    throw new InputError('FUNDING_EMPTY', `${source}: expected rows time,rate, found none`, 1, { said: IMPORT_FAULTS.noFunding });
  const times = new TimeReader(
    detectTimeFormat(
      data.map(({ fields }) => fields[0] as string),
      source,
    ),
    zoneNamed('UTC'),
  );
  return data.map(({ fields, line }) => {
    const bytes = Buffer.from(fields[0] as string);
    const time = times.read(bytes, 0, bytes.length);
    const rate = Number(fields[1]);
    if (!Number.isFinite(time) || !Number.isFinite(rate) || Math.abs(rate) >= 1) {
      throw new InputError(
        'FUNDING_ROW_INVALID',
        `${source} line ${line}: expected a time and a rate such as 0.0001, found ${fields.join(',')}`,
        1,
        { said: IMPORT_FAULTS.fundingRow(line, fields.join(',')) },
      );
    }
    return { time, rate };
  });
}
