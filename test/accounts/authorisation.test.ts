/**
 * The authorisation matrix: every operation of the document, asked by every role and in every wrong way, against the reviewed file authorisation.txt.
 * An operation without a row fails, and so does a row without an operation; a guard that is taken out of the code changes statuses.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebServer } from '../../src/adapters/http/create-server.ts';
import { PARTS, ROLES, type Role } from '../../src/api/roles.ts';
import type { AccountsLab } from './accounts-lab.ts';
import { LAST, PROBES } from './authorisation-requests.ts';
import { type Answer, HttpBrowser } from './http-browser.ts';
import { serveEverything, type WholeInterface } from './whole-interface.ts';

const COLUMNS = [...ROLES, 'token', 'nobody', 'expired', 'no-csrf', 'foreign', 'stale'] as const;
const ORIGIN = 'https://panel.example.org';
type Column = (typeof COLUMNS)[number];

let served: WholeInterface;
let lab: AccountsLab;
let server: WebServer;

beforeAll(async () => {
  served = await serveEverything({ publicOrigin: ORIGIN, gatewayAddress: '127.0.0.1' });
  ({ lab, server } = served);
}, 60_000);
afterAll(() => served.close());

/** Behind the gateway, from an address of its own: wrong tries of one do not lock the next one out. */
class Guest extends HttpBrowser {
  private static guests = 0;
  private readonly address = `198.51.100.${++Guest.guests}`;

  override ask(method: string, path: string, sent: Parameters<HttpBrowser['ask']>[2] = {}): Promise<Answer> {
    return super.ask(method, path, { ...sent, headers: { 'x-forwarded-for': this.address, ...sent.headers } });
  }
}

interface Route {
  readonly id: string;
  readonly method: string;
  readonly path: string;
}

async function documented(browser: HttpBrowser): Promise<Route[]> {
  const { body } = await browser.get('/api/v1/openapi.json');
  const paths = body.paths as Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId: id }]) => ({ id, method: method.toUpperCase(), path })),
  );
}

/** A status past the guard as it is; before it with the letter of what was missing: right, step-up, csrf, origin, stage. */
const LETTERS: Readonly<Record<string, string>> = {
  RIGHT_MISSING: 'r',
  STEP_UP_NEEDED: 's',
  CSRF_TOKEN_WRONG: 'c',
  ORIGIN_FOREIGN: 'o',
  SECOND_FACTOR_NEEDED: 'f',
  SECOND_FACTOR_ENROL: 'f',
};
const cell = ({ status, code = '' }: Pick<Answer, 'status' | 'code'>) => `${status}${LETTERS[code] ?? ''}`;

async function askFor(
  { id, method, path }: Route,
  browser: HttpBrowser,
  headers: Record<string, string | undefined> = {},
): Promise<string> {
  const { params = {}, query, body, headers: own = {} } = PROBES[id] ?? {};
  const address = path.replace(/\{(\w+)\}/g, (_whole, name: string) => params[name] ?? '');
  const sent = { ...(body !== undefined && { body }), headers: { ...own, ...headers } };
  return cell(await browser.ask(method, query === undefined ? address : `${address}?${query}`, sent));
}

/** A browser of somebody of a role who has just given the second factor. */
async function browserOf(role: Role): Promise<Guest> {
  const { name, code } = await lab.user(`a-${role}-${Math.random().toString(36).slice(2, 8)}`, role, undefined, PARTS);
  const browser = new Guest(server, ORIGIN);
  await browser.post('/api/v1/session', { name, password: 'tinaja verde con doce patos' });
  if (code() !== 'none') await browser.post('/api/v1/session/second-factor', { kind: 'totp', code: code() });
  lab.now += 30_000;
  return browser;
}

async function ageStepUp(): Promise<void> {
  await lab.throwAway.database.query("update accounts.session set step_up_at = step_up_at - interval '1 hour'");
  lab.now += 6_000;
}

/** One way of asking, over every route; sessions are begun anew where a route ends them. */
async function columnOf(column: Column, routes: readonly Route[], token: string): Promise<string[]> {
  const role = (ROLES as readonly string[]).includes(column) ? (column as Role) : 'owner';
  const begin = async () => {
    const browser = column === 'nobody' || column === 'token' ? new Guest(server, ORIGIN) : await browserOf(role);
    if (column === 'expired') lab.now += 13 * 3_600_000;
    if (column === 'stale') await ageStepUp();
    return browser;
  };
  const headers: Record<string, string | undefined> = {
    ...(column === 'token' && { authorization: `Bearer ${token}` }),
    ...(column === 'no-csrf' && { 'x-csrf-token': 'forged' }),
    ...(column === 'foreign' && { origin: 'https://evil.example' }),
  };
  // Wrong tries under one name lock it, whoever made them.
  await lab.throwAway.database.query('truncate accounts.sign_in_failures');
  const ordered = [...routes].sort((a, b) => Number(LAST.has(a.id)) - Number(LAST.has(b.id)));
  const cells = new Map<string, string>();
  let browser = await begin();
  for (const route of ordered) {
    if (LAST.has(route.id)) browser = await begin();
    cells.set(route.id, await askFor(route, browser, headers));
  }
  return routes.map(({ id }) => cells.get(id) ?? '?');
}

test('every operation answers every role, and every wrong way of asking, as the reviewed file says', async () => {
  await lab.owner();
  const owner = await browserOf('owner');
  const routes = (await documented(owner)).sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
  const rights = ['trading.read', 'research.read'];
  const made = await owner.post('/api/v1/tokens', { name: 'robot', rights, expiresAt: lab.now + 7 * 86_400_000 });
  const columns: string[][] = [];
  for (const column of COLUMNS) columns.push(await columnOf(column, routes, made.body.token));
  const widths = COLUMNS.map((name, i) => Math.max(name.length, ...(columns[i] as string[]).map(({ length }) => length)));
  const nameWidth = Math.max(...routes.map(({ method, path }) => method.length + path.length + 1));
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(nameWidth)}  ${cells.map((one, i) => one.padEnd(widths[i] as number)).join('  ')}`.trimEnd();
  const found = [
    line('', COLUMNS),
    ...routes.map(({ method, path }, row) =>
      line(
        `${method} ${path}`,
        columns.map((cells) => cells[row] as string),
      ),
    ),
  ];
  const reviewed = readFileSync(join(import.meta.dirname, 'authorisation.txt'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(found).toEqual(reviewed.filter((text) => !text.startsWith('#')));
}, 120_000);
