// The accounts on a real database with a clock of the test's own: people who enter, and browsers they enter from.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import type { Caller } from '../../src/adapters/http/account-desk.ts';
import type { LiveSession } from '../../src/adapters/postgres/accounts/sessions.ts';
import { type AuditVerdict, readAudit, verifyAudit } from '../../src/adapters/postgres/audit-log.ts';
import { type Database, type DatabaseAddress, openDatabase } from '../../src/adapters/postgres/database.ts';
import { prepareQueue } from '../../src/adapters/postgres/job-queue.ts';
import { prepareDatabase } from '../../src/adapters/postgres/least-rights.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import type { Role } from '../../src/api/roles.ts';
import { type Accounts, createAccounts } from '../../src/apps/web/accounts/accounts.ts';
import type { Entered } from '../../src/apps/web/accounts/entering.ts';
import { beginAuthenticator, confirmAuthenticator } from '../../src/apps/web/accounts/own-account.ts';
import type { Actor } from '../../src/apps/web/accounts/parts.ts';
import { choosePassword, setupOwner, signIn } from '../../src/apps/web/accounts/sign-in.ts';
import { giveProof } from '../../src/apps/web/accounts/step-up.ts';
import { inviteUser, newSetupCode } from '../../src/apps/web/accounts/users.ts';
import { InputError } from '../../src/core/domain/result.ts';

export const PASSWORD = 'tinaja verde con doce patos';
export const HOST: Actor = { name: 'host:test', address: '', role: null };
export const SITE = { origin: 'http://localhost:8500', relyingParty: 'localhost' };

/** Somebody's browser: keeps the cookies it is given. */
export class Browser {
  readonly address: string;
  session: string | null = null;
  device: string | null = null;

  constructor(address = '203.0.113.7') {
    this.address = address;
  }

  get caller(): Caller {
    return { address: this.address, userAgent: 'test', device: this.device, sessionToken: this.session, site: SITE };
  }

  take({ token, deviceToken }: Entered): void {
    this.session = token;
    this.device = deviceToken ?? this.device;
  }
}

export interface Person {
  readonly name: string;
  readonly browser: Browser;
  /** What the authenticator shows now. */
  code(): string;
}

export class AccountsLab {
  now = Date.UTC(2026, 0, 1, 12);
  readonly accounts: Accounts;
  /** Its database is the owner's: a test may change what nobody else may. */
  readonly throwAway: ThrowAwayServer;
  /** As the web works on it. */
  readonly address: DatabaseAddress;
  readonly database: Database;
  private readonly folder: string;
  /** The database has gone. */
  isAway = false;

  private constructor(throwAway: ThrowAwayServer, address: DatabaseAddress) {
    this.throwAway = throwAway;
    this.address = address;
    this.database = openDatabase(address);
    this.folder = mkdtempSync(join(tmpdir(), 'atalaya-accounts-'));
    this.accounts = this.restarted();
  }

  /** On a database of its own, or on one that is there. */
  static async start(throwAway?: ThrowAwayServer): Promise<AccountsLab> {
    const server = throwAway ?? (await startThrowAwayServer());
    const place = { owner: server.server.connection, user: undefined };
    return new AccountsLab(server, await prepareDatabase(place, 'web', prepareQueue));
  }

  /** As another process on the same folder has them. */
  restarted(): Accounts {
    return createAccounts({
      database: () => {
        if (this.isAway) throw new InputError('DATABASE_UNREACHABLE', 'gone', 3);
        return this.database;
      },
      stateFolder: this.folder,
      now: () => this.now,
    });
  }

  get parts() {
    return this.accounts.parts;
  }

  /** As on the first day, except for the audit, which nothing empties. */
  async clear(): Promise<void> {
    this.isAway = false;
    // What was remembered of the day before has ended.
    this.now += 86_400_000;
    await this.throwAway.database.query(
      'truncate accounts.users, accounts.sign_in_failures, accounts.challenge, accounts.one_time_code cascade',
    );
  }

  async end(): Promise<void> {
    await this.leave();
    await this.throwAway.remove();
  }

  /** The server stays. */
  async leave(): Promise<void> {
    await this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async find(token: string | null): Promise<LiveSession | null> {
    const found = token === null ? null : await this.accounts.visitors.find(token, 'session');
    return found?.kind === 'session' ? found.session : null;
  }

  async session(browser: Browser): Promise<LiveSession> {
    const session = await this.find(browser.session);
    if (session === null) throw new Error('this browser is not in');
    return session;
  }

  /** The first owner, in, with an authenticator. */
  async owner(name = 'marta', browser = new Browser()): Promise<Person> {
    const code = await newSetupCode(this.parts, HOST);
    browser.take(await setupOwner(this.parts, browser.caller, { code: code?.code ?? '', name, password: PASSWORD }));
    return { name, browser, code: await this.enrol(browser) };
  }

  /** A user who has taken up an invitation; in, and where the role demands it with an authenticator. */
  async user(name: string, role: Role, browser = new Browser('203.0.113.8'), parts: readonly string[] = []): Promise<Person> {
    const { code } = await inviteUser(this.parts, HOST, { name, role, parts });
    await choosePassword(this.parts, browser.caller, { code, password: PASSWORD });
    const entered = await signIn(this.parts, browser.caller, { name, password: PASSWORD });
    browser.take(entered);
    return { name, browser, code: entered.stage === 'enrol' ? await this.enrol(browser) : () => 'none' };
  }

  /** Gives what the authenticator shows from then on. */
  async enrol(browser: Browser): Promise<() => string> {
    const { secret } = await beginAuthenticator(this.parts, browser.caller, await this.session(browser), { name: 'phone' });
    const code = this.showing(secret);
    browser.take(await confirmAuthenticator(this.parts, browser.caller, await this.session(browser), { code: code() }));
    this.now += 30_000;
    return code;
  }

  /** What an authenticator with this secret shows. */
  showing(secret: string): () => string {
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    return () => totp.generate({ timestamp: this.now });
  }

  /** Name, password and code, from a browser of its own where none is given. */
  async enter({ name, code }: Pick<Person, 'name' | 'code'>, browser = new Browser()): Promise<Browser> {
    browser.take(await signIn(this.parts, browser.caller, { name, password: PASSWORD }));
    browser.take(await giveProof(this.parts, browser.caller, await this.session(browser), { kind: 'totp', code: code() }));
    this.now += 30_000;
    return browser;
  }

  /** The newest entries of the audit as `act outcome`, newest first. */
  async audit(limit: number): Promise<string[]> {
    return (await readAudit(this.throwAway.database.query, { limit })).map(({ act, outcome }) => `${act} ${outcome}`);
  }

  verifyAudit(): Promise<AuditVerdict> {
    return verifyAudit(this.throwAway.database);
  }
}
