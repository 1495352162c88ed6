/** The form of a session: prices, strategies, and every plain setting of its schema; checked by the server, told what it means, then saved. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { FieldFault, Settings, SettingsForm, SettingsPlan } from '../../../src/api/settings.ts';
import type { Strategy } from '../../../src/api/strategies.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { PricesFields } from '../../blocks/session/prices-fields.tsx';
import { partsOf } from '../../blocks/session/session-content.ts';
import { contentOfPrices, newSession, type PricesDraft, pricesOf, strategiesOn, tradedOn } from '../../blocks/session/session-draft.ts';
import { StrategyFields } from '../../blocks/session/strategy-fields.tsx';
import { isRowGood, rowOf, type StrategyRow, sessionStrategy } from '../../blocks/session/strategy-rows.ts';
import { useSpeech } from '../../i18n/words.ts';
import { RequestProblem } from '../../live/requests.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { type FieldValues, SchemaForm } from '../../parts/schema-form.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { ApplyDialog } from './apply-dialog.tsx';
import { useSettingsForm } from './questions.ts';
import { fieldsOfSchema, valuesIn, withValues } from './schema-fields.ts';
import { useSettingsWords } from './words.ts';

type Content = Readonly<Record<string, unknown>>;

/** `isNew`: another account beside the one in force, else that one as it is to be from now on. */
export function SessionForm({ settings, isNew }: { settings: Settings; isNew: boolean }) {
  const { words } = useSpeech();
  const form = useSettingsForm();
  const strategies = useQuery({ queryKey: ['strategies'], queryFn: () => call('strategies.list') });
  const error = form.error ?? strategies.error;
  const retry = () => void Promise.all([form.refetch(), strategies.refetch()]);
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (!form.data || !strategies.data) return <Skeleton heights={[120, 200, 240]} label={words.loading} />;
  return <Form settings={settings} isNew={isNew} form={form.data} strategies={strategies.data.rows} />;
}

const accountKey = (kind: PricesDraft['kind']) => (kind === 'gateway' ? 'other' : kind);
const schemaOf = ({ schemas }: SettingsForm, kind: PricesDraft['kind']) =>
  kind === 'samples' ? schemas.samples : kind === 'gateway' ? schemas.gateway : schemas.exchange;

function Form({
  settings,
  isNew,
  form,
  strategies,
}: {
  settings: Settings;
  isNew: boolean;
  form: SettingsForm;
  strategies: readonly Strategy[];
}) {
  const { session: own, ...words } = useSettingsWords();
  const speech = useSpeech();
  const { isBusy, error, attempt } = useAttempt();
  // As it was when the form was opened: what others save meanwhile is told when this is saved.
  const [{ start, opened }] = useState({ start: settings.waiting ?? settings.session, opened: settings.newest });
  const now = partsOf(start);
  const [prices, setPrices] = useState(() => pricesOf(start));
  const [rows, setRows] = useState<readonly StrategyRow[]>(() => now.strategies.map((each) => rowOf(each, speech.language)));
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [planned, setPlanned] = useState<{ readonly plan: SettingsPlan; readonly session: Content } | null>(null);
  const isSameKind = pricesOf(start).kind === prices.kind;
  const traded = tradedOn(prices, form);
  const begun = isSameKind
    ? { ...start, ...(isNew && { account: form.freeAccounts[accountKey(prices.kind)] }) }
    : newSession({
        prices,
        strategies: [],
        cash: now.cash ?? now.paper?.cash ?? 10_000,
        account: form.freeAccounts[accountKey(prices.kind)],
      });
  const fields = fieldsOfSchema(schemaOf(form, prices.kind), begun);
  const change = (next: PricesDraft) => {
    setPrices(next);
    setRows(strategiesOn(rows, tradedOn(next, form)));
  };
  const ask = (values: FieldValues) => {
    if (!rows.every((row) => isRowGood(row, strategies, speech))) return;
    const plain = withValues(begun, fields, values);
    const chosen = prices.kind === 'gateway' ? {} : contentOfPrices(prices);
    const session = { ...plain, ...chosen, strategies: rows.map((row) => sessionStrategy(row, strategies, speech.language)) };
    void attempt(async () => {
      setFaults([]);
      try {
        setPlanned(await planOf(session));
      } catch (fault) {
        const found = fault instanceof RequestProblem ? (fault.problem?.fields ?? []) : [];
        setFaults(found);
        if (found.length === 0) throw fault;
      }
    });
  };
  const listed = faults.filter(({ path }) => !fields.some(({ name }) => name === path));
  return (
    <Card
      id="session-form"
      title={isNew ? own.begin : own.change}
      end={
        <Link className={buttonClass()} to="/settings">
          {words.cancel}
        </Link>
      }
    >
      <div className="p-4">
        <SchemaForm
          key={`${prices.kind} ${isNew}`}
          fields={fields}
          values={valuesIn(begun)}
          submit={words.review}
          isBusy={isBusy}
          onSubmit={ask}
          refused={Object.fromEntries(faults.map(({ path, message }) => [path, message]))}
          before={
            <div className="mb-6 grid gap-6">
              <PricesFields prices={prices} onChange={change} form={form} faults={listed} />
              <StrategyFields
                rows={rows}
                onChange={setRows}
                strategies={strategies}
                traded={traded}
                timeframes={form.timeframes}
                faults={listed}
              />
              <h3 className="border-t border-line pt-4 font-semibold">{words.details}</h3>
            </div>
          }
        >
          <div className="grid gap-3 pt-4">
            {faults.length > 0 && (
              <div role="alert" className="rounded-m border border-danger-line bg-danger-soft px-3 py-2.5">
                <p className="font-semibold">{words.faults(faults.length)}</p>
                <ul className="list-disc pl-5">
                  {faults.map(({ path, message }) => (
                    <li key={`${path} ${message}`}>
                      <code className="text-12">{path}</code> {message}
                    </li>
                  ))}
                </ul>
              </div>
            )}
            <Fault error={error} />
          </div>
        </SchemaForm>
      </div>
      {planned && <Confirmed {...planned} opened={opened} title={isNew ? own.begin : own.change} onClose={() => setPlanned(null)} />}
    </Card>
  );
}

/** Where only the account's name stands in the way, the one that is offered is taken: the question that follows says so. */
async function planOf(session: Content): Promise<{ readonly plan: SettingsPlan; readonly session: Content }> {
  try {
    return { plan: await call('settings.plan', { body: { session } }), session };
  } catch (fault) {
    const [only, ...more] = fault instanceof RequestProblem ? (fault.problem?.fields ?? []) : [];
    if (only?.path !== 'account' || only.suggestion === undefined || more.length > 0) throw fault;
    const other = { ...session, account: only.suggestion };
    return { plan: await call('settings.plan', { body: { session: other } }), session: other };
  }
}

function Confirmed({
  plan: told,
  session,
  opened,
  title,
  onClose,
}: {
  plan: SettingsPlan;
  session: Content;
  /** The newest version when the form was opened. */
  opened: number;
  title: string;
  onClose: () => void;
}) {
  const questions = useQueryClient();
  const navigate = useNavigate();
  const { isBusy, error, attempt } = useAttempt();
  const [why, setWhy] = useState('');
  const [{ plan, base }, take] = useState({ plan: told, base: opened });
  const save = (apply: boolean) =>
    void attempt(async () => {
      try {
        await call('settings.save', { body: { session, base, why, apply } });
      } catch (fault) {
        // Told what the other version holds, and what saving would take back of it, whoever saves again does so knowingly.
        if (fault instanceof RequestProblem && fault.problem?.code === 'SETTINGS_BASE_CONFLICT') {
          const anew = await call('settings.plan', { body: { session } });
          take({ plan: anew, base: anew.newest.version });
        }
        throw fault;
      }
      await questions.invalidateQueries({ queryKey: ['settings'] });
      await navigate('/settings');
    });
  return (
    <ApplyDialog
      title={title}
      plan={plan}
      why={why}
      onWhy={setWhy}
      isBusy={isBusy}
      onSave={() => save(false)}
      onApply={() => save(true)}
      onClose={onClose}
    >
      <Fault error={error} />
    </ApplyDialog>
  );
}
