/** Beside the chart: limits in use, what the strategies are doing, and what is behind the page. */

import type { LimitInUse, SessionStatus, StrategyRun } from '../../../src/api/session.ts';
import { duration, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFeedAge, usePanelState, useSnapshot, useStatus } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { MoneyText, TimeText } from '../../parts/figures.tsx';
import { Meter } from '../../parts/meter.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { failureOf } from './failures.ts';

export function LimitsPanel() {
  const { words } = useSpeech();
  const { limits } = useStatus().account;
  if (limits.length === 0) return null;
  return (
    <Card title={words.limits.title} className="limits">
      <ul>
        {limits.map((limit) => (
          <LimitRow key={limit.code} limit={limit} />
        ))}
      </ul>
    </Card>
  );
}

/** A minimum is drawn as a tick the fill has to stay beyond; its scale is the whole account. */
function LimitRow({ limit }: { limit: LimitInUse }) {
  const speech = useSpeech();
  const { words } = speech;
  const { currency } = useStatus().account;
  const isMost = limit.bound === 'at-most';
  const full = isMost ? limit.limit : Math.max(1, limit.limit);
  const measured = speech.figure(limit.measured, limit.unit, currency);
  const bound = speech.limit(limit.limit, limit.unit, currency);
  const told = isMost ? words.figures.of(bound) : words.figures.atLeast(bound);
  const isNear = limit.measured !== null && (isMost ? limit.measured > 0.85 * limit.limit : limit.measured < 1.5 * limit.limit);
  return (
    <li>
      <div>
        <span title={limit.code}>{words.limits.names[limit.code] ?? speech.check(limit.code)[0]}</span>
        <span>
          <b>{measured}</b> <span className="muted">{told}</span>
        </span>
      </div>
      <Meter
        value={limit.measured ?? 0}
        full={full}
        tone={isNear ? 'warn' : 'plain'}
        steps={isMost ? [] : [{ at: limit.limit, isLast: false }]}
        label={`${measured} ${told}`}
      />
    </li>
  );
}

export function StrategiesPanel() {
  const { words } = useSpeech();
  const { strategies } = useStatus();
  return (
    <Card title={words.strategies.title} className="strategies">
      {strategies.length === 0 ? (
        <EmptyState title={words.strategies.emptyTitle} text={words.strategies.emptyText} />
      ) : (
        <ul>
          {strategies.map((strategy) => (
            <StrategyRow key={`${strategy.strategyId} ${strategy.instrumentId}`} strategy={strategy} />
          ))}
        </ul>
      )}
    </Card>
  );
}

const STATE_DOTS: Readonly<Record<StrategyRun['state'], string>> = {
  running: 'dot',
  'warming-up': 'dot dot--off',
  'cooling-down': 'dot dot--warn',
  blocked: 'dot dot--bad',
};

const DATABASE_DOTS: Readonly<Record<SessionStatus['database']['state'], string>> = {
  ready: 'dot',
  starting: 'dot dot--warn',
  'catching-up': 'dot dot--warn',
  down: 'dot dot--bad',
  none: 'dot dot--off',
};

function StrategyRow({ strategy }: { strategy: StrategyRun }) {
  const { words, language } = useSpeech();
  const snapshot = useSnapshot();
  const { account } = snapshot.status;
  const { state, warmup } = strategy;
  const failure = failureOf(snapshot, strategy.strategyId);
  // Signals from outside and the owner's own orders wait for no candles, and have no timeframe of theirs.
  const decides = warmup !== null;
  const name = `${strategy.strategyId} · ${strategy.instrumentId}${decides ? ` ${strategy.timeframe}` : ''}`;
  return (
    <li>
      <div className="line">
        <b>{strategy.title[language]}</b>
        <span>
          {strategy.realised !== null && <MoneyText value={strategy.realised} decimals={account.displayDecimals} manner="result" />}
        </span>
      </div>
      <div className="line muted">
        <span>
          <i className={STATE_DOTS[state]} /> {words.strategies[state === 'running' && !decides ? 'ready' : state]}
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
      {failure !== null && <p className="failure">{failure}</p>}
      {strategy.parameters.length === 0 ? (
        <p className="name">{name}</p>
      ) : (
        <details>
          <summary>{name}</summary>
          <dl className="facts">
            {strategy.parameters.map((parameter) => (
              <div key={parameter.name}>
                <dt>{parameter.name}</dt>
                <dd>{typeof parameter.value === 'number' ? plain(language, parameter.value, 6) : String(parameter.value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

export function PlumbingPanel() {
  const { words, language } = useSpeech();
  const { feed, journal, database } = useStatus();
  const { link } = usePanelState();
  const { ageMs, isStale } = useFeedAge();
  const waiting = journal.lastSequence - journal.durableSequence;
  const behind = database.projectedSequence === null ? null : journal.durableSequence - database.projectedSequence;
  const feedState = isStale ? 'stale' : feed.state;
  const journalTold =
    journal.state === 'failed'
      ? words.plumbing.journalFailed
      : journal.state === 'closed'
        ? words.plumbing.journalClosed
        : waiting > 0
          ? words.plumbing.journalWriting(waiting)
          : words.plumbing.journalOpen;
  const feedDot = feedState === 'stale' ? 'dot dot--stale' : feedState === 'running' ? 'dot' : 'dot dot--off';
  return (
    <Card title={words.plumbing.title} className="plumbing">
      <ul>
        <Behind
          dot={feedDot}
          name={words.plumbing.feed}
          detail={feed.source}
          state={words.plumbing.feedStates[feedState]}
          extra={ageMs === null ? '' : words.plumbing.age(duration(language, ageMs))}
        />
        <Behind
          dot={journal.state === 'open' ? 'dot' : 'dot dot--bad'}
          name={words.plumbing.journal}
          detail={journal.failure?.message ?? ''}
          state={journalTold}
          extra={words.plumbing.entries(plain(language, journal.durableSequence, 0))}
        />
        <Behind
          dot={DATABASE_DOTS[database.state]}
          name={words.plumbing.database}
          detail={database.lastError ?? ''}
          state={words.plumbing.databaseStates[database.state]}
          extra={behind !== null && behind > 0 ? words.plumbing.behind(behind) : ''}
        />
        <Behind
          dot={link === 'live' ? 'dot' : 'dot dot--bad'}
          name={words.plumbing.page}
          detail=""
          state={link === 'live' ? words.link.live : words.link.reconnecting}
          extra=""
        />
      </ul>
    </Card>
  );
}

function Behind({ dot, name, detail, state, extra }: { dot: string; name: string; detail: string; state: string; extra: string }) {
  return (
    <li>
      <i className={dot} />
      <div>
        {name}
        {detail !== '' && <small>{detail}</small>}
      </div>
      <span className="value">
        {state}
        {extra !== '' && <small>{extra}</small>}
      </span>
    </li>
  );
}
