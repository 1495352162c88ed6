/** The row of figures: equity and what it is made of, results beside the limits that bound them, and the exposure. */

import type { ReactNode } from 'react';
import type { EquitySeries } from '../../src/api/market.ts';
import type { Account, Rung } from '../../src/api/session.ts';
import { duration, percent } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { useFeedAge, useStatus } from '../live/session.ts';
import { MoneyText, RatioText } from '../parts/figures.tsx';
import { Kpi } from '../parts/kpi.tsx';
import { Meter } from '../parts/meter.tsx';
import { Sparkline } from '../parts/sparkline.tsx';

type Window = Rung['window'];

/** `windows`: the results that are shown, in this order. */
export function KeyFigures({
  equity,
  windows,
  withExposure = false,
}: {
  equity: EquitySeries | null;
  windows: readonly Window[];
  withExposure?: boolean;
}) {
  const { account } = useStatus();
  const count = windows.length + (withExposure ? 1 : 0);
  return (
    <dl
      id="figures"
      className={`mb-4 grid rounded-l border border-line bg-surface phone:mb-3 phone:grid-cols-2 ${count === 4 ? 'grid-cols-[1.7fr_repeat(4,1fr)] narrow:grid-cols-4' : 'grid-cols-[1.6fr_repeat(3,1fr)] narrow:grid-cols-3'}`}
    >
      <EquityFigure equity={equity} />
      {windows.map((window) => (
        <ResultFigure key={window} account={account} window={window} />
      ))}
      {withExposure && <ExposureFigure account={account} />}
    </dl>
  );
}

/** The one large figure of a page. It and its components are one block of text, so that it is also what counts as the page's content having arrived. */
function EquityFigure({ equity }: { equity: EquitySeries | null }) {
  const { words, language } = useSpeech();
  const { account } = useStatus();
  const { isStale, ageMs } = useFeedAge();
  const { figures } = words;
  const { displayDecimals: decimals, currency } = account;
  const part = (name: string, value: string | null) => (
    <span className="whitespace-nowrap">
      <span className="text-muted">{name}</span> <MoneyText value={value} decimals={decimals} />
    </span>
  );
  return (
    <Kpi
      isFirst
      title={
        <>
          {figures.equity} <span className="font-normal">{currency}</span>
        </>
      }
      corner={isStale ? figures.old(duration(language, ageMs)) : <RatioText value={account.total?.ratio} manner="result" arrow={false} />}
    >
      <dd className="relative text-12 leading-relaxed text-text-2" id="equity-figure">
        <span className="text-[34px] leading-[1.3] font-semibold tracking-tight whitespace-nowrap text-text" data-figure="equity">
          <MoneyText value={account.equity} decimals={decimals} stale={isStale} />
        </span>
        <br />
        {part(figures.cash, account.cash)} · {part(figures.longs, account.longValue)} ·{' '}
        {Number(account.shortValue ?? 0) !== 0 && <>{part(`${figures.shorts} −`, account.shortValue)} · </>}
        {part(figures.fees, account.feesPaid)}
        <span className="absolute top-2 right-0">
          <Sparkline values={equity?.equity ?? []} label={figures.trend} />
        </span>
      </dd>
    </Kpi>
  );
}

/** Exact: the sign of decimal text. */
function negated(text: string): string {
  return text.startsWith('-') ? text.slice(1) : Number(text) === 0 ? text : `-${text}`;
}

function resultOf(account: Account, window: Window): { readonly money: string | null; readonly ratio: number | null } {
  if (window !== 'drawdown') return account[window] ?? { money: null, ratio: null };
  const { drawdown } = account;
  return drawdown ? { money: negated(drawdown.money), ratio: -drawdown.ratio } : { money: null, ratio: null };
}

function ResultFigure({ account, window }: { account: Account; window: Window }) {
  const { words } = useSpeech();
  const { isStale } = useFeedAge();
  const { money, ratio } = resultOf(account, window);
  return (
    <Kpi
      title={words.windows[window]}
      corner={<RatioText value={ratio} manner="result" arrow={false} stale={isStale} />}
      figure={<MoneyText value={money} decimals={account.displayDecimals} manner="result" stale={isStale} />}
    >
      <Headroom account={account} window={window} loss={Math.max(0, -(ratio ?? 0))} />
    </Kpi>
  );
}

const CAPTION = 'mt-2 block text-12 text-muted [&_b]:font-medium [&_b]:text-text-2';

/** The window's rungs as ticks, and the money left to the next one. */
function Headroom({ account, window, loss }: { account: Account; window: Window; loss: number }) {
  const { words, language } = useSpeech();
  const rungs = account.ladder.filter((rung) => rung.window === window).sort((a, b) => a.limitRatio - b.limitRatio);
  const full = rungs.at(-1)?.limitRatio;
  // Before the first candle closes limits are not measured yet, whatever they are.
  if (full === undefined)
    return <dd className="text-12 text-muted">{account.day === null ? words.figures.notMeasured : words.figures.noLimit}</dd>;
  const next = rungs.find((rung) => rung.state === 'idle');
  const fired = rungs.findLast((rung) => rung.state !== 'idle');
  let told: ReactNode;
  let spoken: string;
  if (next) {
    const to = words.figures.to(words.demands[next.demands]);
    told = (
      <>
        <b>
          <MoneyText value={next.moneyLeft} decimals={account.displayDecimals} />
        </b>{' '}
        {to}
      </>
    );
    spoken = `${to}, ${percent(language, next.limitRatio)}`;
  } else {
    spoken = words.figures.fired(fired ? words.demands[fired.demands] : '');
    told = spoken;
  }
  const steps = rungs.map((rung) => ({ at: rung.limitRatio, isLast: rung.limitRatio === full }));
  return (
    <dd className="mt-auto">
      <Meter value={loss} full={full} steps={steps} tone="loss" label={`${percent(language, loss)}; ${spoken}`} />
      <span className={CAPTION}>{told}</span>
    </dd>
  );
}

function ExposureFigure({ account }: { account: Account }) {
  const speech = useSpeech();
  const { words, language } = speech;
  const { isStale } = useFeedAge();
  const { exposure, displayDecimals: decimals } = account;
  const { limit, unit } = account.limits.find((each) => EXPOSURE_CODES.has(each.code)) ?? {};
  const limitTold = limit === undefined || unit === undefined ? '' : words.figures.of(speech.limit(limit, unit, account.currency));
  return (
    <Kpi
      title={words.figures.exposure}
      corner={<RatioText value={exposure?.ratio} />}
      figure={<MoneyText value={exposure?.money} decimals={decimals} stale={isStale} />}
    >
      <dd className="mt-auto">
        {limit !== undefined && (
          <Meter value={exposure?.ratio ?? 0} full={limit} label={`${percent(language, exposure?.ratio)} ${limitTold}`} />
        )}
        <span className={CAPTION}>
          {limitTold !== '' && `${limitTold} · `}
          {words.figures.unrealised}{' '}
          <b>
            <MoneyText value={account.unrealised} decimals={decimals} manner="result" stale={isStale} />
          </b>
        </span>
      </dd>
    </Kpi>
  );
}

const EXPOSURE_CODES = new Set(['RISK_REGIME_EXPOSURE', 'RISK_DEFENSIVE_EXPOSURE', 'RISK_GROSS_LEVERAGE']);
