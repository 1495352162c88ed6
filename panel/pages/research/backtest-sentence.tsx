/** What will be run, in one sentence, before it is. */

import type { DataSet } from '../../../src/api/data.ts';
import type { Strategy } from '../../../src/api/strategies.ts';
import { dayAndYear, plain } from '../../i18n/format.ts';
import { numberOf } from '../../i18n/typed-number.ts';
import { useSpeech } from '../../i18n/words.ts';
import type { Draft } from './backtest-draft.ts';
import { useResearchWords } from './words.ts';

export function BacktestSentence({ draft, strategy, set }: { draft: Draft; strategy: Strategy; set: DataSet }) {
  const { language } = useSpeech();
  const { start } = useResearchWords();
  const day = (text: string, otherwise: number | null) => {
    const at = text === '' ? otherwise : Date.parse(text);
    return at === null || Number.isNaN(at) ? '?' : dayAndYear(language, at, 'UTC');
  };
  const share = (text: string) => `${plain(language, numberOf(text, language), 4)}\u202f%`;
  const risks: Readonly<Record<string, string>> = start.risks;
  return (
    <p className="mt-5 rounded-m bg-sunken px-3.5 py-3 text-pretty" data-sentence>
      {start.sentence({
        strategy: strategy.loaded?.title[language] ?? strategy.id,
        data: set.sample ?? `${set.symbol} ${set.timeframe}`,
        span: start.dataSpan(day(draft.from, set.from), day(draft.to, set.to)),
        cash: `${plain(language, numberOf(draft.cash, language), 2)} ${draft.currency.toUpperCase()}`.trim(),
        fee: draft.fee.trim() === '' ? start.feeAssumed : start.feeTold(share(draft.fee)),
        slippage: draft.slippage.trim() === '' ? start.slippageAssumed : start.slippageTold(share(draft.slippage)),
        risk: draft.risk === 'none' ? start.riskNone : start.riskTold(risks[draft.risk] ?? draft.risk),
      })}
    </p>
  );
}
