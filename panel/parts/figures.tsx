/** Every figure on a page: money, ratios, quantities, prices, times and ages, with sign, arrow, unit and the meaning of their colour. */

import * as format from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { useIsAlive } from '../live/session.ts';

type Figure = string | number | null | undefined;

/** result: coloured, signed and with an arrow. signed: signed only. plain: neither. */
type Manner = 'plain' | 'signed' | 'result';

interface FigureProps {
  readonly value: Figure;
  readonly manner?: Manner;
  /** The figure is too old to be trusted: it loses its colour. */
  readonly stale?: boolean;
  readonly arrow?: boolean;
}

const TONES = { gain: 'text-gain', loss: 'text-loss', '': undefined } as const;

function toneOf(value: Figure): 'gain' | 'loss' | '' {
  const number = Number(value ?? 0);
  return number > 0 ? 'gain' : number < 0 ? 'loss' : '';
}

function Coloured({
  value,
  manner = 'plain',
  stale = false,
  arrow = true,
  text,
  rounded,
}: FigureProps & { text: string; rounded: number }) {
  const tone = manner === 'result' ? toneOf(rounded) : '';
  const known = value !== null && value !== undefined;
  return (
    <span className={stale && known ? 'text-stale' : TONES[tone]}>
      {tone !== '' && arrow && (
        <span className="relative -top-[0.08em] mr-[0.3em] text-[0.72em]" aria-hidden="true">
          {tone === 'gain' ? '▲' : '▼'}
        </span>
      )}
      {text}
    </span>
  );
}

const roundedTo = (value: Figure, decimals: number) => Number(Number(value ?? 0).toFixed(decimals));

export function MoneyText(props: FigureProps & { decimals: number; currency?: string }) {
  const { language } = useSpeech();
  const { value, decimals, currency, manner } = props;
  const signed = manner === 'signed' || manner === 'result';
  const text = currency ? format.money(language, value, currency, decimals, signed) : format.decimal(language, value, decimals, signed);
  return <Coloured {...props} text={text} rounded={roundedTo(value, decimals)} />;
}

export function RatioText(props: FigureProps & { decimals?: number }) {
  const { language } = useSpeech();
  const { value, decimals = 2, manner } = props;
  const signed = manner === 'signed' || manner === 'result';
  return <Coloured {...props} text={format.percent(language, value, decimals, signed)} rounded={roundedTo(value, decimals + 2)} />;
}

/** Of a run or another long stretch: rounded, but what is not nothing keeps its sign and its colour. */
export function FineRatioText(props: FigureProps) {
  const { language } = useSpeech();
  const { value, manner } = props;
  const signed = manner === 'signed' || manner === 'result';
  return <Coloured {...props} text={format.fineRatio(language, value, signed)} rounded={Number(value ?? 0)} />;
}

export function QuantityText({ value, decimals }: { value: Figure; decimals: number }) {
  const { language } = useSpeech();
  return <>{format.quantity(language, value, decimals)}</>;
}

export function PriceText({ value, decimals, stale = false }: { value: Figure; decimals: number; stale?: boolean }) {
  const { language } = useSpeech();
  return <span className={stale ? 'text-stale' : undefined}>{format.decimal(language, value, decimals)}</span>;
}

/** `withDay` where the row may be of another day, `withYear` where it may be of another year. */
export function TimeText({
  at,
  seconds = true,
  withDay = false,
  withYear = false,
}: {
  at: number | null;
  seconds?: boolean;
  withDay?: boolean;
  withYear?: boolean;
}) {
  const { language, zone } = useSpeech();
  const isAlive = useIsAlive();
  if (at === null) return <>{format.UNKNOWN}</>;
  return (
    <time dateTime={new Date(at).toISOString()} title={isAlive ? format.instantInFull(language, at) : undefined}>
      {withYear ? `${format.dayAndYear(language, at, zone)} ` : withDay && `${format.day(language, at, zone)} `}
      {format.clock(language, at, zone, seconds)}
    </time>
  );
}
