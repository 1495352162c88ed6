/** What risk says of a ticket, as it is now: whether it would be sent, how large, what it costs, what it risks, and what would be held afterwards. */

import type { ReactNode } from 'react';
import type { OrderPreview } from '../../../src/api/orders.ts';
import { Checks } from '../../blocks/checks.tsx';
import { clock, decimal, money, percent, plain, quantity as quantityText } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useInstrument } from '../../live/instruments.ts';
import { RequestProblem } from '../../live/requests.ts';
import { useStatus } from '../../live/session.ts';
import { Icon } from '../../parts/icon.tsx';
import type { AskedPreview } from './order-ticket.tsx';
import { useRefusalTold } from './refusal-told.ts';
import { useTradingWords } from './words.ts';

export function PreviewTold({ preview, isComplete, label }: { preview: AskedPreview | null; isComplete: boolean; label: string }) {
  const own = useTradingWords();
  const told = useRefusalTold();
  const problem = preview?.error instanceof RequestProblem ? preview.error.problem : null;
  return (
    <section aria-label={label} aria-live="polite" className="min-h-16 rounded-m border border-line bg-sunken px-3 py-2.5 text-12">
      {!isComplete && <p className="text-muted">{own.ticket.incomplete}</p>}
      {isComplete && preview?.data === undefined && preview?.error == null && <p className="text-muted">{own.ticket.looking}</p>}
      {preview?.error != null && (
        <Refused>
          {problem === null ? (
            own.ticket.away
          ) : (
            <>
              {told(problem)} <code className="text-muted">{problem.code}</code>
            </>
          )}
        </Refused>
      )}
      {preview?.data !== undefined && preview.error == null && <Told preview={preview.data} />}
    </section>
  );
}

/** The quantity that the smallest order comes to at the price it is judged at; null where it is not too small. */
function smallestOf({ refusal, price }: OrderPreview, decimals: number): string | null {
  if (refusal?.code !== 'SIZE_BELOW_MINIMUM' || refusal.limit === null) return null;
  const step = 10 ** -decimals;
  return (Math.ceil(refusal.limit / Number(price) / step - 1e-9) * step).toFixed(decimals);
}

function Refused({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-danger">
      <Icon name="x" className="mt-0.5 size-3.5 shrink-0 stroke-2" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function Told({ preview }: { preview: OrderPreview }) {
  const own = useTradingWords();
  const speech = useSpeech();
  const { words, language, zone } = speech;
  const { displayDecimals } = useStatus().account;
  const { priceDecimals, quantityDecimals } = useInstrument()(preview.instrumentId);
  const { refusal, cuts, currency } = preview;
  const told = useRefusalTold();
  const smallest = smallestOf(preview, quantityDecimals);
  const cash = (text: string | null) => money(language, text, currency, displayDecimals);
  const size = (text: string | null) => quantityText(language, text, quantityDecimals);
  const price = (text: string) => decimal(language, text, priceDecimals);
  const shift = ({ now, after }: OrderPreview['free']) => (
    <>
      {percent(language, now.ratio)} {own.preview.to} <b>{percent(language, after.ratio)}</b>
      <small className="block text-muted">{cash(after.money)}</small>
    </>
  );
  const rows: readonly (readonly [string, ReactNode])[] = [
    [
      own.preview.size,
      <>
        <b>{size(preview.quantity)}</b>
        {preview.askedQuantity !== null && preview.askedQuantity !== preview.quantity && (
          <small className="block text-muted">{own.preview.asked(size(preview.askedQuantity))}</small>
        )}
        {preview.quantityAtPrice !== preview.quantity && (
          <small className="block text-warn">
            {own.preview.sizedAt(price(preview.worstPrice), size(preview.quantityAtPrice), price(preview.price))}
          </small>
        )}
      </>,
    ],
    [own.preview.worth, cash(preview.value)],
    [
      own.preview.expected,
      <>
        {price(preview.expectedPrice)}
        <small className="block text-muted">
          {own.preview.from[preview.expectedFrom]}
          {preview.slippageRatio !== null && ` · ${percent(language, preview.slippageRatio)}`}
        </small>
      </>,
    ],
    [own.preview.fee, cash(preview.fee)],
    [
      own.preview.loss,
      preview.lossAtStop === null ? (
        cash(null)
      ) : (
        <>
          <b>{cash(preview.lossAtStop.money)}</b>
          <small className="block text-muted">{own.preview.ofEquity(percent(language, preview.lossAtStop.ratio))}</small>
        </>
      ),
    ],
    [own.preview.gross, shift(preview.grossExposure)],
    [own.preview.own, shift(preview.instrumentExposure)],
    [own.preview.free, shift(preview.free)],
    [
      own.preview.positions,
      <>
        {plain(language, preview.openPositions.now, 0)} {own.preview.to} <b>{plain(language, preview.openPositions.after, 0)}</b>
      </>,
    ],
  ];
  return (
    <>
      {refusal === null ? (
        <p className="flex items-center gap-1.5 text-ok">
          <Icon name="check" className="size-3.5 stroke-2" />
          <b className="font-medium">{own.preview.wouldSend}</b>
        </p>
      ) : (
        <Refused>
          <b className="font-medium">{own.preview.wouldNot}:</b> {told({ ...refusal, detail: refusal.message })}
          {smallest !== null && ` ${own.preview.smallest(size(smallest), cash(String(refusal.limit)))}`}{' '}
          <code className="text-muted">{refusal.code}</code>
        </Refused>
      )}
      {preview.restsUntil != null && (
        <p className="mt-1 text-warn">{own.preview.rests(clock(language, preview.restsUntil, zone, false))}</p>
      )}
      {cuts.length > 0 && (
        <p className="mt-1 text-warn">
          {own.preview.cutBy} {cuts.map((cut) => words.decisions.cuts[cut] ?? cut).join(', ')}
        </p>
      )}
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {preview.checks.length > 0 && (
        <details className="mt-2">
          <summary className="cursor-pointer text-accent">{own.preview.checks(preview.checks.length)}</summary>
          <div className="-mx-3 mt-1 overflow-x-auto">
            <Checks decision={{ refusal, action: 'enter', checks: preview.checks }} isWhole />
          </div>
        </details>
      )}
    </>
  );
}
