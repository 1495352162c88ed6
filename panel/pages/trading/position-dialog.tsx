/** What can be done with a position by hand: left, in whole or part, or given a tighter stop and another target. */

import { useState } from 'react';
import type { Position } from '../../../src/api/session.ts';
import { decimal, quantity as quantityText, UNKNOWN } from '../../i18n/format.ts';
import { unclearNumber } from '../../i18n/typed-number.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useAct } from '../../live/by-hand.ts';
import { useInstrument } from '../../live/instruments.ts';
import { useOpenActs } from '../../live/outcomes.ts';
import { useStatus } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { ActTold } from './act-told.tsx';
import { OpenActs } from './open-acts.tsx';
import { useRefusalTold } from './refusal-told.ts';
import { amountOf, isFaulty } from './typed-ticket.ts';
import { useTradingWords } from './words.ts';

const SHARES = [25, 50, 75, 100] as const;
const OWNER = 'owner';

/** A share of a quantity in whole steps, rounded down; all of it as it stands. */
export function partOf(quantity: string, percent: number, decimals: number): string {
  if (percent === 100) return quantity;
  const steps = Math.floor((Number(quantity) * percent) / 100 / 10 ** -decimals + 1e-9);
  return String(Number((steps * 10 ** -decimals).toFixed(decimals)));
}

export function PositionDialog({ position: opened, onClose }: { position: Position; onClose: () => void }) {
  const own = useTradingWords();
  const { words } = useSpeech();
  const { positions } = useStatus();
  // As it is now; as it was, once it is gone: a later one of the same name is another.
  const position = positions.find(({ positionId, openedAt }) => positionId === opened.positionId && openedAt === opened.openedAt) ?? opened;
  const instrument = useInstrument()(position.instrumentId);
  const [part, choose] = useState<'close' | 'protect'>('close');
  const options = (['close', 'protect'] as const).map((value) => ({ value, text: own.position[value] }));
  return (
    <Dialog title={own.position.title(instrument.label, words.positions[position.side])} onClose={onClose} size="small">
      <div className="grid gap-3.5 pt-1.5">
        {position.strategyId !== OWNER && <p className="text-text-2">{own.position.strategys(position.strategyId)}</p>}
        <OpenActs subject={`position ${position.positionId}`} />
        <Segmented label={own.position.act} options={options} value={part} onChoose={choose} />
        {part === 'close' ? <Close position={position} onClose={onClose} /> : <Protect position={position} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function Close({ position, onClose }: { position: Position; onClose: () => void }) {
  const own = useTradingWords();
  const { language } = useSpeech();
  const instrument = useInstrument()(position.instrumentId);
  const [percent, setPercent] = useState<number | null>(100);
  const [typed, setTyped] = useState('');
  const { state, act, forget } = useAct(useRefusalTold());
  const isUnknown = useIsUnknown(position);
  // What was asked for stays in sight, whatever is left since.
  const [asked, setAsked] = useState<string | null>(null);
  const wanted = state.kind === 'refused' || state.kind === 'unknown' ? null : asked;
  const quantity =
    wanted ?? (percent === null ? amountOf(typed, language) : partOf(position.quantity, percent, instrument.quantityDecimals));
  const shown = quantity === null ? UNKNOWN : quantityText(language, quantity, instrument.quantityDecimals);
  const isWhole = percent === 100;
  const go = () => {
    if (quantity === null) return;
    setAsked(quantity);
    const { positionId, openedAt, instrumentId } = position;
    void act({ kind: 'close', positionId, openedAt, quantity: isWhole ? null : quantity }, { instrumentId, quantity });
  };
  const change = (to: number | null) => {
    forget();
    setAsked(null);
    setPercent(to);
  };
  return (
    <>
      <Segmented
        label={own.position.share}
        options={SHARES.map((value) => ({ value, text: `${value} %` }))}
        value={percent}
        onChoose={change}
      />
      <TextField
        label={own.position.quantity}
        value={percent === null ? typed : (quantity ?? '')}
        onChange={(value) => {
          change(null);
          setTyped(value);
        }}
        inputMode="decimal"
        fault={percent === null && isFaulty(typed, language) ? (unclearNumber(typed, language) ?? own.ticket.notNumber) : null}
      />
      <p className="text-text-2">{own.position.closeText(shown, instrument.label)}</p>
      {state.kind !== 'unknown' && <ActTold state={state} instrument={instrument} />}
      <Foot
        stay={own.position.stay}
        go={own.position.goClose}
        isDisabled={quantity === null || isUnknown || isBusy(state.kind)}
        onGo={go}
        onClose={onClose}
        isDanger
      />
    </>
  );
}

/** An act on it has had no answer: nothing else is sent before that is known. */
const useIsUnknown = ({ positionId }: Position) => useOpenActs(`position ${positionId}`).open.length > 0;

const isBusy = (kind: string) => kind === 'asked' || kind === 'accepted';

function Protect({ position, onClose }: { position: Position; onClose: () => void }) {
  const own = useTradingWords();
  const { language } = useSpeech();
  const { priceDecimals } = useInstrument()(position.instrumentId);
  const [stop, setStop] = useState('');
  const [target, setTarget] = useState('');
  const { state, act, forget } = useAct(useRefusalTold());
  const isUnknown = useIsUnknown(position);
  const now = (price: string | null) => (price === null ? own.position.none : decimal(language, price, priceDecimals));
  const isReady =
    !isFaulty(stop, language) && !isFaulty(target, language) && (amountOf(stop, language) ?? amountOf(target, language)) !== null;
  const go = () =>
    void act(
      {
        ...{ kind: 'protect', positionId: position.positionId, openedAt: position.openedAt },
        ...{ stopPrice: amountOf(stop, language), targetPrice: amountOf(target, language) },
      },
      { instrumentId: position.instrumentId, quantity: null },
    );
  const change = (set: (value: string) => void) => (value: string) => {
    forget();
    set(value);
  };
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={own.position.stop}
          value={stop}
          onChange={change(setStop)}
          inputMode="decimal"
          help={own.position.stopHelp(now(position.stopPrice))}
          fault={isFaulty(stop, language) ? (unclearNumber(stop, language) ?? own.ticket.notNumber) : null}
        />
        <TextField
          label={own.position.target}
          value={target}
          onChange={change(setTarget)}
          inputMode="decimal"
          help={own.position.targetHelp(now(position.targetPrice))}
          fault={isFaulty(target, language) ? (unclearNumber(target, language) ?? own.ticket.notNumber) : null}
        />
      </div>
      {state.kind !== 'unknown' && <ActTold state={state} />}
      <Foot
        stay={own.position.stay}
        go={own.position.goProtect}
        isDisabled={!isReady || isUnknown || isBusy(state.kind)}
        onGo={go}
        onClose={onClose}
      />
    </>
  );
}

function Foot(parts: { stay: string; go: string; isDisabled: boolean; isDanger?: boolean; onGo: () => void; onClose: () => void }) {
  return (
    <div className="flex justify-end gap-2 pt-1 phone:[&>button]:h-11 phone:[&>button]:flex-1">
      <Button data-first onClick={parts.onClose}>
        {parts.stay}
      </Button>
      <Button manner={parts.isDanger ? 'kill' : 'primary'} disabled={parts.isDisabled} onClick={parts.onGo}>
        {parts.go}
      </Button>
    </div>
  );
}
