/** The row of figures: equity and what it is made of, today, the fall from the peak and the exposure, each beside the limit that bounds it. */

import type { ReactNode } from 'react';
import type { EquitySeries } from '../../../src/api/market.ts';
import type { Account, Rung } from '../../../src/api/session.ts';
import { duration, percent } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFeedAge, useStatus } from '../../live/session.ts';
import { MoneyText, RatioText } from '../../parts/figures.tsx';
import { Meter } from '../../parts/meter.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';

export function KeyFigures({ equity }: { equity: EquitySeries | null }) {
  const { words, language } = useSpeech();
  const { account } = useStatus();
  const { isStale, ageMs } = useFeedAge();
  const { figures } = words;
  const { displayDecimals: decimals, currency } = account;
  const drawdown = account.drawdown;
  return (
    <dl className="figures">
      <div>
        <dt>
          {figures.equity} <span className="unit">{currency}</span>
          <span className="corner">
            {isStale ? figures.old(duration(language, ageMs)) : <RatioText value={account.total?.ratio} manner="result" arrow={false} />}
          </span>
        </dt>
        <dd className="big-row">
          <span className="big">
            <MoneyText value={account.equity} decimals={decimals} stale={isStale} />
          </span>
          <Sparkline values={equity?.equity ?? []} label={figures.trend} />
        </dd>
        <dd className="parts">
          <Part name={figures.cash} value={account.cash} decimals={decimals} />
          <Part name={`+ ${figures.longs}`} value={account.longValue} decimals={decimals} />
          {Number(account.shortValue ?? 0) !== 0 && <Part name={`− ${figures.shorts}`} value={account.shortValue} decimals={decimals} />}
          <Part name={figures.fees} value={account.feesPaid} decimals={decimals} />
        </dd>
      </div>
      <ResultFigure
        title={figures.today}
        account={account}
        window="day"
        money={account.day?.money}
        ratio={account.day?.ratio}
        isStale={isStale}
      />
      <ResultFigure
        title={figures.peak}
        account={account}
        window="drawdown"
        money={drawdown ? negated(drawdown.money) : null}
        ratio={drawdown ? -drawdown.ratio : null}
        isStale={isStale}
      />
      <ExposureFigure account={account} isStale={isStale} />
    </dl>
  );
}

/** Exact: the sign of decimal text. */
function negated(text: string): string {
  return text.startsWith('-') ? text.slice(1) : Number(text) === 0 ? text : `-${text}`;
}

function Part({ name, value, decimals }: { name: string; value: string | null; decimals: number }) {
  return (
    <span>
      <span className="muted">{name}</span> <MoneyText value={value} decimals={decimals} />
    </span>
  );
}

function ResultFigure({
  title,
  account,
  window,
  money,
  ratio,
  isStale,
}: {
  title: string;
  account: Account;
  window: Rung['window'];
  money: string | null | undefined;
  ratio: number | null | undefined;
  isStale: boolean;
}) {
  const { displayDecimals: decimals } = account;
  return (
    <div>
      <dt>
        {title}
        <span className="corner">
          <RatioText value={ratio} manner="result" arrow={false} stale={isStale} />
        </span>
      </dt>
      <dd className="middle">
        <MoneyText value={money} decimals={decimals} manner="result" stale={isStale} />
      </dd>
      <Headroom account={account} window={window} loss={Math.max(0, -(ratio ?? 0))} />
    </div>
  );
}

/** The window's rungs as ticks, and the money left to the next one. */
function Headroom({ account, window, loss }: { account: Account; window: Rung['window']; loss: number }) {
  const { words, language } = useSpeech();
  const rungs = account.ladder.filter((rung) => rung.window === window).sort((a, b) => a.limitRatio - b.limitRatio);
  const full = rungs.at(-1)?.limitRatio;
  if (full === undefined) return <dd className="caption">{words.figures.noLimit}</dd>;
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
    <dd className="headroom">
      <Meter value={loss} full={full} steps={steps} tone="loss" label={`${percent(language, loss)}; ${spoken}`} />
      <span className="caption">{told}</span>
    </dd>
  );
}

function ExposureFigure({ account, isStale }: { account: Account; isStale: boolean }) {
  const speech = useSpeech();
  const { words, language } = speech;
  const { exposure, displayDecimals: decimals } = account;
  const { limit, unit } = account.limits.find((each) => EXPOSURE_CODES.has(each.code)) ?? {};
  const limitTold = limit === undefined || unit === undefined ? '' : words.figures.of(speech.limit(limit, unit, account.currency));
  return (
    <div>
      <dt>
        {words.figures.exposure}
        <span className="corner">
          <RatioText value={exposure?.ratio} />
        </span>
      </dt>
      <dd className="middle">
        <MoneyText value={exposure?.money} decimals={decimals} stale={isStale} />
      </dd>
      <dd className="headroom">
        {limit !== undefined && (
          <Meter value={exposure?.ratio ?? 0} full={limit} label={`${percent(language, exposure?.ratio)} ${limitTold}`} />
        )}
        <span className="caption">
          {limitTold !== '' && `${limitTold} · `}
          {words.figures.unrealised}{' '}
          <b>
            <MoneyText value={account.unrealised} decimals={decimals} manner="result" stale={isStale} />
          </b>
        </span>
      </dd>
    </div>
  );
}

const EXPOSURE_CODES = new Set(['RISK_REGIME_EXPOSURE', 'RISK_DEFENSIVE_EXPOSURE', 'RISK_GROSS_LEVERAGE']);
