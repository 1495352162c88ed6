/** One decision in words: what was asked for, why it was refused or what came of it, and its facts. */

import type { ReactNode } from 'react';
import { CHECK_FIGURES } from '../../src/api/codes.ts';
import type { Decision } from '../../src/api/records.ts';
import { decimal, percent, quantity } from '../i18n/format.ts';
import { type Speech, useSpeech } from '../i18n/words.ts';
import { useInstrument } from '../live/instruments.ts';
import { useSnapshot } from '../live/session.ts';
import { PriceText, QuantityText } from '../parts/figures.tsx';
import { Icon } from '../parts/icon.tsx';
import { IdText } from '../parts/id-text.tsx';

/** An exit of a long sells. */
export const isBuy = ({ side, action }: Decision) => (side === 'long') === (action === 'enter');

export function headlineOf(decision: Decision, label: string, decimals: number, { words, language, check }: Speech): string {
  const size = decision.quantity === null ? '' : quantity(language, decision.quantity, decimals);
  const why = decision.refusal ? check(decision.refusal.code)[1] : words.decisions.why[decision.action];
  return words.decisions.headline(words.orders[isBuy(decision) ? 'buy' : 'sell'], size, label, why);
}

/** The sentence with its figures; the trader's own where the panel has no words for the code. */
function explanationOf({ refusal, action, cuts }: Decision, currency: string, speech: Speech): string {
  if (refusal === null) {
    const { exitTold, fullTold, cutTold, cuts: names } = speech.words.decisions;
    if (action === 'exit') return exitTold;
    return cuts.length === 0 ? fullTold : cutTold(cuts.map((cut) => names[cut] ?? cut).join(', '));
  }
  const unit = CHECK_FIGURES[refusal.code]?.unit ?? 'number';
  const told = speech.check(refusal.code)[2](speech.figure(refusal.measured, unit, currency), speech.limit(refusal.limit, unit, currency));
  return told === '' ? refusal.message : told;
}

export function OutcomeTag({ isRefused, children }: { isRefused: boolean; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 items-center gap-1 rounded-s border px-1.5 text-12 font-medium whitespace-nowrap [&>svg]:size-3 [&>svg]:stroke-2 ${isRefused ? 'border-danger-line bg-danger-soft text-danger' : 'border-line-strong'}`}
    >
      <Icon name={isRefused ? 'x' : 'check'} />
      {children}
    </span>
  );
}

/** `more`: facts of the caller, after its own. Without a head where the page has the sentence as its title. */
export function DecisionTold({ decision, more, isHeaded = true }: { decision: Decision; more?: ReactNode; isHeaded?: boolean }) {
  const speech = useSpeech();
  const { words, language } = speech;
  const { account } = useSnapshot().status;
  const instrument = useInstrument()(decision.instrumentId);
  const { refusal } = decision;
  return (
    <div className="border-r border-line p-4 max-[900px]:border-r-0 max-[900px]:border-b phone:p-3.5">
      <OutcomeTag isRefused={refusal !== null}>{refusal ? words.decisions.refusedTag : words.decisions.approvedTag}</OutcomeTag>
      {isHeaded && (
        <h3 className="mt-2 mb-1.5 text-16 leading-[1.35] font-semibold tracking-tight text-balance">
          {headlineOf(decision, instrument.label, instrument.quantityDecimals, speech)}
        </h3>
      )}
      <p className={`text-text-2 ${isHeaded ? '' : 'mt-2'}`}>{explanationOf(decision, account.currency, speech)}</p>
      {refusal && <MeasuredAgainstLimit refusal={refusal} currency={account.currency} />}
      <dl className="mt-3.5 grid grid-cols-[auto_1fr] gap-x-3.5 gap-y-0.75 border-t border-line pt-3">
        <Fact name={words.decisions.signal}>
          {decision.strategyId}
          {decision.confidence !== null && decision.action === 'enter' && (
            <> · {words.decisions.confidence(decimal(language, decision.confidence, 2))}</>
          )}
          {decision.reason && ` · ${speech.reason(decision.reason)}`}
        </Fact>
        {decision.quantity !== null && (
          <Fact name={words.decisions.asked}>
            <QuantityText value={decision.quantity} decimals={instrument.quantityDecimals} /> {instrument.base}
          </Fact>
        )}
        {decision.price !== null && (
          <Fact name={words.decisions.price}>
            <PriceText value={decision.price} decimals={instrument.priceDecimals} />
          </Fact>
        )}
        <Protection decision={decision} decimals={instrument.priceDecimals} />
        {refusal && (
          <Fact name={words.decisions.code}>
            <IdText id={refusal.code} />
          </Fact>
        )}
        {decision.orderId !== null && (
          <Fact name={words.decisions.order}>
            <IdText id={decision.orderId} />
          </Fact>
        )}
        <Fact name={words.decisions.decision}>
          <IdText id={decision.decisionId} short />
        </Fact>
        <Fact name={words.decisions.journal}>{decision.journalSequence}</Fact>
        {more}
      </dl>
    </div>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

/** Stop and target asked for with an entry, and how far they were from its price. An approved entry without a stop says so. */
function Protection({ decision, decimals }: { decision: Decision; decimals: number }) {
  const { words, language } = useSpeech();
  const { action, outcome, price, stopPrice, targetPrice } = decision;
  if (action === 'exit') return null;
  const away = (to: string) => (price === null ? '' : ` · ${percent(language, Number(to) / Number(price) - 1, 2, true)}`);
  return (
    <>
      {(stopPrice !== null || outcome === 'approved') && (
        <Fact name={words.decisions.stop}>
          {stopPrice === null ? (
            <span className="text-warn">{words.positions.noStop}</span>
          ) : (
            <>
              <PriceText value={stopPrice} decimals={decimals} />
              <span className="text-muted">{away(stopPrice)}</span>
            </>
          )}
        </Fact>
      )}
      {targetPrice !== null && (
        <Fact name={words.decisions.target}>
          <PriceText value={targetPrice} decimals={decimals} />
          <span className="text-muted">{away(targetPrice)}</span>
        </Fact>
      )}
    </>
  );
}

/** A bar from nothing to what was measured, with the limit on it: only where both are amounts above zero. */
function MeasuredAgainstLimit({ refusal, currency }: { refusal: NonNullable<Decision['refusal']>; currency: string }) {
  const speech = useSpeech();
  const { measured, limit, code } = refusal;
  const figures = CHECK_FIGURES[code];
  if (measured === null || limit === null || !figures || figures.unit === 'none' || limit <= 0 || measured < 0) return null;
  const full = Math.max(measured, limit) * 1.12;
  const at = (value: number) => `${(value / full) * 100}%`;
  const [measuredText, limitText] = [speech.figure(measured, figures.unit, currency), speech.limit(limit, figures.unit, currency)];
  const sign = figures.bound === 'at-most' ? '≤' : '≥';
  return (
    <div
      className="relative mt-6.5 mb-6 text-12"
      role="img"
      aria-label={`${speech.words.checks.measured} ${measuredText}, ${speech.words.checks.limit} ${sign} ${limitText}`}
    >
      <span
        className="absolute -top-5.25 -translate-x-1/2 font-semibold whitespace-nowrap text-danger"
        style={{ left: at(Math.max(measured, full * 0.06)) }}
      >
        {measuredText}
      </span>
      <svg className="block h-4 w-full overflow-visible" aria-hidden="true">
        <rect y="4" width="100%" height="8" rx="4" className="fill-sunken stroke-line" />
        <rect y="4" width={at(measured)} height="8" rx="4" className="fill-danger" />
        <rect x={at(limit)} width="2" height="16" transform="translate(-1)" className="fill-text" />
      </svg>
      <span className="absolute top-4.5 -translate-x-1/2 whitespace-nowrap text-muted" style={{ left: at(Math.min(limit, full * 0.92)) }}>
        {sign} {limitText}
      </span>
    </div>
  );
}
