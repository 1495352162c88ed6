/** The loss ladder: by window, what is lost, and of each rung what it demands, the money left before it, its state and what clears it. */

import type { RiskReport, RiskRung } from '../../../src/api/risk.ts';
import { clock, day, money, percent } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFold } from '../../live/folded.ts';
import { Card } from '../../parts/card.tsx';
import { MoneyText } from '../../parts/figures.tsx';
import { Meter } from '../../parts/meter.tsx';
import { useRiskWords } from './words.ts';

const WINDOWS: readonly RiskRung['window'][] = ['day', 'week', 'month', 'drawdown'];

export function LadderCard({ report }: { report: RiskReport }) {
  const own = useRiskWords();
  const { words, language } = useSpeech();
  const inForce = [...new Set(report.ladder.filter(({ state }) => state !== 'idle').map(({ demands }) => words.demands[demands]))];
  const { ratio } = report.drawdown;
  return (
    <Card
      id="ladder"
      title={own.ladder.title}
      sub={own.ladder.told}
      fold={useFold('ladder')}
      summary={inForce.length > 0 ? <b className="text-warn">{inForce.join(', ')}</b> : percent(language, ratio === null ? null : -ratio)}
    >
      {report.ladder.length === 0 && <p className="px-4 py-3 text-muted">{own.ladder.none}</p>}
      {WINDOWS.map((window) => (
        <WindowLadder key={window} report={report} rungs={report.ladder.filter((rung) => rung.window === window)} />
      ))}
    </Card>
  );
}

function WindowLadder({ report, rungs }: { report: RiskReport; rungs: readonly RiskRung[] }) {
  const { words, language } = useSpeech();
  const own = useRiskWords();
  const sorted = [...rungs].sort((a, b) => a.limitRatio - b.limitRatio);
  const last = sorted.at(-1);
  if (!last) return null;
  const { currency, displayDecimals } = report;
  const cash = (value: string) => money(language, value, currency, displayDecimals);
  const name = words.windows[last.window];
  return (
    <div className="border-b border-line px-4 py-3 last:border-b-0">
      <h3 className="flex justify-between font-medium">
        {name} <span className="num">{percent(language, last.measuredRatio === null ? null : -last.measuredRatio)}</span>
      </h3>
      <p className="mb-1 text-12 text-muted">{own.ladder.lost(cash(last.lost), cash(last.reference))}</p>
      <Meter
        value={last.measuredRatio ?? 0}
        full={last.limitRatio}
        tone="loss"
        steps={sorted.map((rung) => ({ at: rung.limitRatio, isLast: rung === last }))}
        label={`${name}: ${percent(language, last.measuredRatio)} ${words.ladder.of} ${percent(language, last.limitRatio)}`}
      />
      <ul className="mt-1.5 grid gap-1.5">
        {sorted.map((rung) => (
          <li key={rung.id} className={rung.state === 'idle' ? '' : 'text-warn'}>
            <div className="flex justify-between gap-2">
              <span>
                <b className="font-medium">{words.demands[rung.demands]}</b>{' '}
                <span className="text-muted">
                  {own.ladder.rung.toLowerCase()} {percent(language, -rung.limitRatio, 0)}
                </span>
              </span>
              <span className="text-right">
                {rung.state === 'idle' ? (
                  <>
                    <MoneyText value={rung.moneyLeft} decimals={displayDecimals} /> <span className="text-muted">{words.ladder.left}</span>
                  </>
                ) : (
                  <b>{own.ladder.states[rung.state]}</b>
                )}
              </span>
            </div>
            <Clears rung={rung} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Clears({ rung }: { rung: RiskRung }) {
  const { language, zone } = useSpeech();
  const own = useRiskWords();
  const ends =
    rung.windowEndsAt === null ? '' : `${day(language, rung.windowEndsAt, zone)} ${clock(language, rung.windowEndsAt, zone, false)}`;
  return (
    <p className="text-12 text-muted">
      {own.ladder.clears} {own.ladder.ways[rung.clears](ends)}
    </p>
  );
}
