/** What each strategy of the session is doing, and what it has done. */

import { useState } from 'react';
import { Link } from 'react-router';
import type { StrategyRun } from '../../src/api/session.ts';
import { percent, plain } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { failureOf } from '../live/failures.ts';
import { useParameterNames } from '../live/parameter-names.ts';
import { useRights, useStatus } from '../live/session.ts';
import { MoneyText, TimeText } from '../parts/figures.tsx';
import { type DotState, StatusDot } from '../parts/status-dot.tsx';
import { Tag } from '../parts/tag.tsx';

export function StrategyRuns({ strategies }: { strategies: readonly StrategyRun[] }) {
  return (
    <ul>
      {strategies.map((strategy) => (
        <StrategyRow key={`${strategy.strategyId} ${strategy.instrumentId}`} strategy={strategy} />
      ))}
    </ul>
  );
}

export const STATE_DOTS: Readonly<Record<StrategyRun['state'], DotState>> = {
  running: 'ok',
  'warming-up': 'off',
  'cooling-down': 'warn',
  blocked: 'bad',
};

function StrategyRow({ strategy }: { strategy: StrategyRun }) {
  const speech = useSpeech();
  const { words, language } = speech;
  const { account } = useStatus();
  const mayLook = useRights().includes('research.read');
  const { state, warmup, block, weight } = strategy;
  const failure = failureOf(strategy);
  const [isOpen, setOpen] = useState(false);
  const isByHand = block !== null && failure === null;
  // Signals from outside and the owner's own orders wait for no candles, and have no timeframe of theirs.
  const decides = warmup !== null;
  const name = `${strategy.strategyId} · ${strategy.instrumentId}${decides ? ` ${strategy.timeframe}` : ''}`;
  return (
    <li className="border-b border-line px-4 py-2.5 last:border-0">
      <div className="flex justify-between gap-2.5">
        <b>
          {decides && mayLook ? (
            <Link to={`/strategies/${strategy.strategyId}`}>{strategy.title[language]}</Link>
          ) : (
            strategy.title[language]
          )}
          {weight !== null && weight.ratio !== 1 && (
            <span className="ml-2">
              <Tag
                text={words.strategies.weight(percent(language, weight.ratio, 0))}
                told={words.strategies.weightTold(weight.by, speech.reason(weight.reason))}
              />
            </span>
          )}
        </b>
        <span>
          {strategy.realised !== null && <MoneyText value={strategy.realised} decimals={account.displayDecimals} manner="result" />}
        </span>
      </div>
      <div className="flex flex-wrap justify-between gap-2.5 text-12 text-muted">
        <span>
          <StatusDot state={STATE_DOTS[state]} />{' '}
          {words.strategies[isByHand ? 'disabled' : state === 'running' && !decides ? 'ready' : state]}
          {state === 'warming-up' && decides && ` · ${words.strategies.candles(warmup.have, warmup.need)}`}
          {strategy.coolsDownUntil !== null && (
            <>
              {' '}
              {words.strategies.until('')}
              <TimeText at={strategy.coolsDownUntil} seconds={false} />
            </>
          )}
        </span>
        <span>
          {words.strategies.trades(strategy.trades)} · {words.strategies.refusals(strategy.refusals)}
        </span>
      </div>
      {isByHand && <BlockTold block={block} />}
      {failure !== null && <p className="mt-1 text-12 [overflow-wrap:anywhere] text-danger">{failure}</p>}
      {strategy.parameters.length === 0 ? (
        <p className="mt-1 text-12 text-muted">{name}</p>
      ) : (
        <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary className="mt-1 cursor-pointer text-12 text-muted">{name}</summary>
          {isOpen && <Parameters strategy={strategy} />}
        </details>
      )}
    </li>
  );
}

/** Their names are asked for when somebody looks. */
function Parameters({ strategy: { strategyId, parameters } }: { strategy: StrategyRun }) {
  const { language } = useSpeech();
  const { nameOf, valueOf } = useParameterNames();
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3.5 gap-y-0.75 pt-1.5 pb-0.5 pl-3.5 text-12">
      {parameters.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{nameOf(strategyId, name)}</dt>
          <dd>{typeof value === 'number' ? plain(language, value, 6) : String(valueOf(value))}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Who keeps it from entering, since when, until when, and why. */
export function BlockTold({ block: { by, reason, at, until } }: { block: NonNullable<StrategyRun['block']> }) {
  const speech = useSpeech();
  const { strategies } = speech.words;
  return (
    <p className="mt-1 text-12 [overflow-wrap:anywhere] text-warn">
      {strategies.disabledBy(by)} {strategies.since} <TimeText at={at} withDay seconds={false} />,{' '}
      {until === null ? (
        strategies.untilEnabled
      ) : (
        <>
          {strategies.until('')}
          <TimeText at={until} withDay seconds={false} />
        </>
      )}
      : {speech.reason(reason)}
    </p>
  );
}
