/** The mode in force, and every step of the loss ladder: how much of it is used and how much money is left before it acts. */

import type { Rung } from '../../../src/api/session.ts';
import { percent } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { useStatus } from '../../live/session.ts';
import { Card } from '../../parts/card.tsx';
import { MoneyText, TimeText } from '../../parts/figures.tsx';
import { Meter } from '../../parts/meter.tsx';

const WINDOWS: readonly Rung['window'][] = ['day', 'week', 'month', 'drawdown'];

export function LadderPanel() {
  const speech = useSpeech();
  const { words } = speech;
  const { mode, account } = useStatus();
  return (
    <Card title={words.ladder.title} fold={useFold('mode-ladder')} summary={words.modes[mode.name]}>
      <p className="px-4 pt-3 text-text-2">
        {words.modeTold[mode.name]}
        <br />
        <span className="text-muted">
          {words.ladder.since} <TimeText at={mode.since} seconds={false} withDay />
          {mode.reason !== null && ` · ${speech.reason(mode.reason)}`}
          {mode.by !== null && ` · ${speech.reason(mode.by)}`}
        </span>
      </p>
      {account.ladder.length === 0 && <p className="px-4 pt-3 text-muted">{words.figures.noLimit}</p>}
      {WINDOWS.map((window) => (
        <WindowLadder key={window} window={window} />
      ))}
    </Card>
  );
}

function WindowLadder({ window }: { window: Rung['window'] }) {
  const { words, language } = useSpeech();
  const { account } = useStatus();
  const rungs = account.ladder.filter((rung) => rung.window === window).sort((a, b) => a.limitRatio - b.limitRatio);
  const last = rungs.at(-1);
  if (!last) return null;
  const measured = last.measuredRatio;
  return (
    <div className="px-4 pt-3 last:pb-3.5">
      <h3 className="mb-1 flex justify-between font-medium">
        {words.windows[window]} <span className="num">{percent(language, measured === null ? null : -measured)}</span>
      </h3>
      <Meter
        value={measured ?? 0}
        full={last.limitRatio}
        tone="loss"
        steps={rungs.map((rung) => ({ at: rung.limitRatio, isLast: rung === last }))}
        label={`${words.windows[window]}: ${percent(language, measured)} ${words.ladder.of} ${percent(language, last.limitRatio)}`}
      />
      <ul className="mt-1">
        {rungs.map((rung) => (
          <li key={rung.id} className={`flex justify-between gap-2 text-12 leading-relaxed ${rung.state === 'idle' ? '' : 'text-warn'}`}>
            <span>
              {words.demands[rung.demands]} <span className="text-muted">{percent(language, -rung.limitRatio, 0)}</span>
            </span>
            {rung.state === 'idle' ? (
              <span>
                <MoneyText value={rung.moneyLeft} decimals={account.displayDecimals} />{' '}
                <span className="text-muted">{words.ladder.left}</span>
              </span>
            ) : (
              <b>{rung.state === 'active' ? words.ladder.active : words.ladder.held}</b>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
