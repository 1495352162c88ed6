/** What a run was made with: enough to make it again. */

import type { ReactNode } from 'react';
import type { RunDetail } from '../../../src/api/research.ts';
import { dayAndYear, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useParameterNames } from '../../live/parameter-names.ts';
import { Card } from '../../parts/card.tsx';
import { Facts } from '../../parts/facts.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { settingText } from './settings.ts';
import { useResearchWords } from './words.ts';

export function RunFacts({ run }: { run: RunDetail }) {
  const { language } = useSpeech();
  const own = useResearchWords();
  const { names } = own.compare;
  const { nameOf, valueOf } = useParameterNames();
  const used = (run.result.settings ?? {}) as { feeRatio?: number; slippage?: { kind: string; ratio?: number } };
  const parameters = Object.entries((run.result.parameters ?? {}) as Record<string, number | string | boolean>);
  const facts: readonly (readonly [name: string, value: ReactNode])[] = [
    [names.strategy, `${run.strategy}, ${own.run.version} ${run.strategyVersion}`],
    ...parameters.map(
      ([name, value]) =>
        [nameOf(run.strategy, name), typeof value === 'number' ? plain(language, value, 8) : String(valueOf(value))] as const,
    ),
    [names.data, run.dataSource],
    [own.run.span, own.start.dataSpan(dayAndYear(language, run.dataFrom, 'UTC'), dayAndYear(language, run.dataTo - 1, 'UTC'))],
    [names.cash, `${plain(language, run.input.cash, 2)} ${run.input.currency ?? ''}`],
    [names.feeRatio, settingText('feeRatio', used.feeRatio ?? null, language)],
    [names.slippage, settingText('slippage', used.slippage?.ratio ?? used.slippage?.kind ?? null, language)],
    [names.risk, (own.start.risks as Readonly<Record<string, string>>)[run.input.risk] ?? run.input.risk],
    [names.size, run.input.size ?? '–'],
    [names.finalize, own.start.finalizes[run.input.finalize]],
    [names.release, run.release],
    [own.run.fingerprint, <IdText key="data" id={run.dataFingerprint} short />],
    [names.source, <IdText key="source" id={run.sourceHash} short />],
    [own.run.hash, <IdText key="hash" id={run.resultHash} short />],
  ];
  return (
    <Card id="settings" title={own.run.settings}>
      <Facts facts={facts} />
    </Card>
  );
}
