/** The portfolio: a hundred thousand operations over twenty years and five hundred assets, recalculated whole, and after one new price for every asset. */

import { daysFromCivil } from '../../src/core/market/zone.ts';
import { dailyValues, EVERYTHING } from '../../src/core/portfolio/figures/daily.ts';
import { type HoldingFigures, holdingFigures } from '../../src/core/portfolio/figures/holdings.ts';
import { measuresOf } from '../../src/core/portfolio/figures/measures.ts';
import { riskOf } from '../../src/core/portfolio/figures/risk.ts';
import { toNumber } from '../../src/core/portfolio/fixed.ts';
import { Ledger, type LedgerOptions } from '../../src/core/portfolio/ledger/ledger.ts';
import { type DaySeries, Market } from '../../src/core/portfolio/ledger/market.ts';
import { type Names, orderedOperations } from '../../src/core/portfolio/ledger/operation.ts';
import { median } from '../measure.ts';
import { madeBook } from '../portfolio-book.ts';
import { agree, type Outcome, type Row } from '../row.ts';

const FIRST = daysFromCivil(2004, 1, 1);
const DAYS = 7_305;
const ROUNDS = 20;

interface Figures {
  readonly holdings: readonly HoldingFigures[];
  readonly total: number;
  readonly measures: readonly (number | null)[];
}

function figuresOf(ledger: Ledger, market: Market, currencyOf: readonly number[], to: number): Figures {
  const holdings = holdingFigures(ledger, market, to);
  const daily = dailyValues({ legs: ledger.legs, market, currencyOf, scope: EVERYTHING, from: FIRST, to });
  const { all, accumulated } = measuresOf(daily);
  riskOf(daily, accumulated);
  return { holdings, total: daily.values.at(-1) as number, measures: all.map(({ ratio }) => ratio) };
}

async function measure(): Promise<Outcome> {
  const { booked, columns, currencyOf, accounts, currencies, plain } = madeBook(FIRST, DAYS);
  const indexes = new Map<string, number>(currencies.map((code, index) => [code, index]));
  const names: Names = {
    instrument: ({ symbol }) => Number(symbol?.slice(1)),
    account: (name) => Number(name.slice(1)),
    currency: (code) => indexes.get(code) as number,
    isMoney: () => true,
    dayOf: (utcMs) => Math.floor(utcMs / 86_400_000),
  };
  const to = FIRST + DAYS - 1;
  const started = performance.now();
  const operations = orderedOperations(booked, names);
  const orderedMs = performance.now() - started;

  function recalculated(): { ledger: Ledger; options: LedgerOptions; figures: Figures } {
    const market = new Market(columns, columns.euro);
    const options: LedgerOptions = { method: 'fifo', market, accounts, currencyOf };
    const ledger = new Ledger(options);
    for (const operation of operations) ledger.apply(operation);
    return { ledger, options, figures: figuresOf(ledger, market, currencyOf, to) };
  }

  const coldStart = performance.now();
  let { ledger, figures } = recalculated();
  const coldMs = performance.now() - coldStart;
  agreeWithPlain(figures, plain);
  const full: number[] = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    ({ ledger, figures } = recalculated());
    full.push(performance.now() - start);
  }

  const incremental: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const prices = columns.prices.map((series) => withLast(series as DaySeries, 1 + round / 1_000));
    const start = performance.now();
    const market = new Market({ ...columns, prices }, columns.euro);
    const found = figuresOf(ledger, market, currencyOf, to);
    incremental.push(performance.now() - start);
    if (round === ROUNDS) agreeWithPlain(found, { ...plain, priceFactor: 1 + round / 1_000 });
  }
  const heapMb = process.memoryUsage().heapUsed / 1024 ** 2;
  return {
    figures: { 'portfolio.fullMs': median(full), 'portfolio.incrementalMs': median(incremental) },
    lines: [
      {
        label: 'portfolio: recalculated whole',
        value: `${median(full).toFixed(0)} ms`,
        note: `${booked.length.toLocaleString('en')} operations, 500 assets, 20 years, from columns; the first time ${coldMs.toFixed(0)} ms, and ${orderedMs.toFixed(0)} ms to read them out of text; heap ${heapMb.toFixed(0)} MB`,
      },
      {
        label: 'portfolio: a new price for every asset',
        value: `${median(incremental).toFixed(0)} ms`,
        note: `holdings, 7,305 daily values, four returns and risk; median of ${ROUNDS}, equal to a plain recalculation to the cent`,
      },
    ],
  };
}

/** The same series with another price on its last day. */
function withLast({ days, values }: DaySeries, factor: number): DaySeries {
  const changed = values.slice();
  changed[changed.length - 1] = (changed[changed.length - 1] as number) * factor;
  return { days, values: changed };
}

/** By lists and doubles, straight from the entries: what each asset's lots are, what they cost, and what all is worth. */
function agreeWithPlain({ holdings, total }: Figures, plain: ReturnType<typeof madeBook>['plain'] & { priceFactor?: number }): void {
  const expected = plain.figures(plain.priceFactor ?? 1);
  const sum = (of: (one: HoldingFigures) => bigint | undefined) => holdings.reduce((all, one) => all + toNumber(of(one) ?? 0n), 0);
  const cents = (value: number) => Math.round(value * 100) / 100;
  agree('value of all', cents(expected.total), cents(total));
  agree('realised gain', cents(expected.realised), cents(sum(({ realised }) => realised?.total)));
  agree('gain not taken', cents(expected.unrealised), cents(sum(({ unrealised }) => unrealised?.total)));
}

export const portfolioRow: Row = { name: 'portfolio', figures: ['portfolio.fullMs', 'portfolio.incrementalMs'], measure };
