/** Order book and newest trades of the chart's instrument: asked for while the page is looked at. Where the feed has none it says so. */

import { useQuery } from '@tanstack/react-query';
import type { Depth } from '../../../src/api/depth.ts';
import type { Instrument } from '../../../src/api/session.ts';
import { call } from '../../api/client.ts';
import { clock, decimal, percent, quantity } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useSnapshot } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { useLookedAt } from './looked-at.ts';
import { useTradingWords } from './words.ts';

const EVERY_MS = 500;
const LEVELS = 8;
const TRADES = 8;

export function DepthPanel() {
  const own = useTradingWords();
  const { instruments, status } = useSnapshot();
  const { instrumentId } = useLookedAt();
  const id = instrumentId ?? status.strategies[0]?.instrumentId ?? instruments[0]?.instrumentId ?? '';
  const instrument = instruments.find((each) => each.instrumentId === id) ?? (instruments[0] as Instrument);
  const { data } = useQuery({
    queryKey: ['depth', id],
    queryFn: () => call('orders.depth', { query: { instrumentId: id } }),
    // A replay of candles never has one; what had none is asked again now and then.
    enabled: !status.feed.replayed,
    refetchInterval: ({ state }) => (state.data?.state === 'none' ? 10_000 : EVERY_MS),
    staleTime: 0,
    retry: false,
  });
  return (
    <Card id="depth" title={own.depth.title} end={data?.state === 'live' && <Spread depth={data} />}>
      {data?.state === 'live' ? (
        <Live depth={data} instrument={instrument} />
      ) : (
        <p className="px-4 py-3.5 text-text-2 phone:px-3.5">{own.depth.none}</p>
      )}
    </Card>
  );
}

function Spread({ depth: { bids, asks } }: { depth: Depth }) {
  const own = useTradingWords();
  const { language } = useSpeech();
  const [bid, ask] = [bids[0]?.price, asks[0]?.price];
  return bid === undefined || ask === undefined ? null : (
    <span className="text-muted">{own.depth.spread(percent(language, ask / bid - 1, 3))}</span>
  );
}

function Live({ depth, instrument }: { depth: Depth; instrument: Instrument }) {
  const own = useTradingWords();
  const { language, zone } = useSpeech();
  const price = (value: number) => decimal(language, value, instrument.priceDecimals);
  const size = (value: number) => quantity(language, String(value), instrument.quantityDecimals);
  const sides = [
    ...depth.asks
      .slice(0, LEVELS)
      .reverse()
      .map((level) => ({ ...level, side: 'ask' as const })),
    ...depth.bids.slice(0, LEVELS).map((level) => ({ ...level, side: 'bid' as const })),
  ];
  return (
    <div className="[&_td]:h-6 [&_th]:h-7">
      {sides.length > 0 && (
        <table>
          <caption className="sr-only">{own.depth.title}</caption>
          <thead>
            <tr>
              <th scope="col" />
              <th scope="col" className="num">
                {own.depth.price}
              </th>
              <th scope="col" className="num">
                {own.depth.size}
              </th>
            </tr>
          </thead>
          <tbody>
            {sides.map((level) => (
              <tr key={`${level.side} ${level.price}`}>
                <th scope="row" className="text-12 font-normal text-muted">
                  {own.depth[level.side]}
                </th>
                <td className={`num ${level.side === 'bid' ? 'text-gain' : 'text-loss'}`}>{price(level.price)}</td>
                <td className="num">{size(level.size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {depth.trades.length > 0 && (
        <table className="border-t border-line">
          <caption className="px-4 pt-2 text-left text-12 text-muted">{own.depth.trades}</caption>
          <tbody>
            {depth.trades.slice(0, TRADES).map((trade, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: trades have no name of their own, and several may be alike.
              <tr key={row}>
                <td className="text-12 text-muted">{clock(language, trade.at, zone, true)}</td>
                <td className={`num ${trade.side === 'buy' ? 'text-gain' : 'text-loss'}`}>
                  {trade.side === 'buy' ? '▲' : '▼'} {price(trade.price)}
                </td>
                <td className="num">{size(trade.size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
