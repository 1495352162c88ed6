/** Which strategies a session has, on what, and with which parameters. */

import type { FieldFault } from '../../../src/api/settings.ts';
import type { Strategy } from '../../../src/api/strategies.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { SelectField } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { FieldRow } from '../../parts/schema-form.tsx';
import { faultOf, textOf } from '../../parts/schema-values.ts';
import { TextField } from '../../parts/text-field.tsx';
import { faultText } from './fault-text.ts';
import { fieldsOf, isSizeGood, rowOf, type StrategyRow } from './strategy-rows.ts';
import { useSessionWords } from './words.ts';

export interface StrategyFieldsProps {
  readonly rows: readonly StrategyRow[];
  readonly onChange: (rows: readonly StrategyRow[]) => void;
  readonly strategies: readonly Strategy[];
  readonly traded: readonly string[];
  readonly timeframes: readonly string[];
  readonly faults: readonly FieldFault[];
}

export function StrategyFields({ rows, onChange, strategies, traded, timeframes, faults }: StrategyFieldsProps) {
  const own = useSessionWords();
  const speech = useSpeech();
  const usable = strategies.filter(({ loaded }) => loaded !== null && !loaded.testOnly);
  const set = (key: number, change: Partial<StrategyRow>) => onChange(rows.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const add = () => {
    const [first] = usable;
    if (first?.loaded)
      onChange([
        ...rows,
        rowOf({ id: first.id, instrument: traded[0] ?? '', timeframe: first.loaded.timeframe, parameters: {} }, speech.language),
      ]);
  };
  return (
    <fieldset className="grid gap-3">
      <legend className="pb-1.5 font-medium">{own.strategies}</legend>
      {rows.map((row, place) => (
        <OneStrategy
          key={row.key}
          row={row}
          name={own.strategyN(place + 1)}
          onChange={(change) => set(row.key, change)}
          onRemove={rows.length > 1 ? () => onChange(rows.filter((each) => each !== row)) : null}
          usable={usable}
          traded={traded}
          timeframes={timeframes}
          faults={faults.flatMap((fault) =>
            fault.path.startsWith(`strategies.${place}.`) ? [{ ...fault, path: fault.path.split('.').slice(2).join('.') }] : [],
          )}
        />
      ))}
      <div>
        <Button size="small" onClick={add}>
          <Icon name="plus" className="size-3" /> {own.addStrategy}
        </Button>
      </div>
    </fieldset>
  );
}

function OneStrategy({
  row,
  name,
  onChange,
  onRemove,
  usable,
  traded,
  timeframes,
  faults,
}: {
  row: StrategyRow;
  name: string;
  onChange: (change: Partial<StrategyRow>) => void;
  onRemove: (() => void) | null;
  usable: readonly Strategy[];
  traded: readonly string[];
  timeframes: readonly string[];
  faults: readonly FieldFault[];
}) {
  const own = useSessionWords();
  const speech = useSpeech();
  const fields = fieldsOf(row.id, usable);
  const faultAt = (path: string) => {
    const found = faults.find((fault) => fault.path === path);
    return found ? faultText(found, speech.language) : null;
  };
  const choose = (id: string) => {
    const timeframe = usable.find((each) => each.id === id)?.loaded?.timeframe ?? row.timeframe;
    onChange({ id, timeframe, typed: {} });
  };
  return (
    <section aria-label={name} className="rounded-m border border-line p-3.5">
      <div className="flex items-center gap-2 pb-2">
        <h3 className="font-semibold">{name}</h3>
        {onRemove && (
          <Button manner="ghost" size="icon" className="ml-auto" aria-label={own.remove(name)} onClick={onRemove}>
            <Icon name="trash" />
          </Button>
        )}
      </div>
      <div className="grid grid-cols-4 gap-3.5 phone:grid-cols-1">
        <SelectField label={own.strategy} fault={faultAt('id')} value={row.id} onChange={(event) => choose(event.target.value)}>
          {named(
            usable.map(({ id }) => id),
            row.id,
          ).map((id) => (
            <option key={id} value={id}>
              {usable.find((each) => each.id === id)?.loaded?.title[speech.language] ?? id}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={own.instrument}
          fault={faultAt('instrument')}
          value={row.instrument}
          onChange={(event) => onChange({ instrument: event.target.value })}
        >
          {named(traded, row.instrument).map((id) => (
            <option key={id}>{id}</option>
          ))}
        </SelectField>
        <SelectField
          label={own.timeframe}
          fault={faultAt('timeframe')}
          value={row.timeframe}
          onChange={(event) => onChange({ timeframe: event.target.value })}
        >
          {named(timeframes, row.timeframe).map((timeframe) => (
            <option key={timeframe}>{timeframe}</option>
          ))}
        </SelectField>
        <TextField
          label={own.size}
          help={own.sizeHelp}
          fault={isSizeGood(row.size, speech.language) ? faultAt('size') : own.sizeFault}
          value={row.size}
          onChange={(size) => onChange({ size })}
          inputMode="decimal"
          className="text-right"
        />
      </div>
      <details open={faults.some(({ path }) => path.startsWith('parameters')) || undefined} className="pt-2">
        <summary className="cursor-pointer text-text-2">{own.parameters(fields.length)}</summary>
        <div className="grid grid-cols-3 gap-x-5 gap-y-4 pt-3 phone:grid-cols-1">
          {fields.length === 0 && <p className="text-muted">{own.noParameters}</p>}
          {fields.map((field) => {
            const typed = row.typed[field.name] ?? textOf(field.default, speech.language);
            return (
              <FieldRow
                key={field.name}
                field={field}
                typed={typed}
                fault={faultOf(field, typed, speech)}
                isChecked
                refused={faultAt(`parameters.${field.name}`)}
                onChange={(value) => onChange({ typed: { ...row.typed, [field.name]: value } })}
              />
            );
          })}
        </div>
      </details>
    </section>
  );
}

/** What is chosen stays in the list, though it can be chosen no more. */
const named = (known: readonly string[], chosen: string) => (known.includes(chosen) ? known : [chosen, ...known]);
