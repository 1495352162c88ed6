/** What the session in force is: prices, account, money, and each strategy with its parameters. */

import type { ReactNode } from 'react';
import type { Settings } from '../../../src/api/settings.ts';
import { partsOf, type SessionStrategy } from '../../blocks/session/session-content.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useParameterNames } from '../../live/parameter-names.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { MoneyText, RatioText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { useSettingsWords } from './words.ts';

export function SessionInForce({ settings, end }: { settings: Settings; end?: ReactNode }) {
  const { session: own } = useSettingsWords();
  const session = partsOf(settings.session);
  const { account, currency, risk, venue, samples = [], instruments = [] } = session;
  const cash = session.cash ?? session.paper?.cash ?? null;
  const from =
    settings.source === 'version' ? own.fromVersion(settings.version) : settings.source === 'shipped' ? own.shipped : settings.file;
  return (
    <div className="grid gap-4">
      <Card id="in-force" title={own.now} sub={from} end={end}>
        <Facts
          facts={[
            [own.prices, venue ? own.live(venue.name) : own.samples],
            [own.instruments, venue ? instruments.map(({ id }) => id).join(', ') : samples.join(', ')],
            [own.account, account],
            ...(cash === null
              ? []
              : [[own.money, <MoneyText key="cash" value={String(cash)} currency={currency} decimals={0} />] as const]),
            [own.risk, risk],
          ]}
        />
      </Card>
      <Card id="session-strategies" title={own.strategies}>
        <Strategies rows={session.strategies} />
      </Card>
    </div>
  );
}

function Strategies({ rows }: { rows: readonly SessionStrategy[] }) {
  const { session: own } = useSettingsWords();
  const { language } = useSpeech();
  const { nameOf, valueOf } = useParameterNames();
  const columns: readonly Column<SessionStrategy>[] = [
    { key: 'id', title: own.strategy, phone: 'title', cell: ({ id }) => <b className="font-semibold">{id}</b> },
    { key: 'instrument', title: own.instrument, phone: 'line', cell: ({ instrument }) => instrument },
    { key: 'timeframe', title: own.timeframe, phone: 'line', cell: ({ timeframe }) => timeframe },
    {
      key: 'parameters',
      title: own.parameters,
      phone: 'line',
      cell: ({ id, parameters }) => {
        const told = Object.entries(parameters).map(
          ([name, value]) => `${nameOf(id, name)} ${typeof value === 'number' ? plain(language, value, 8) : valueOf(value)}`,
        );
        return told.length === 0 ? <span className="text-muted">{own.defaults}</span> : told.join(', ');
      },
    },
    {
      key: 'size',
      title: own.size,
      phone: 'line',
      numeric: true,
      cell: ({ size }) => (size === undefined ? <span className="text-muted">{own.ownSize}</span> : <RatioText value={size} />),
    },
  ];
  return <RowTable caption={own.strategies} columns={columns} rows={rows} keyOf={(row) => `${row.id} ${rows.indexOf(row)}`} />;
}
