/** Why a signal did not become an order: the rule in plain words, what was measured against its limit, and every check in order. */

import { useState } from 'react';
import { CHECK_FIGURES } from '../../../src/api/codes.ts';
import type { Check, Decision } from '../../../src/api/records.ts';
import { decimal, quantity } from '../../i18n/format.ts';
import { type Speech, useSpeech } from '../../i18n/words.ts';
import { useSnapshot } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { PriceText, QuantityText, TimeText } from '../../parts/figures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { useInstrument } from './instruments.ts';

const OTHERS = 6;

type Refused = Decision & { readonly refusal: NonNullable<Decision['refusal']> };

export function Refusals() {
  const { words } = useSpeech();
  const { decisions, status } = useSnapshot();
  const [chosenId, choose] = useState<string | null>(null);
  const [shown, setShown] = useState(OTHERS);
  const refused = decisions.filter((decision): decision is Refused => decision.refusal !== null);
  const total = status.totals.decisions.filter((row) => row.outcome === 'refused').reduce((sum, row) => sum + row.count, 0);
  const chosen = refused.find((decision) => decision.decisionId === chosenId) ?? refused[0];
  if (!chosen) {
    return (
      <Card id="refusals" title={words.refusals.title}>
        <EmptyState icon="shield" title={words.refusals.emptyTitle} text={words.refusals.emptyText} />
      </Card>
    );
  }
  const others = refused.filter((decision) => decision !== chosen);
  return (
    <Card
      id="refusals"
      title={words.refusals.title}
      sub={<DecisionTime at={chosen.at} />}
      end={<span className="muted">{words.refusals.count(total)}</span>}
    >
      <div className="refusal">
        <What decision={chosen} />
        <Checks decision={chosen} />
      </div>
      {others.length > 0 && (
        <ul className="others" aria-label={words.refusals.others}>
          {others.slice(0, shown).map((decision) => (
            <OtherRefusal key={decision.decisionId} decision={decision} onOpen={() => choose(decision.decisionId)} />
          ))}
        </ul>
      )}
      {others.length > shown && (
        <div className="more">
          <button type="button" className="button button--small" onClick={() => setShown(shown + 20)}>
            {words.acts.more}
          </button>
        </div>
      )}
    </Card>
  );
}

function DecisionTime({ at }: { at: number }) {
  const { words } = useSpeech();
  const [before, after] = words.refusals.sub('\u0000').split('\u0000');
  return (
    <>
      {before}
      <TimeText at={at} />
      {after}
    </>
  );
}

function headlineOf(decision: Refused, label: string, decimals: number, { words, language, check }: Speech): string {
  const size = decision.quantity === null ? '' : quantity(language, decision.quantity, decimals);
  return words.refusals.headline(words.orders[decision.side === 'long' ? 'buy' : 'sell'], size, label, check(decision.refusal.code)[1]);
}

/** The sentence with its figures; the trader's own where the panel has no words for the code. */
function explanationOf({ refusal }: Refused, currency: string, speech: Speech): string {
  const unit = CHECK_FIGURES[refusal.code]?.unit ?? 'number';
  const told = speech.check(refusal.code)[2](speech.figure(refusal.measured, unit, currency), speech.limit(refusal.limit, unit, currency));
  return told === '' ? refusal.message : told;
}

function What({ decision }: { decision: Refused }) {
  const speech = useSpeech();
  const { words, language } = speech;
  const { account } = useSnapshot().status;
  const instrument = useInstrument()(decision.instrumentId);
  return (
    <div className="what">
      <span className="tag tag--bad">
        <Icon name="x" />
        {words.refusals.tag}
      </span>
      <h3>{headlineOf(decision, instrument.label, instrument.quantityDecimals, speech)}</h3>
      <p>{explanationOf(decision, account.currency, speech)}</p>
      <MeasuredAgainstLimit decision={decision} currency={account.currency} />
      <dl className="facts">
        <dt>{words.refusals.signal}</dt>
        <dd>
          {decision.strategyId}
          {decision.confidence !== null && ` · ${words.refusals.confidence(decimal(language, decision.confidence, 2))}`}
          {decision.reason && ` · ${speech.reason(decision.reason)}`}
        </dd>
        {decision.quantity !== null && (
          <>
            <dt>{words.refusals.asked}</dt>
            <dd>
              <QuantityText value={decision.quantity} decimals={instrument.quantityDecimals} /> {instrument.base}
              {decision.price !== null && (
                <>
                  {' '}
                  × <PriceText value={decision.price} decimals={instrument.priceDecimals} />
                </>
              )}
            </dd>
          </>
        )}
        <dt>{words.refusals.code}</dt>
        <dd>
          <IdText id={decision.refusal.code} />
        </dd>
        <dt>{words.refusals.decision}</dt>
        <dd>
          <IdText id={decision.decisionId} short />
        </dd>
        <dt>{words.refusals.journal}</dt>
        <dd>{decision.journalSequence}</dd>
      </dl>
    </div>
  );
}

/** A bar from nothing to what was measured, with the limit on it: only where both are amounts above zero. */
function MeasuredAgainstLimit({ decision, currency }: { decision: Refused; currency: string }) {
  const speech = useSpeech();
  const { measured, limit, code } = decision.refusal;
  const figures = CHECK_FIGURES[code];
  if (measured === null || limit === null || !figures || figures.unit === 'none' || limit <= 0 || measured < 0) return null;
  const full = Math.max(measured, limit) * 1.12;
  const at = (value: number) => `${(value / full) * 100}%`;
  const [measuredText, limitText] = [speech.figure(measured, figures.unit, currency), speech.limit(limit, figures.unit, currency)];
  const sign = figures.bound === 'at-most' ? '≤' : '≥';
  return (
    <div
      className="gauge"
      role="img"
      aria-label={`${speech.words.refusals.measured} ${measuredText}, ${speech.words.refusals.limit} ${sign} ${limitText}`}
    >
      <span className="gauge-measured" style={{ left: at(Math.max(measured, full * 0.06)) }}>
        {measuredText}
      </span>
      <div className="gauge-bar">
        <i style={{ width: at(measured) }} />
        <s style={{ left: at(limit) }} />
      </div>
      <span className="gauge-limit" style={{ left: at(Math.min(limit, full * 0.92)) }}>
        {sign} {limitText}
      </span>
    </div>
  );
}

function Checks({ decision }: { decision: Refused }) {
  const { words } = useSpeech();
  const { refusal } = decision;
  const only: Check = { code: refusal.code, answer: 'refused', measured: refusal.measured, limit: refusal.limit };
  const checks = decision.checks.length > 0 ? decision.checks : [only];
  return (
    <div className="checks">
      <table>
        <caption className="visually-hidden">{words.refusals.check}</caption>
        <thead>
          <tr>
            <th scope="col">{words.refusals.check}</th>
            <th scope="col" className="num">
              {words.refusals.measured}
            </th>
            <th scope="col" className="num">
              {words.refusals.limit}
            </th>
            <th scope="col">{words.refusals.answer}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <CheckRow key={check.code} check={check} />
          ))}
        </tbody>
      </table>
      {decision.checks.length <= 1 && <p className="muted note">{words.refusals.noChecks}</p>}
    </div>
  );
}

function CheckRow({ check }: { check: Check }) {
  const speech = useSpeech();
  const { words } = speech;
  const { currency } = useSnapshot().status.account;
  const { unit, bound } = CHECK_FIGURES[check.code] ?? { unit: 'number', bound: 'at-most' };
  const isReached = check.answer !== 'not-reached';
  return (
    <tr className={`check--${check.answer}`}>
      <th scope="row" title={check.code}>
        {speech.check(check.code)[0]}
      </th>
      <td className="num">{speech.figure(isReached ? check.measured : null, unit, currency)}</td>
      <td className="num">
        {check.limit === null || unit === 'none' ? '' : `${bound === 'at-most' ? '≤' : '≥'} ${speech.limit(check.limit, unit, currency)}`}
      </td>
      <td>
        <span className="answer">
          {check.answer === 'passed' && <Icon name="check" />}
          {check.answer === 'refused' && <Icon name="x" />}
          {check.answer === 'cut' && <Icon name="down" />}
          <span className="word">{check.answer === 'not-reached' ? words.refusals.notReached : words.refusals[check.answer]}</span>
        </span>
      </td>
    </tr>
  );
}

function OtherRefusal({ decision, onOpen }: { decision: Refused; onOpen: () => void }) {
  const speech = useSpeech();
  const instrument = useInstrument()(decision.instrumentId);
  return (
    <li>
      <TimeText at={decision.at} seconds={false} />
      <span>
        {headlineOf(decision, instrument.label, instrument.quantityDecimals, speech)} <small className="muted">{decision.strategyId}</small>
      </span>
      <button type="button" className="link" onClick={onOpen}>
        {speech.words.refusals.open}
      </button>
    </li>
  );
}
