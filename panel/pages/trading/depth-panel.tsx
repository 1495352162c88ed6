/** Order book and newest trades of the chart's instrument, as they change, while the page is looked at; what is old says so, and where the venue has none that is said. */

import type { Depth } from '../../../src/api/depth.ts';
import type { Instrument } from '../../../src/api/session.ts';
import { clock, decimal, percent } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { type SeenDepth, useDepth } from '../../live/depth.ts';
import { useFold } from '../../live/folded.ts';
import { useSnapshot } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { StatusDot } from '../../parts/status-dot.tsx';
import { useLookedAt } from './looked-at.ts';
import { useTradingWords } from './words.ts';

const LEVELS = 8;
const TRADES = 8;

export function DepthPanel() {
  const own = useTradingWords();
  const { instruments, status } = useSnapshot();
  const { instrumentId } = useLookedAt();
  const wanted = instrumentId ?? status.strategies[0]?.instrumentId;
  const instrument = instruments.find((each) => each.instrumentId === wanted) ?? (instruments[0] as Instrument);
  // A replay of candles never has one.
  const isWanted = !status.feed.replayed;
  const fold = useFold('depth');
  const seen = useDepth(instrument.instrumentId, isWanted && fold.isOpen);
  const { depth } = seen;
  const has = depth !== null && depth.bids.length + depth.asks.length + depth.trades.length > 0;
  return (
    <Card id="depth" title={own.depth.title} end={seen.state === 'live' && depth && <Spread depth={depth} />} fold={fold}>
      <div data-depth={isWanted ? seen.state : 'none'}>
        <State seen={seen} isWanted={isWanted} has={has} />
        {has && <Levels depth={depth} instrument={instrument} isOld={seen.state === 'stale' || seen.state === 'offline'} />}
      </div>
    </Card>
  );
}

/** What there is to know beside the figures; nothing while they are live and whole. */
function State({ seen: { state, depth }, isWanted, has }: { seen: SeenDepth; isWanted: boolean; has: boolean }) {
  const own = useTradingWords();
  const line = 'px-4 py-3.5 text-text-2 phone:px-3.5';
  if (!isWanted) return <p className={line}>{own.depth.why.FEED_REPLAYED}</p>;
  const why = depth?.why ?? null;
  const isOld = state === 'stale' || state === 'offline';
  if (state === 'live' && why === null && depth?.bids.length !== 0) return null;
  return (
    <p className={line} role="status">
      {isOld && (
        <>
          <StatusDot state="stale">{has && depth ? own.depth.old : own.depth[state]}</StatusDot>{' '}
          {has && depth && (
            <>
              <TimeText at={depth.at} />. {own.depth[state]}
            </>
          )}
        </>
      )}
      {state === 'joining' && own.depth.joining}
      {!isOld && state !== 'joining' && (why === null ? own.depth.noBook : own.depth.why[why])}
    </p>
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

const decimalsOf = (value: number): number =>
  value
    .toFixed(8)
    .replace(/\.?0+$/, '')
    .split('.')[1]?.length ?? 0;

function Levels({ depth, instrument, isOld }: { depth: Depth; instrument: Instrument; isOld: boolean }) {
  const own = useTradingWords();
  const { language, zone } = useSpeech();
  const price = (value: number) => decimal(language, value, instrument.priceDecimals);
  // As many decimals as the longest of a column has, so that the points stand below each other.
  const sizesOf = (all: readonly { readonly size: number }[]) => {
    const decimals = Math.min(instrument.quantityDecimals, Math.max(0, ...all.map((each) => decimalsOf(each.size))));
    return (value: number) => decimal(language, value, decimals);
  };
  const size = sizesOf([...depth.bids, ...depth.asks]);
  const traded = sizesOf(depth.trades);
  // What is old loses its colour.
  const colour = (isBuy: boolean) => (isOld ? '' : isBuy ? 'text-gain' : 'text-loss');
  const sides = [
    ...depth.asks
      .slice(0, LEVELS)
      .reverse()
      .map((level) => ({ ...level, side: 'ask' as const })),
    ...depth.bids.slice(0, LEVELS).map((level) => ({ ...level, side: 'bid' as const })),
  ];
  return (
    <div className={`[&_td]:h-6 [&_th]:h-7 ${isOld ? 'text-stale' : ''}`}>
      {sides.length > 0 && (
        <table>
          <caption className="sr-only">{own.depth.title}</caption>
          <thead>
            <tr>
              <td />
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
                <td className={`num ${colour(level.side === 'bid')}`}>{price(level.price)}</td>
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
                <td className={`num ${colour(trade.side === 'buy')}`}>
                  {trade.side === 'buy' ? '▲' : '▼'} {price(trade.price)}
                </td>
                <td className="num">{traded(trade.size)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
