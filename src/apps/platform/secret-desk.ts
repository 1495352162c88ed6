/** Secrets and notices as the web process has them: it seals what it is given and can open nothing; what has to be opened or sent it asks of the trader. */

import type { Acting, NoticeDesk, SecretDesk } from '../../adapters/http/secret-desk.ts';
import { lockOf } from '../../adapters/secret-files/key-ring.ts';
import { secretStore, secretsFolder } from '../../adapters/secret-files/secret-store.ts';
import { InputError } from '../../core/domain/result.ts';
import type { SecretRecord } from '../../core/operations/secrets/secret-record.ts';
import { note } from '../cli/output.ts';
import { secretRow, secretRows } from '../secrets/rows.ts';
import { expireSecret, giveUpSecret, removeSecret, requireKind, setSecret } from '../secrets/secret-acts.ts';
import { type AccountParts, audited } from '../web/accounts/parts.ts';
import { type OwnerQuestions, ownerQuestions } from './owner-questions.ts';
import { type TraderWatch, UNWATCHED, wordedBy } from './trader-away.ts';

export interface SecretDeskOptions {
  readonly parts: Pick<AccountParts, 'database' | 'now'>;
  readonly stateFolder: string;
  readonly dataFolder: string;
  /** Where nobody keeps them, nothing is known of it. */
  readonly processes?: TraderWatch['processes'];
}

export function openSecretDesk({
  parts: { database, now },
  stateFolder,
  dataFolder,
  processes = UNWATCHED.processes,
}: SecretDeskOptions): SecretDesk {
  const trader = ownerQuestions(dataFolder, wordedBy({ ...UNWATCHED, processes }));
  const parts = () => ({ database, now, store: secretStore(stateFolder) });
  return {
    async list() {
      const { sources, away } = await sourcesFrom(trader);
      const found = new Map(sources.map(({ name, source }) => [name, source]));
      return {
        secrets: secretRows(secretStore(stateFolder)).map((row) => ({ ...row, source: found.get(row.name) ?? null })),
        lockedWith: lockOf(secretsFolder(stateFolder)),
        traderAway: away,
      };
    },
    set: (acting, name, wish) => changed(trader, setSecret(parts(), acting, name, wish)),
    expire: (acting, name, endsAt) => changed(trader, expireSecret(parts(), acting, name, endsAt)),
    remove: (acting, name) => changed(trader, removeSecret(parts(), acting, name)),
    giveUp: (acting, name) => changed(trader, giveUpSecret(parts(), acting, name)),
    async try(acting, name) {
      requireKind(name);
      const told = { act: 'secret.try', target: name };
      return askedThenTold({ database, now }, acting, told, trader.trySecret(name, acting.name), ({ works, code, version }) => ({
        ...{ works, code, version },
      }));
    },
  };
}

export function openNoticeDesk({ parts: { database, now }, dataFolder, processes = UNWATCHED.processes }: SecretDeskOptions): NoticeDesk {
  const trader = ownerQuestions(dataFolder, wordedBy({ ...UNWATCHED, processes }));
  const parts = { database, now };
  return {
    read: () => trader.notices(),
    set: (acting, settings) => audited(parts, acting, { act: 'notices.set' }, () => trader.setNotices(settings, acting.name)),
    test: (acting, channel) =>
      askedThenTold(parts, acting, { act: 'notices.test', target: channel }, trader.testNotices(channel, acting.name), (test) =>
        test.outcome === 'taken' ? { receipt: test.messageId } : { outcome: test.outcome, code: test.code },
      ),
    mute: (acting, channel, until) =>
      audited(parts, acting, { act: 'notices.mute', target: channel, detail: { until } }, () =>
        trader.muteNotices(channel, until, acting.name),
      ),
  };
}

/** For what takes long: no transaction is held open meanwhile, and what came of it is told, also where it was refused. */
async function askedThenTold<T>(
  parts: Pick<AccountParts, 'database' | 'now'>,
  acting: Acting,
  told: { readonly act: string; readonly target: string },
  asked: Promise<T>,
  detail: (answer: T) => Readonly<Record<string, unknown>>,
): Promise<T> {
  const answered = await asked.then(
    (value) => ({ ok: true, value }) as const,
    (error: unknown) => ({ ok: false, error }) as const,
  );
  return audited(parts, acting, told, async (_query, tell) => {
    if (!answered.ok) throw answered.error;
    tell(detail(answered.value));
    return answered.value;
  });
}

/** A trader that is away has it at its next start. */
async function changed(trader: OwnerQuestions, change: Promise<SecretRecord>) {
  const record = await change;
  await trader.secretsChanged().catch((error: Error) => note(`secrets: the trader was not told: ${error.message}`));
  return secretRow(record);
}

async function sourcesFrom(trader: OwnerQuestions) {
  try {
    return { sources: (await trader.secretSources()).sources, away: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { sources: [], away: error.code };
  }
}
