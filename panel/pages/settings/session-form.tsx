/** The form of a session: prices, strategies, and every plain setting of its schema; checked by the server, told what it means, then saved. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { FieldFault, Settings, SettingsForm, SettingsPlan } from '../../../src/api/settings.ts';
import type { Strategy } from '../../../src/api/strategies.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { faultText } from '../../blocks/session/fault-text.ts';
import { PricesFields } from '../../blocks/session/prices-fields.tsx';
import { partsOf } from '../../blocks/session/session-content.ts';
import { contentOfPrices, newSession, type PricesDraft, pricesOf, strategiesOn, tradedOn } from '../../blocks/session/session-draft.ts';
import { StrategyFields } from '../../blocks/session/strategy-fields.tsx';
import { isRowGood, rowOf, rowsAgain, type StrategyRow, sessionStrategy } from '../../blocks/session/strategy-rows.ts';
import type { Language } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useDraft } from '../../live/draft.ts';
import { RequestProblem } from '../../live/requests.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { DraftGuard } from '../../parts/draft-guard.tsx';
import { type FieldValues, SchemaForm } from '../../parts/schema-form.tsx';
import type { Typed } from '../../parts/schema-values.ts';
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
  const [round, setRound] = useState(0);
  const strategies = useQuery({ queryKey: ['strategies'], queryFn: () => call('strategies.list') });
  const error = form.error ?? strategies.error;
  const retry = () => void Promise.all([form.refetch(), strategies.refetch()]);
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (!form.data || !strategies.data) return <Skeleton heights={[120, 200, 240]} label={words.loading} />;
  return (
    <Form
      key={round}
      settings={settings}
      isNew={isNew}
      form={form.data}
      strategies={strategies.data.rows}
      onAnew={() => setRound(round + 1)}
    />
  );
}

/** What is typed, and what it was typed over. */
interface Typing {
  readonly start: Content;
  /** The newest version then. */
  readonly opened: number;
  readonly prices: PricesDraft;
  readonly rows: readonly StrategyRow[];
  /** Of the plain fields, which another kind of prices has others of. */
  readonly fields: { readonly kind: PricesDraft['kind']; readonly typed: Typed } | null;
}

function begunWith(settings: Settings, language: Language): Typing {
  const start = settings.waiting ?? settings.session;
  const rows = partsOf(start).strategies.map((each) => rowOf(each, language));
  return { start, opened: settings.newest, prices: pricesOf(start), rows, fields: null };
}

/** Rows are told apart by what is in them, not by their keys. */
const told = ({ prices, rows }: Typing) => JSON.stringify([prices, rows.map(({ key: _key, ...row }) => row)]);
const isAsBegun = (typing: Typing, begun: Typing) => typing.fields === null && told(typing) === told(begun);

const accountKey = (kind: PricesDraft['kind']) => (kind === 'gateway' ? 'other' : kind);
const schemaOf = ({ schemas }: SettingsForm, kind: PricesDraft['kind']) =>
  kind === 'samples' ? schemas.samples : kind === 'gateway' ? schemas.gateway : schemas.exchange;

function Form({
  settings,
  isNew,
  form,
  strategies,
  onAnew,
}: {
  settings: Settings;
  isNew: boolean;
  form: SettingsForm;
  strategies: readonly Strategy[];
  /** What is typed is thrown away. */
  onAnew: () => void;
}) {
  const { session: own, ...words } = useSettingsWords();
  const speech = useSpeech();
  const { isBusy, error, attempt } = useAttempt();
  const draft = useDraft<Typing>(`session.${isNew ? 'new' : 'change'}.${speech.language}`);
  // As it was when the form was opened: what others save meanwhile is told when this is saved.
  const [begunTyping] = useState(() => begunWith(settings, speech.language));
  const [typing, setTyping] = useState<Typing>(() =>
    draft.restored ? { ...draft.restored, rows: rowsAgain(draft.restored.rows) } : begunTyping,
  );
  const { start, opened, prices, rows } = typing;
  const type = (change: Partial<Typing>) => {
    const next = { ...typing, ...change };
    setTyping(next);
    draft.keep(isAsBegun(next, begunTyping) ? null : next);
  };
  const now = partsOf(start);
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
  const change = (next: PricesDraft) =>
    type({ prices: next, rows: strategiesOn(rows, tradedOn(next, form)), ...(next.kind !== prices.kind && { fields: null }) });
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
        <DraftGuard
          draft={draft}
          onDiscard={() => {
            draft.keep(null);
            onAnew();
          }}
        />
        <SchemaForm
          key={`${prices.kind} ${isNew}`}
          fields={fields}
          values={valuesIn(begun)}
          submit={words.review}
          isBusy={isBusy}
          onSubmit={ask}
          typedBefore={typing.fields?.kind === prices.kind ? typing.fields.typed : undefined}
          onType={(typed) => type({ fields: typed && { kind: prices.kind, typed } })}
          refused={Object.fromEntries(faults.map((fault) => [fault.path, faultText(fault, speech.language)]))}
          before={
            <div className="mb-6 grid gap-6">
              <PricesFields prices={prices} onChange={change} form={form} faults={listed} />
              <StrategyFields
                rows={rows}
                onChange={(next) => type({ rows: next })}
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
                  {faults.map((fault) => (
                    <li key={`${fault.path} ${fault.message}`}>
                      <code className="text-12">{fault.path}</code> {faultText(fault, speech.language)}
                    </li>
                  ))}
                </ul>
              </div>
            )}
            <Fault error={error} />
          </div>
        </SchemaForm>
      </div>
      {planned && (
        <Confirmed
          {...planned}
          opened={opened}
          title={isNew ? own.begin : own.change}
          onSaved={() => draft.keep(null)}
          onClose={() => setPlanned(null)}
        />
      )}
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
  onSaved,
  onClose,
}: {
  plan: SettingsPlan;
  session: Content;
  /** The newest version when the form was opened. */
  opened: number;
  title: string;
  onSaved: () => void;
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
      onSaved();
      await questions.invalidateQueries({ queryKey: ['settings'] });
      await navigate('/settings');
    });
  return (
    <ApplyDialog
      title={title}
      plan={plan}
      saving={{ why, onWhy: setWhy, onSave: () => save(false) }}
      isBusy={isBusy}
      onApply={() => save(true)}
      onClose={onClose}
    >
      <Fault error={error} />
    </ApplyDialog>
  );
}
