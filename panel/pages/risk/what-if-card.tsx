/** What if the market moved: a move of all prices or of one's own, a restless day, leaving at a price; and what would be left of the account. */

import { useId, useState } from 'react';
import type { RiskQuestion, RiskReport, ShockAnswer } from '../../../src/api/risk.ts';
import type { Language } from '../../i18n/format.ts';
import { numberOf, unclearNumber } from '../../i18n/typed-number.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { MoneyText, RatioText } from '../../parts/figures.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { BeforeAfter } from './before-after.tsx';
import { useWhatIf } from './questions.ts';
import { isPassed, nameOf } from './sentence.ts';
import { useRiskWords } from './words.ts';

interface Draft {
  readonly all: string;
  readonly moves: Readonly<Record<string, string>>;
  readonly volatility: string;
  readonly areOne: boolean;
  readonly spread: string;
}

const NOW: Draft = { all: '-10', moves: {}, volatility: '1', areOne: false, spread: '0' };
const inRange = (text: string, least: number, most: number, language: Language) =>
  numberOf(text, language) >= least && numberOf(text, language) <= most;

/** Null where a field is no number it can be. */
function questionOf({ all, moves, volatility, areOne, spread }: Draft, language: Language): RiskQuestion | null {
  const own = Object.entries(moves).filter(([, text]) => text.trim() !== '');
  const isSound = [all, ...own.map(([, text]) => text)].every((text) => inRange(text, -99, 1000, language));
  if (!isSound || !inRange(volatility, 1, 20, language) || !inRange(spread, 0, 100, language)) return null;
  return {
    kind: 'market',
    all: numberOf(all, language) / 100,
    moves: own.map(([instrumentId, text]) => ({ instrumentId, ratio: numberOf(text, language) / 100 })),
    volatility: numberOf(volatility, language),
    areCorrelationsOne: areOne,
    spread: numberOf(spread, language),
  };
}

export function WhatIfCard({ report }: { report: RiskReport }) {
  const own = useRiskWords();
  const { language } = useSpeech();
  const [draft, setDraft] = useState(NOW);
  const question = questionOf(draft, language);
  const isFlat = Number(report.exposures.gross.money) === 0;
  const fold = useFold('what-if');
  const { data, error, refetch } = useWhatIf(fold.isOpen ? question : null);
  return (
    <Card
      id="what-if"
      className="narrow:order-1"
      title={own.whatIf.title}
      sub={own.whatIf.told}
      fold={fold}
      end={
        draft !== NOW && (
          <Button size="small" onClick={() => setDraft(NOW)}>
            {own.whatIf.reset}
          </Button>
        )
      }
    >
      <Fields report={report} draft={draft} onDraft={setDraft} />
      <div className="border-t border-line px-4 py-3" aria-live="polite" aria-busy={fold.isOpen && data === undefined && error === null}>
        {isFlat && <p className="pb-2 text-muted">{own.whatIf.flat}</p>}
        {question === null ? (
          <p className="text-danger">{own.whatIf.fault}</p>
        ) : error !== null && data === undefined ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          data?.kind === 'market' && <Answer answer={data} report={report} />
        )}
      </div>
    </Card>
  );
}

function Fields({ report, draft, onDraft }: { report: RiskReport; draft: Draft; onDraft: (draft: Draft) => void }) {
  const own = useRiskWords();
  const { language } = useSpeech();
  const slider = useId();
  const fault = (text: string, least: number, most: number) =>
    inRange(text, least, most, language) ? null : (unclearNumber(text, language) ?? own.whatIf.fault);
  const held = report.exposures.byInstrument.filter(({ gross }) => Number(gross.money) !== 0);
  const all = inRange(draft.all, -99, 1000, language) ? numberOf(draft.all, language) : 0;
  return (
    <div className="grid gap-3 px-4 py-3">
      <div className="grid grid-cols-[minmax(0,1fr)_88px] items-end gap-3">
        <div>
          <label htmlFor={slider} className="block pb-1 font-medium">
            {own.whatIf.all}
          </label>
          <input
            id={slider}
            type="range"
            min={-50}
            max={50}
            step={1}
            value={Math.max(-50, Math.min(50, all))}
            aria-valuetext={`${all} %`}
            onChange={(event) => onDraft({ ...draft, all: event.target.value })}
            className="h-control w-full accent-accent-solid"
          />
        </div>
        <TextField
          label="%"
          aria-label={`${own.whatIf.all}, ${own.whatIf.percent}`}
          inputMode="decimal"
          value={draft.all}
          fault={fault(draft.all, -99, 1000) === null ? null : ''}
          onChange={(value) => onDraft({ ...draft, all: value })}
          className="num text-right"
        />
      </div>
      {held.length > 0 && (
        <div className="grid grid-cols-2 gap-3">
          {held.map(({ instrumentId }) => (
            <TextField
              key={instrumentId}
              label={own.whatIf.own(instrumentId)}
              placeholder={own.whatIf.asAll}
              inputMode="decimal"
              value={draft.moves[instrumentId] ?? ''}
              fault={(draft.moves[instrumentId] ?? '').trim() === '' ? null : fault(draft.moves[instrumentId] ?? '', -99, 1000)}
              help={own.whatIf.percent}
              onChange={(value) => onDraft({ ...draft, moves: { ...draft.moves, [instrumentId]: value } })}
            />
          ))}
        </div>
      )}
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={own.whatIf.volatility}
          inputMode="decimal"
          value={draft.volatility}
          fault={inRange(draft.volatility, 1, 20, language) ? null : '1–20'}
          onChange={(volatility) => onDraft({ ...draft, volatility })}
        />
        <TextField
          label={own.whatIf.spread}
          inputMode="decimal"
          value={draft.spread}
          help={own.whatIf.spreadHelp}
          fault={inRange(draft.spread, 0, 100, language) ? null : '0–100'}
          onChange={(spread) => onDraft({ ...draft, spread })}
        />
      </div>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent-solid"
          checked={draft.areOne}
          onChange={(event) => onDraft({ ...draft, areOne: event.target.checked })}
        />
        {own.whatIf.areOne}
      </label>
    </div>
  );
}

function Answer({ answer, report }: { answer: ShockAnswer; report: RiskReport }) {
  const own = useRiskWords();
  const { words } = useSpeech();
  const { currency, displayDecimals } = report;
  const { loss, account, ladder, parts, liquidated } = answer;
  const money = (value: string | number | null, manner: 'plain' | 'result' = 'plain') => (
    <MoneyText value={value} decimals={displayDecimals} currency={currency} manner={manner} />
  );
  const isGain = loss !== null && Number(loss.money) < 0;
  const fires = ladder.rungs.filter((rung) => rung.fires);
  const passedNow = new Set(report.limits.filter(isPassed).map((row) => nameOf(own, row)));
  const broken = [...new Set(account.limits.filter(isPassed).map((row) => nameOf(own, row)))].filter((name) => !passedNow.has(name));
  return (
    <div className="grid gap-3" data-answer>
      <p className="text-16 font-semibold">
        {loss === null ? (
          own.whatIf.unknown
        ) : (
          <>
            {isGain ? own.whatIf.gain : own.whatIf.loss} {money(Math.abs(Number(loss.money)))} (
            <RatioText value={Math.abs(loss.ratio ?? 0)} />)
          </>
        )}
      </p>
      {parts.length > 1 && (
        <ul className="text-12 text-text-2">
          {parts.map(({ part, money: quanta }) => (
            <li key={part} className="flex justify-between">
              <span>{own.whatIf.parts[part]}</span> {money(quanta === null ? null : -Number(quanta), 'result')}
            </li>
          ))}
        </ul>
      )}
      <BeforeAfter before={nowOf(report)} after={account} decimals={displayDecimals} />
      <div className="grid gap-1">
        <p className={ladder.modeAfter === ladder.modeBefore ? 'text-text-2' : 'font-medium text-warn'}>
          {ladder.modeAfter === ladder.modeBefore
            ? own.whatIf.sameMode(words.modes[ladder.modeAfter])
            : own.whatIf.mode(words.modes[ladder.modeBefore], words.modes[ladder.modeAfter])}
        </p>
        <p className={fires.length > 0 ? 'text-warn' : 'text-text-2'}>
          {fires.length === 0
            ? own.whatIf.noRung
            : `${own.whatIf.fires}: ${fires.map((rung) => `${words.windows[rung.window]}: ${words.demands[rung.demands]}`).join(', ')}.`}
        </p>
        <p className={broken.length > 0 ? 'text-warn' : 'text-text-2'}>
          {broken.length === 0 ? own.whatIf.noLimit : `${own.whatIf.breaks}: ${broken.join(', ')}.`}
        </p>
        {liquidated.length > 0 && <p className="font-medium text-danger">{own.whatIf.liquidated(liquidated.join(', '))}</p>}
      </div>
    </div>
  );
}

/** The account of the report, in the same figures. */
function nowOf({ exposures, free, equity, drawdown, estimates: [parametric] }: RiskReport) {
  const unknown = { money: '0', ratio: null };
  const { valueAtRisk, shortfall } = parametric ?? {};
  return {
    ...{ exposures, free, equityAfter: equity, drawdownAfter: drawdown.ratio ?? 0 },
    ...{ valueAtRisk: valueAtRisk ?? unknown, shortfall: shortfall ?? unknown },
  };
}
