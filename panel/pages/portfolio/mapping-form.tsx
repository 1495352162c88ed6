/** A table that no reader knows: the owner says what its columns and words mean, starting from what can be told from the table alone. */

import { type FormEvent, useState } from 'react';
import { type ColumnMapping, DAY_ORDERS, MAPPED_FIELDS, MEANINGS, type SeenTable } from '../../../src/api/portfolio/mapping.ts';
import { Button } from '../../parts/button.tsx';
import { InputField, SelectField } from '../../parts/field.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { useMappingWords } from './mapping-words.ts';

type Field = (typeof MAPPED_FIELDS)[number];
type Meaning = (typeof MEANINGS)[number];
type Draft = SeenTable['guess'];
type SeenColumn = SeenTable['columns'][number];
interface SeenWord {
  readonly word: string;
  readonly title: string;
}

const SELECT = 'h-control w-full min-w-0 rounded-m border border-field bg-surface px-2 text-text';
const EXAMPLES = 3;

interface Props {
  readonly table: SeenTable;
  readonly isPending: boolean;
  readonly onLook: (mapping: ColumnMapping) => void;
}

export function MappingForm({ table, isPending, onLook }: Props) {
  const own = useMappingWords();
  const [draft, setDraft] = useState<Draft>(table.guess);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const missing = useMissing(draft);
  const words = wordsOf(table, draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { days, mark } = draft;
    if (days !== null && mark !== null && missing.length === 0) onLook({ ...draft, days, mark });
  };
  return (
    <form onSubmit={submit} aria-label={own.title} className="border-t border-line pb-3">
      <h3 className="px-4 pt-3 font-semibold">{own.title}</h3>
      <p className="px-4 pb-3 text-text-2">{own.told(table.rowCount)}</p>
      <ColumnTable {...{ table, draft }} onChange={(columns) => change({ columns })} />
      {words.length > 0 && <WordTable {...{ words, draft }} onChange={(kinds) => change({ kinds })} />}
      <div className="grid grid-cols-2 items-end gap-3 px-4 py-3 phone:grid-cols-1">
        <SelectField
          label={words.length > 0 ? own.otherwise : own.eachRow}
          value={draft.otherwise ?? ''}
          onChange={(event) => change({ otherwise: event.target.value === '' ? null : (event.target.value as Meaning) })}
        >
          <option value="">{own.notChosen}</option>
          <MeaningOptions />
        </SelectField>
        <SelectField
          label={own.days}
          value={draft.days ?? ''}
          onChange={(event) => change({ days: event.target.value === '' ? null : (event.target.value as ColumnMapping['days']) })}
        >
          <option value="">{own.choose}</option>
          {DAY_ORDERS.map((order) => (
            <option key={order} value={order}>
              {own.dayOrders[order]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={own.mark}
          value={draft.mark ?? ''}
          onChange={(event) => change({ mark: event.target.value === '' ? null : (event.target.value as ColumnMapping['mark']) })}
        >
          <option value="">{own.choose}</option>
          <option value=".">{own.marks['.']}</option>
          <option value=",">{own.marks[',']}</option>
        </SelectField>
        <InputField
          label={own.currency}
          value={draft.currency ?? ''}
          maxLength={12}
          onChange={(event) => change({ currency: event.target.value.trim() === '' ? null : event.target.value.trim().toUpperCase() })}
        />
        <InputField label={own.zone} value={draft.zone} onChange={(event) => change({ zone: event.target.value })} />
        <InputField label={own.name} value={draft.name} maxLength={60} onChange={(event) => change({ name: event.target.value })} />
      </div>
      <div className="grid gap-2 px-4 pb-3">
        {(['isSigned', 'isBeforeCharges', 'tellsCash'] as const).map((flag) => (
          <label key={flag} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent-solid"
              checked={draft[flag]}
              onChange={(event) => change({ [flag]: event.target.checked })}
            />
            {own[flag]}
          </label>
        ))}
      </div>
      <div className="grid justify-items-start gap-2 px-4">
        <p role="status" className="text-text-2 empty:hidden">
          {missing.length > 0 && `${own.missing} ${missing.join('; ')}.`}
        </p>
        <Button type="submit" manner="primary" disabled={isPending || missing.length > 0}>
          {own.look}
        </Button>
      </div>
    </form>
  );
}

/** What a file can't be read without, in words. */
function useMissing({ columns, kinds, otherwise, days, mark, name }: Draft): string[] {
  const own = useMappingWords();
  const hasAmount = columns.cash !== undefined || (columns.quantity !== undefined && columns.price !== undefined);
  const hasMeaning = otherwise !== null || (columns.kind !== undefined && Object.keys(kinds).length > 0);
  return [
    ...(columns.at === undefined ? [own.fields.at] : []),
    ...(hasAmount ? [] : [own.needAmount]),
    ...(hasMeaning ? [] : [own.needMeaning]),
    ...(days === null ? [own.days] : []),
    ...(mark === null ? [own.mark] : []),
    ...(name.trim() === '' ? [own.name] : []),
  ];
}

function wordsOf({ columns }: SeenTable, { columns: chosen }: Draft): SeenWord[] {
  const values = columns.find(({ name }) => name === chosen.kind)?.values ?? [];
  return [...new Map(values.map((title) => [title.toLowerCase(), title]))].map(([word, title]) => ({ word, title }));
}

function MeaningOptions() {
  const { meanings } = useMappingWords();
  return MEANINGS.map((meaning) => (
    <option key={meaning} value={meaning}>
      {meanings[meaning]}
    </option>
  ));
}

interface ColumnTableProps {
  readonly table: SeenTable;
  readonly draft: Draft;
  readonly onChange: (columns: Draft['columns']) => void;
}

function ColumnTable({ table, draft, onChange }: ColumnTableProps) {
  const own = useMappingWords();
  const fieldOf = (name: string): Field | '' => MAPPED_FIELDS.find((field) => draft.columns[field] === name) ?? '';
  /** A column holds one thing, and each thing is held by one column. */
  const choose = (name: string, field: string) => {
    const others = Object.entries(draft.columns).filter(([other, title]) => title !== name && other !== field);
    onChange(Object.fromEntries(field === '' ? others : [...others, [field, name]]));
  };
  const columns: readonly Column<SeenColumn>[] = [
    { key: 'name', title: own.column, phone: 'title', cell: ({ name }) => name },
    {
      ...{ key: 'examples', title: own.examples, phone: 'wide', isProse: true },
      cell: ({ values }) => values.slice(0, EXAMPLES).join(' · '),
    },
    {
      ...{ key: 'holds', title: own.holds, phone: 'wide' },
      cell: ({ name }) => (
        <select
          className={SELECT}
          aria-label={`${own.holds}: ${name}`}
          value={fieldOf(name)}
          onChange={(event) => choose(name, event.target.value)}
        >
          <option value="">{own.unused}</option>
          {MAPPED_FIELDS.map((field) => (
            <option key={field} value={field}>
              {own.fields[field]}
            </option>
          ))}
        </select>
      ),
    },
  ];
  return <RowTable caption={own.columns} columns={columns} rows={table.columns} keyOf={({ name }) => name} />;
}

interface WordTableProps {
  readonly words: readonly SeenWord[];
  readonly draft: Draft;
  readonly onChange: (kinds: Draft['kinds']) => void;
}

function WordTable({ words, draft, onChange }: WordTableProps) {
  const own = useMappingWords();
  const choose = (word: string, meaning: string) => {
    const { [word]: _, ...others } = draft.kinds;
    onChange(meaning === '' ? others : { ...others, [word]: meaning as Meaning });
  };
  const columns: readonly Column<SeenWord>[] = [
    { key: 'word', title: own.word, phone: 'title', cell: ({ title }) => title },
    {
      ...{ key: 'means', title: own.means, phone: 'wide' },
      cell: ({ word, title }) => (
        <select
          className={SELECT}
          aria-label={`${own.means}: ${title}`}
          value={draft.kinds[word] ?? ''}
          onChange={(event) => choose(word, event.target.value)}
        >
          <option value="">{own.notChosen}</option>
          <MeaningOptions />
        </select>
      ),
    },
  ];
  return (
    <section className="border-t border-line">
      <h4 className="px-4 py-2.5 font-semibold">{own.words}</h4>
      <RowTable caption={own.words} columns={columns} rows={words} keyOf={({ word }) => word} />
    </section>
  );
}
