/** Where a session's prices come from: samples, or live ones of an exchange without a key, and which instruments of it. */

import type { FieldFault, SettingsForm } from '../../../src/api/settings.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { SelectField } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { faultText } from './fault-text.ts';
import type { SessionInstrument } from './session-content.ts';
import { PRESETS, PRICE_KINDS, type PricesDraft, pricesOfKind } from './session-draft.ts';
import { useSessionWords } from './words.ts';

interface FieldsProps {
  readonly prices: PricesDraft;
  readonly onChange: (prices: PricesDraft) => void;
  readonly form: Pick<SettingsForm, 'samples'>;
  readonly faults: readonly FieldFault[];
}

export function PricesFields({ prices, onChange, form, faults }: FieldsProps) {
  const own = useSessionWords();
  const kinds = prices.kind === 'gateway' ? (['gateway', ...PRICE_KINDS] as const) : PRICE_KINDS;
  return (
    <div className="grid gap-4">
      <fieldset className="grid grid-cols-2 gap-2.5 phone:grid-cols-1">
        <legend className="pb-1.5 font-medium">{own.prices}</legend>
        {kinds.map((kind) => (
          <label
            key={kind}
            className={`grid cursor-pointer grid-cols-[20px_minmax(0,1fr)] gap-x-2.5 rounded-m border px-3.5 py-2.5 ${prices.kind === kind ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover'}`}
          >
            <input
              type="radio"
              name="price-kind"
              className="mt-0.5 size-4 accent-accent-solid"
              checked={prices.kind === kind}
              onChange={() => kind !== 'gateway' && onChange(pricesOfKind(kind))}
            />
            <span>
              <b className="block font-semibold">{own.kinds[kind]}</b>
              <span className="text-12 text-text-2">{own.kindTexts[kind]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {prices.kind === 'samples' && <Samples {...{ prices, onChange, form, faults }} />}
      {(prices.kind === 'bybit' || prices.kind === 'kraken' || prices.kind === 'other') && (
        <Exchange {...{ prices, onChange, faults }} kind={prices.kind} />
      )}
    </div>
  );
}

const BOX = 'inline-flex min-h-8 cursor-pointer items-center gap-2 rounded-m border border-line px-2.5 phone:min-h-11';

function Samples({ prices, onChange, form, faults }: FieldsProps) {
  const own = useSessionWords();
  const { language } = useSpeech();
  const fault = faults.find(({ path }) => path.startsWith('samples'));
  const toggle = (name: string, isOn: boolean) =>
    onChange({ ...prices, samples: isOn ? [...prices.samples, name] : prices.samples.filter((each) => each !== name) });
  return (
    <fieldset>
      <legend className="pb-1.5 font-medium">{own.sample}</legend>
      <div className="flex flex-wrap gap-2">
        {form.samples.map(({ name, symbol, timeframe }) => (
          <label key={name} className={BOX}>
            <input
              type="checkbox"
              className="size-4 accent-accent-solid"
              checked={prices.samples.includes(name)}
              onChange={(event) => toggle(name, event.target.checked)}
            />
            {symbol} {timeframe} <span className="text-12 text-muted">{name}</span>
          </label>
        ))}
      </div>
      {fault && <b className="block pt-1 text-12 font-medium text-danger">{faultText(fault, language)}</b>}
    </fieldset>
  );
}

function Exchange({ prices, onChange, faults, kind }: Omit<FieldsProps, 'form'> & { kind: keyof typeof PRESETS }) {
  const own = useSessionWords();
  const { language } = useSpeech();
  const faultAt = (path: string) => {
    const found = faults.find((fault) => fault.path === path || fault.path.startsWith(`${path}.`));
    return found ? faultText(found, language) : null;
  };
  const setRows = (instruments: readonly SessionInstrument[]) => onChange({ ...prices, instruments });
  const known = [...PRESETS[kind].instruments, ...PRESETS[kind].more].filter(
    ({ symbol }) => kind !== 'other' && !prices.instruments.some((each) => each.symbol === symbol),
  );
  return (
    <div className="grid gap-3.5">
      {kind === 'other' && (
        <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
          <TextField
            label={own.exchange}
            help={own.exchangeHelp}
            fault={faultAt('venue.name')}
            value={prices.venue}
            onChange={(venue) => onChange({ ...prices, venue })}
            autoCapitalize="none"
            spellCheck={false}
          />
          <SelectField
            label={own.category}
            value={prices.category}
            onChange={(event) => onChange({ ...prices, category: event.target.value as PricesDraft['category'] })}
          >
            {(['spot', 'linear'] as const).map((category) => (
              <option key={category} value={category}>
                {own.categories[category]}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      <fieldset className="grid gap-2">
        <legend className="pb-1 font-medium">{own.instruments}</legend>
        <p className="text-12 text-muted">{own.symbolHelp}</p>
        {prices.instruments.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is only its place: its texts are being typed.
          <div key={place} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-2.5">
            <TextField
              label={own.symbol}
              fault={faultAt(`instruments.${place}.symbol`)}
              value={row.symbol}
              onChange={(symbol) => setRows(prices.instruments.map((each, i) => (i === place ? { ...each, symbol } : each)))}
              spellCheck={false}
            />
            <TextField
              label={own.id}
              fault={faultAt(`instruments.${place}.id`)}
              value={row.id}
              onChange={(id) => setRows(prices.instruments.map((each, i) => (i === place ? { ...each, id } : each)))}
              spellCheck={false}
            />
            <Button
              manner="ghost"
              size="icon"
              className="mt-6"
              aria-label={own.remove(row.id || row.symbol)}
              disabled={prices.instruments.length === 1}
              onClick={() => setRows(prices.instruments.filter((_each, i) => i !== place))}
            >
              <Icon name="trash" />
            </Button>
          </div>
        ))}
        <div className="flex flex-wrap gap-2">
          {known.map((each) => (
            <Button key={each.id} size="small" onClick={() => setRows([...prices.instruments, each])}>
              <Icon name="plus" className="size-3" /> {each.id}
            </Button>
          ))}
          <Button size="small" onClick={() => setRows([...prices.instruments, { id: '', symbol: '' }])}>
            <Icon name="plus" className="size-3" /> {own.add}
          </Button>
        </div>
        {faults
          .filter(({ path }) => path === 'instruments')
          .map((fault) => (
            <b key={fault.message} className="block text-12 font-medium text-danger">
              {faultText(fault, language)}
            </b>
          ))}
      </fieldset>
      <details open={prices.address !== '' || undefined}>
        <summary className="cursor-pointer text-12 text-text-2">{own.simulator}</summary>
        <div className="max-w-110 pt-2">
          <TextField
            label={own.simulator}
            help={own.simulatorHelp}
            fault={faultAt('venue.url')}
            value={prices.address}
            onChange={(address) => onChange({ ...prices, address })}
            inputMode="url"
            spellCheck={false}
          />
        </div>
      </details>
    </div>
  );
}
