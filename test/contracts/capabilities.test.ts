/** The table of docs/reference/venues.md says what the links say of themselves. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import type { MappedInstrument } from '../../src/adapters/ccxt-venues/options.ts';
import { paperCapabilities } from '../../src/adapters/exchange-simulator/paper-venue.ts';
import { openInteractiveBrokers } from '../../src/adapters/interactive-brokers/open.ts';
import { capabilitiesOf, VENUE_KINDS, type VenueKind } from '../../src/apps/simulation/simulated-venue.ts';
import type { InstrumentSpecification } from '../../src/core/domain/instrument.ts';
import { capabilitiesOn, type VenueCapabilities } from '../../src/core/trading/broker/venue-link.ts';
import { PROJECT } from '../cli/run-cli.ts';

const PAGE = join(PROJECT, 'docs/reference/venues.md');
const [BEGIN, END] = ['<!-- capabilities -->\n', '<!-- /capabilities -->'];

/** Nothing is asked of a venue to learn what its link can do. */
async function ccxtCapabilities(venue: string, instruments: readonly MappedInstrument[]): Promise<VenueCapabilities> {
  const link = await openCcxtLink({ venue, instruments, now: Date.now, key: () => '', secret: () => '' });
  await link.close();
  return link.capabilities;
}

function interactiveBrokersCapabilities(): VenueCapabilities {
  const gateway = {
    environment: 'dev',
    mode: 'paper',
    isSimulator: true,
    host: '127.0.0.1',
    port: 1,
    clientId: 1,
    account: 'DU1',
  } as const;
  return openInteractiveBrokers({ ...gateway, securities: [] }).capabilities;
}

const BYBIT: readonly MappedInstrument[] = [
  { id: 'BTCUSDT-PERP', symbol: 'BTCUSDT', category: 'linear' },
  { id: 'BTCUSDT', symbol: 'BTCUSDT', category: 'spot' },
];

const PERPETUAL: InstrumentSpecification = {
  id: 'BTCUSDT-PERP',
  venue: 'bybit',
  kind: 'perpetual',
  base: 'BTC',
  quote: 'USDT',
  tickSize: 0.1,
  lotSize: 0.001,
};

const yes = (can: boolean) => (can ? 'yes' : 'no');
const ROWS: readonly (readonly [label: string, cell: (capabilities: VenueCapabilities) => string])[] = [
  ['order types', ({ orderTypes }) => orderTypes.join(', ')],
  ['time in force', ({ timesInForce }) => timesInForce.join(', ')],
  ['post-only', ({ postOnly }) => yes(postOnly)],
  ['reduce-only', ({ reduceOnly }) => yes(reduceOnly)],
  ['amends in place', ({ amend }) => yes(amend)],
  ['stop and target rest together', ({ stopWithTarget }) => yes(stopWithTarget)],
  ['short positions', ({ shorting }) => yes(shorting)],
  ['funding', ({ funding }) => yes(funding)],
  [
    'client ids are unique among',
    ({ clientIdUniqueness: of }) => ({ ever: 'all there ever were', open: 'open orders', none: 'nothing' })[of],
  ],
  ['a late request dies after', ({ requestLifeMs }) => (requestLifeMs === null ? 'never' : `${requestLifeMs / 1000} s`)],
];

test('the page shows what the links say of themselves', async () => {
  const bybit = await ccxtCapabilities('bybit', BYBIT);
  const columns: readonly (readonly [string, VenueCapabilities])[] = [
    ['Bybit perpetuals', capabilitiesOn(bybit, 'BTCUSDT-PERP')],
    ['Bybit spot', capabilitiesOn(bybit, 'BTCUSDT')],
    ['Kraken spot', await ccxtCapabilities('kraken', [{ id: 'BTCUSD', symbol: 'XBTUSD' }])],
    ['Interactive Brokers', interactiveBrokersCapabilities()],
    ['on paper, perpetuals', capabilitiesOn(paperCapabilities('bybit', [PERPETUAL]), PERPETUAL.id)],
    ['fault simulation', capabilitiesOf(VENUE_KINDS[0] as VenueKind)],
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(['', ...columns.map(([name]) => name)]),
    `|${'---|'.repeat(columns.length + 1)}`,
    ...ROWS.map(([label, cell]) => line([label, ...columns.map(([, capabilities]) => cell(capabilities))])),
  ].join('\n');
  const page = readFileSync(PAGE, 'utf8');
  const shown = page.slice(page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END));
  expect(shown.trim()).toBe(table);
});

test('spot beside perpetuals on one link has the abilities of spot', async () => {
  const alone = await ccxtCapabilities('bybit', [{ id: 'BTCUSDT', symbol: 'BTCUSDT', category: 'spot' }]);
  const beside = capabilitiesOn(await ccxtCapabilities('bybit', BYBIT), 'BTCUSDT');
  for (const ability of ['reduceOnly', 'shorting', 'stopWithTarget', 'funding'] as const) expect(beside[ability]).toBe(alone[ability]);
});
