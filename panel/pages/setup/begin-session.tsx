/** A session of few choices: one strategy with its parameters, on the chosen prices, with so much paper money; saved as a version and begun at once. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FieldFault, Settings, SettingsForm } from '../../../src/api/settings.ts';
import type { Strategy } from '../../../src/api/strategies.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { faultText } from '../../blocks/session/fault-text.ts';
import { newSession, PRESETS, type PricesDraft, tradedOn } from '../../blocks/session/session-draft.ts';
import { useSessionWords } from '../../blocks/session/words.ts';
import { numberOf, unclearNumber } from '../../i18n/typed-number.ts';
import { useSpeech } from '../../i18n/words.ts';
import { RequestProblem } from '../../live/requests.ts';
import { SelectField } from '../../parts/field.tsx';
import { type FieldValues, SchemaForm } from '../../parts/schema-form.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useSetupWords } from './words.ts';

interface BeginProps {
  readonly settings: Settings;
  readonly form: SettingsForm;
  readonly prices: PricesDraft;
  /** The version that the trader starts with. */
  readonly onBegun: (version: number) => void;
}

export function BeginSession(props: BeginProps) {
  const { paper: words } = useSetupWords();
  const { data, error, refetch } = useQuery({ queryKey: ['strategies'], queryFn: () => call('strategies.list') });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="w-full">
        <Skeleton heights={[60, 120]} label={words.begin} />
      </div>
    );
  return <Begin {...props} strategies={data.rows} />;
}

const FIRST = 'sma-cross';
const CASH = '10000';

function Begin({ form, prices, strategies, onBegun }: BeginProps & { strategies: readonly Strategy[] }) {
  const { paper: words } = useSetupWords();
  const own = useSessionWords();
  const { language } = useSpeech();
  const { isBusy, error, attempt } = useAttempt();
  const usable = strategies.filter(({ loaded }) => loaded !== null && !loaded.testOnly);
  const traded = tradedOn(prices, form);
  const [id, setId] = useState(usable.find((each) => each.id === FIRST)?.id ?? usable[0]?.id ?? '');
  const [instrument, setInstrument] = useState(traded[0] ?? '');
  const [cash, setCash] = useState(CASH);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const chosen = usable.find((each) => each.id === id)?.loaded;
  const [timeframe, setTimeframe] = useState<string | null>(null);
  const candles = timeframe ?? timeframeFor(prices, form);
  const isCashGood = numberOf(cash, language) > 0;
  const begin = (parameters: FieldValues) =>
    void attempt(async () => {
      setFaults([]);
      const kind = prices.kind === 'gateway' ? 'other' : prices.kind;
      const session = newSession({
        prices,
        strategies: [{ id, instrument, timeframe: candles, parameters }],
        cash: numberOf(cash, language),
        account: form.freeAccounts[kind],
      });
      try {
        const { newest: base } = await call('settings.read');
        const { version } = await call('settings.save', {
          body: { session, base, why: words.why(prices.kind === 'samples' ? '' : prices.venue), apply: true },
        });
        onBegun(version);
      } catch (fault) {
        setFaults(fault instanceof RequestProblem ? (fault.problem?.fields ?? []) : []);
        throw fault;
      }
    });
  const currency = prices.kind === 'samples' || prices.kind === 'gateway' ? 'USDT' : PRESETS[prices.kind].currency;
  return (
    <div className="w-full">
      <p className="max-w-[64ch] pb-4 text-text-2">
        {prices.kind === 'samples' ? words.beginSamples : words.beginLive(own.kinds[prices.kind])}
      </p>
      <SchemaForm
        key={id}
        fields={chosen?.parameters ?? []}
        submit={words.start}
        isBusy={isBusy || !isCashGood}
        onSubmit={begin}
        refused={Object.fromEntries(
          faults.flatMap((fault) =>
            fault.path.startsWith('strategies.0.parameters.') ? [[fault.path.split('.').at(-1) ?? '', faultText(fault, language)]] : [],
          ),
        )}
        before={
          <div className="mb-4 grid grid-cols-2 gap-4 phone:grid-cols-1">
            <SelectField label={own.strategy} value={id} onChange={(event) => setId(event.target.value)}>
              {usable.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.loaded?.title[language] ?? each.id}
                </option>
              ))}
            </SelectField>
            <SelectField label={own.instrument} value={instrument} onChange={(event) => setInstrument(event.target.value)}>
              {traded.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </SelectField>
            <SelectField label={own.timeframe} value={candles} onChange={(event) => setTimeframe(event.target.value)}>
              {[...new Set([candles, ...form.timeframes])].map((each) => (
                <option key={each}>{each}</option>
              ))}
            </SelectField>
            <TextField
              label={`${own.cash} (${currency})`}
              fault={isCashGood ? null : (unclearNumber(cash, language) ?? words.cashFault)}
              value={cash}
              onChange={setCash}
              inputMode="decimal"
              className="text-right"
            />
          </div>
        }
      >
        <div className="pt-4">
          <Fault error={error} />
        </div>
      </SchemaForm>
    </div>
  );
}

/** The shortest there are: something to see soon. */
function timeframeFor({ kind, samples }: PricesDraft, form: SettingsForm): string {
  const [sample] = kind === 'samples' ? form.samples.filter(({ name }) => samples.includes(name)) : [];
  return sample?.timeframe ?? '1m';
}
