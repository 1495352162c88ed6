/** A form for one more alert: the fields are those that its condition has. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { AlertInput } from '../../../src/api/portfolio/alerts.ts';
import { call } from '../../api/client.ts';
import { tellProblem } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { InputField, SelectField } from '../../parts/field.tsx';
import { useAlertsWords } from './alerts-words.ts';

type Kind = AlertInput['condition']['kind'];
type Typed = Readonly<Record<'instrument' | 'level' | 'percent' | 'hours' | 'points' | 'by' | 'day' | 'what' | 'daysBefore', string>>;
type By = Extract<AlertInput['condition'], { kind: 'drift' }>['by'];

const BEGUN: Typed = {
  ...{ instrument: '', level: '', percent: '5', hours: '24', points: '70', by: 'kind', what: '', daysBefore: '1' },
  day: '',
};
const KINDS: readonly Kind[] = [
  'price-above',
  'price-below',
  'move',
  'target-reached',
  'rsi-above',
  'rsi-below',
  'drift',
  'stale-quote',
  'date',
];
const BYS: readonly By[] = ['instrument', 'kind', 'category', 'account', 'currency'];
const CHANNELS = ['panel', 'telegram', 'email'] as const;
const REPEATS = ['always', 'daily', 'once'] as const;

/** What was typed, with a point where somebody writes a comma. */
const figure = (text: string): string => text.trim().replace(',', '.');

const CONDITIONS: { readonly [K in Kind]: (typed: Typed) => Extract<AlertInput['condition'], { kind: K }> } = {
  'price-above': ({ instrument, level }) => ({ kind: 'price-above', instrument, level: figure(level) }),
  'price-below': ({ instrument, level }) => ({ kind: 'price-below', instrument, level: figure(level) }),
  move: ({ instrument, percent, hours }) => ({ kind: 'move', instrument, ratio: Number(figure(percent)) / 100, hours: Number(hours) }),
  'target-reached': ({ instrument }) => ({ kind: 'target-reached', instrument }),
  'rsi-above': ({ instrument, points }) => ({ kind: 'rsi-above', instrument, level: Number(figure(points)) }),
  'rsi-below': ({ instrument, points }) => ({ kind: 'rsi-below', instrument, level: Number(figure(points)) }),
  drift: ({ by }) => ({ kind: 'drift', by: by as By, key: null }),
  'stale-quote': ({ instrument }) => ({ kind: 'stale-quote', instrument }),
  date: ({ instrument, day, what, daysBefore }) => ({ kind: 'date', instrument, day, what, daysBefore: Number(daysBefore) }),
};

/** Fields beside the asset, by condition. */
const FIELDS: Readonly<Partial<Record<Kind, readonly (keyof Typed)[]>>> = {
  'price-above': ['level'],
  'price-below': ['level'],
  move: ['percent', 'hours'],
  'rsi-above': ['points'],
  'rsi-below': ['points'],
  date: ['what', 'day', 'daysBefore'],
};

export function NewAlertCard() {
  const own = useAlertsWords();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ['portfolio', 'instruments'], queryFn: () => call('portfolio.instruments') });
  const rows = data?.rows ?? [];
  const [kind, setKind] = useState<Kind>('price-above');
  const [typed, setTyped] = useState<Typed>(BEGUN);
  const [repeat, setRepeat] = useState<(typeof REPEATS)[number]>('always');
  const [channels, setChannels] = useState<readonly (typeof CHANNELS)[number][]>(['panel']);
  const [note, setNote] = useState('');
  const type = (name: keyof Typed) => (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value });
  const instrument = typed.instrument || (rows[0]?.instrument.id ?? '');
  const save = useMutation({
    mutationFn: () => {
      const condition = CONDITIONS[kind]({ ...typed, instrument });
      return call('portfolio.addAlert', { body: { condition, repeat, channels: [...channels], note: note.trim() } });
    },
    onSuccess: () => {
      setTyped({ ...typed, level: '', what: '' });
      setNote('');
      void client.invalidateQueries({ queryKey: ['portfolio', 'alerts'] });
    },
    onError: (error) => tellProblem(own.refused, own.noAnswer, error),
  });
  const labels: Readonly<Partial<Record<keyof Typed, string>>> = {
    ...{ level: own.price, percent: own.percent, hours: own.hours, points: own.points },
    ...{ what: own.occasion, day: own.day, daysBefore: own.daysBefore },
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Card id="portfolio-new-alert" title={own.add}>
      <form onSubmit={submit} className="grid gap-3 px-4 py-3">
        <div className="flex flex-wrap items-end gap-3">
          <SelectField label={own.condition} value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {own.conditions[one]}
              </option>
            ))}
          </SelectField>
          {kind === 'drift' ? (
            <SelectField label={own.by} value={typed.by} onChange={type('by')}>
              {BYS.map((by) => (
                <option key={by}>{by}</option>
              ))}
            </SelectField>
          ) : (
            <SelectField label={own.asset} value={instrument} onChange={type('instrument')}>
              {rows.map(({ instrument: { id, symbol } }) => (
                <option key={id} value={id}>
                  {symbol}
                </option>
              ))}
            </SelectField>
          )}
          {(FIELDS[kind] ?? []).map((name) => (
            <InputField
              key={name}
              label={labels[name]}
              required
              type={name === 'day' ? 'date' : 'text'}
              inputMode={name === 'what' || name === 'day' ? 'text' : 'decimal'}
              value={typed[name]}
              onChange={type(name)}
            />
          ))}
          <SelectField label={own.repeat} value={repeat} onChange={(event) => setRepeat(event.target.value as typeof repeat)}>
            {REPEATS.map((one) => (
              <option key={one} value={one}>
                {own.repeats[one]}
              </option>
            ))}
          </SelectField>
        </div>
        <fieldset className="flex flex-wrap gap-4">
          <legend className="pb-1 font-medium">{own.channels}</legend>
          {CHANNELS.map((one) => (
            <label key={one} className="inline-flex items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent-solid"
                checked={channels.includes(one)}
                onChange={({ target }) => setChannels(target.checked ? [...channels, one] : channels.filter((other) => other !== one))}
              />
              {own.channelNames[one]}
            </label>
          ))}
        </fieldset>
        <InputField label={own.note} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        <div>
          <Button
            type="submit"
            manner="primary"
            disabled={save.isPending || channels.length === 0 || (kind !== 'drift' && instrument === '')}
          >
            {own.save}
          </Button>
        </div>
      </form>
    </Card>
  );
}
