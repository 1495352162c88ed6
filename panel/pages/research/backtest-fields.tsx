/** The fields of a backtest that belong to no strategy: what is played, over which days, with what money, costs and limits. */

import type { DataSet } from '../../../src/api/data.ts';
import type { BacktestInput } from '../../../src/api/research.ts';
import type { Strategy } from '../../../src/api/strategies.ts';
import { dayAndYear, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { InputField, SelectField } from '../../parts/field.tsx';
import { type Draft, type DraftFaults, dayText, keyOfData, UPLOADED, unusualOf } from './backtest-draft.ts';
import { useResearchWords } from './words.ts';

interface FieldsProps {
  readonly draft: Draft;
  readonly faults: DraftFaults;
  readonly onChange: (part: Partial<Draft>) => void;
}

export function DataFields({
  draft,
  strategies,
  sets,
  faults,
  onChange,
}: FieldsProps & { strategies: readonly Strategy[]; sets: readonly DataSet[] }) {
  const { language } = useSpeech();
  const { start } = useResearchWords();
  const strategy = strategies.find(({ id }) => id === draft.strategy);
  const set = sets.find((each) => keyOfData(each) === draft.data);
  const own = strategy?.loaded?.timeframe;
  const bounds = set?.from == null || set.to === null ? {} : { min: dayText(set.from), max: dayText(set.to) };
  const groups = [
    [start.stored, sets.filter(({ source }) => source === 'lake')],
    [start.samples, sets.filter(({ source }) => source === 'sample')],
  ] as const;
  return (
    <div className="grid grid-cols-2 gap-x-5 gap-y-4 px-4 py-4 phone:grid-cols-1">
      <SelectField
        label={start.strategy}
        help={strategy?.loaded?.description[language]}
        value={draft.strategy}
        fault={faults.strategy}
        onChange={(event) => onChange({ strategy: event.target.value })}
      >
        {strategies.map(({ id, loaded }) => (
          <option key={id} value={id}>
            {loaded?.title[language]} ({id})
          </option>
        ))}
      </SelectField>
      <SelectField
        label={start.data}
        help={
          set && (
            <>
              {start.candles(plain(language, set.bars, 0), set.timeframe)}
              {set.from !== null && set.to !== null && (
                <>, {start.dataSpan(dayAndYear(language, set.from, 'UTC'), dayAndYear(language, set.to, 'UTC'))}</>
              )}
              {own !== undefined && own !== set.timeframe && (
                <b className="block font-medium text-warn">{start.otherTimeframe(own, set.timeframe)}</b>
              )}
            </>
          )
        }
        value={draft.data}
        fault={faults.data}
        onChange={(event) => onChange({ data: event.target.value, from: '', to: '' })}
      >
        {draft.kept.upload && (
          <option value={UPLOADED}>{start.uploaded(draft.kept.upload.upload.slice(draft.kept.upload.upload.indexOf('/') + 1))}</option>
        )}
        {groups.map(
          ([label, rows]) =>
            rows.length > 0 && (
              <optgroup key={label} label={label}>
                {rows.map((each) => (
                  <option key={keyOfData(each)} value={keyOfData(each)}>
                    {each.sample ?? `${each.symbol} ${each.timeframe} · ${each.venue}`}
                  </option>
                ))}
              </optgroup>
            ),
        )}
      </SelectField>
      <div className="col-span-full grid grid-cols-[1fr_1fr_auto] items-start gap-x-5 gap-y-3 phone:grid-cols-2">
        <InputField
          type="date"
          label={start.from}
          help={start.daysHelp}
          {...bounds}
          value={draft.from}
          fault={faults.from}
          onChange={(event) => onChange({ from: event.target.value })}
        />
        <InputField
          type="date"
          label={start.to}
          {...bounds}
          value={draft.to}
          fault={faults.to}
          onChange={(event) => onChange({ to: event.target.value })}
        />
        <Button
          className="mt-6 phone:col-span-full phone:mt-0 phone:justify-self-start"
          disabled={draft.from === '' && draft.to === ''}
          onClick={() => onChange({ from: '', to: '' })}
        >
          {start.whole}
        </Button>
      </div>
    </div>
  );
}

/** What the run before had and no field shows: it is played so again. */
export function KeptSettings({ draft }: { draft: Draft }) {
  const { language } = useSpeech();
  const { start, compare } = useResearchWords();
  const unusual = unusualOf(draft.kept);
  if (unusual.length === 0) return null;
  const told = unusual.map(([name, value]) =>
    typeof value === 'boolean'
      ? start.keptFlags[name as keyof typeof start.keptFlags]
      : `${compare.names[name]} ${plain(language, value, 8)}`,
  );
  return <p className="mt-4 text-text-2">{start.kept(told.join(' · '))}</p>;
}

export function MoneyFields({ draft, faults, onChange }: FieldsProps) {
  const { start } = useResearchWords();
  const text = (name: 'cash' | 'currency' | 'fee' | 'slippage' | 'size' | 'leverage', fault: string | undefined) => ({
    label: start[name],
    value: draft[name],
    fault,
    inputMode: name === 'currency' || name === 'size' ? ('text' as const) : ('decimal' as const),
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <div className="grid grid-cols-4 gap-x-5 gap-y-4 narrow:grid-cols-2 phone:grid-cols-1">
      <InputField {...text('cash', faults.cash)} />
      <InputField {...text('currency', faults.currency)} help={start.currencyHelp} />
      <InputField {...text('fee', faults.feeRatio)} help={start.feeHelp} />
      <InputField {...text('slippage', faults.slippageRatio)} help={start.slippageHelp} />
      <InputField {...text('size', faults.size)} help={start.sizeHelp} />
      <InputField {...text('leverage', faults.leverage)} />
      <SelectField label={start.risk} value={draft.risk} fault={faults.risk} onChange={(event) => onChange({ risk: event.target.value })}>
        {Object.entries(start.risks).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={start.finalize}
        value={draft.finalize}
        onChange={(event) => onChange({ finalize: event.target.value as BacktestInput['finalize'] })}
      >
        {Object.entries(start.finalizes).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
