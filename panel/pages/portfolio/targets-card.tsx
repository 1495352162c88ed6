/** What the owner wants each part to weigh: a slider and a figure for each, and how far a weight may be off. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { PortfolioAllocation, Slice } from '../../../src/api/portfolio/figures.ts';
import { call } from '../../api/client.ts';
import { percent } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { tellProblem } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { InputField } from '../../parts/field.tsx';
import { useWeightsWords } from './weights-words.ts';
import { usePortfolioWords } from './words.ts';

const USUAL_BAND = '5';

export function TargetsCard({ by, slices }: { by: PortfolioAllocation['by']; slices: readonly Slice[] }) {
  const { language } = useSpeech();
  const own = useWeightsWords();
  const { kinds } = usePortfolioWords();
  const client = useQueryClient();
  const saved = useQuery({ queryKey: ['portfolio', 'targets'], queryFn: () => call('portfolio.targets') });
  const former = saved.data?.rows.find((row) => row.by === by);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [band, setBand] = useState<string | null>(null);
  const told = (key: string) => typed[key] ?? percentText(former?.weights[key]);
  const keys = [...new Set([...slices.map(({ key }) => key), ...Object.keys(former?.weights ?? {})])];
  const weights = Object.fromEntries(
    keys.map((key) => [key, Number(told(key).replace(',', '.')) / 100]).filter(([, weight]) => (weight as number) > 0),
  ) as Record<string, number>;
  const sum = Object.values(weights).reduce((all, one) => all + one, 0);
  const bandTold = band ?? (former === undefined ? USUAL_BAND : percentText(former.band));
  const save = useMutation({
    mutationFn: () => {
      const others = (saved.data?.rows ?? []).filter((row) => row.by !== by);
      const row = { by, band: Number(bandTold.replace(',', '.')) / 100, weights };
      return call('portfolio.setTargets', { body: { rows: Object.keys(weights).length === 0 ? others : [...others, row] } });
    },
    onSuccess: () => {
      setTyped({});
      void client.invalidateQueries({ queryKey: ['portfolio'] });
    },
    onError: (error) => tellProblem(own.refused, own.noAnswer, error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const isTooMuch = sum > 1 + 1e-9;
  return (
    <Card id="portfolio-targets" title={own.targets} sub={own.targetsTold}>
      <form onSubmit={submit} className="grid gap-2 px-4 py-3">
        {keys.map((key) => {
          const slice = slices.find((one) => one.key === key);
          const name = by === 'kind' ? (kinds[key] ?? key) : (slice?.title ?? key);
          return (
            <div key={key} className="grid grid-cols-[minmax(80px,1fr)_minmax(0,2fr)_84px] items-center gap-3">
              <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
              <input
                type="range"
                min="0"
                max="100"
                step="0.5"
                aria-label={`${own.target}, ${name}`}
                className="min-w-0 accent-accent-solid"
                value={Number(told(key).replace(',', '.')) || 0}
                onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
              />
              <InputField
                label={<span className="sr-only">{`${own.target}, %: ${name}`}</span>}
                inputMode="decimal"
                value={told(key)}
                onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
              />
            </div>
          );
        })}
        <div className="flex flex-wrap items-end gap-3">
          <InputField
            className="w-28"
            label={own.band}
            inputMode="decimal"
            value={bandTold}
            onChange={(event) => setBand(event.target.value)}
          />
          <Button type="submit" disabled={save.isPending || isTooMuch || saved.data === undefined}>
            {own.save}
          </Button>
          <span role="status" className={isTooMuch ? 'text-danger' : 'text-text-2'}>
            {own.sum(percent(language, sum, 1))} {isTooMuch && own.tooMuch} {save.isSuccess && own.saved}
          </span>
        </div>
      </form>
    </Card>
  );
}

const percentText = (ratio: number | undefined): string => (ratio === undefined ? '' : String(Number((ratio * 100).toFixed(4))));
