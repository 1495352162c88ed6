/** Returns by four measures side by side, how each is computed, and why they differ. */

import type { Measure, Overview } from '../../../src/api/portfolio/figures.ts';
import { percent } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Card } from '../../parts/card.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { usePortfolioWords } from './words.ts';

export function MeasuresCard({ measures, why }: { measures: readonly Measure[]; why: Overview['why'] }) {
  const { language } = useSpeech();
  const own = usePortfolioWords().measures;
  const columns: readonly Column<Measure>[] = [
    { key: 'name', title: own.name, phone: 'title', cell: ({ name }) => own.names[name] },
    { key: 'ratio', title: own.ratio, phone: 'figure', numeric: true, cell: ({ ratio }) => <RatioText value={ratio} manner="result" /> },
    { key: 'annual', title: own.annual, phone: 'line', numeric: true, cell: ({ annual }) => <RatioText value={annual} manner="signed" /> },
  ];
  return (
    <Card id="portfolio-returns" title={own.title}>
      <RowTable caption={own.title} columns={columns} rows={measures} keyOf={({ name }) => name} />
      <details className="border-t border-line px-4 py-2.5">
        <summary className="cursor-pointer font-medium">{own.why}</summary>
        <ul className="mt-1.5 grid list-disc gap-1 pl-4.5 text-text-2">
          {why.map((sentence) => (
            <li key={sentence.en}>{sentence[language]}</li>
          ))}
          {measures.flatMap(({ name, none, several }) =>
            none === null
              ? []
              : [
                  <li key={name}>
                    {own.names[name]}: {none[language]}
                    {several.length > 0 && ` (${own.several(several.map((rate) => percent(language, rate)).join(', '))})`}
                  </li>,
                ],
          )}
        </ul>
      </details>
      <details className="border-t border-line px-4 py-2.5">
        <summary className="cursor-pointer font-medium">{own.how}</summary>
        <ul className="mt-1.5 grid list-disc gap-1 pl-4.5 text-text-2">
          {measures.map(({ name, formula }) => (
            <li key={name}>{formula[language]}</li>
          ))}
        </ul>
      </details>
    </Card>
  );
}
