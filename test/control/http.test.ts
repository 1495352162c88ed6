/** The same answers under the web server, for whoever has entered; without a door behind it these addresses are not there. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServer, type ServerOptions } from '../../src/adapters/http/create-server.ts';
import { controlMode, controlPositions, type Reconciliation, reconciliation } from '../../src/api/control.ts';
import { PATHS } from '../../src/api/paths.ts';
import { traderQuestions } from '../../src/apps/platform/trader-questions.ts';
import { ControlLab, TestPin } from './control-lab.ts';

let lab: ControlLab;
beforeEach(() => {
  lab = new ControlLab();
});
afterEach(() => lab.end());
const KEY = { authorization: 'Bearer key of this test' };

async function serve(control: (desk: NonNullable<ServerOptions['control']>) => ServerOptions['control'] = (desk) => desk) {
  const { trader, desk } = await lab.open();
  const panelFolder = join(lab.folder, 'panel');
  mkdirSync(panelFolder);
  writeFileSync(join(panelFolder, 'index.html'), '<!doctype html><title>Atalaya</title>');
  const correct = traderQuestions(lab.folder).correct;
  const chosen = control({ ...desk, correct });
  const server = await createServer({
    source: trader.source,
    port: 0,
    panelFolder,
    commandLineKey: 'key of this test',
    ...(chosen && { control: chosen }),
  });
  const ask = async (path: string, method = 'GET', headers: Record<string, string> = KEY, body?: object) => {
    const json = body && { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${server.url}${path}`, { method, headers, ...json });
    return { status: answer.status, body: (await answer.json()) as { code?: string } };
  };
  return { server, ask };
}

test('positions and mode are given to whoever has entered', async () => {
  const { server, ask } = await serve();
  const [positions, mode] = [await ask(PATHS.positions), await ask(PATHS.mode)];
  expect([positions.status, mode.status]).toEqual([200, 200]);
  expect(controlPositions.parse(positions.body)).toMatchObject({ currency: 'USDT', rows: [] });
  expect(controlMode.parse(mode.body)).toMatchObject({ name: 'NORMAL', pinAsked: false });
  expect(await ask(PATHS.mode, 'GET', {})).toMatchObject({ status: 401, body: { code: 'NOT_ENTERED' } });
  expect(await ask(PATHS.reconcile, 'POST', {})).toMatchObject({ status: 401 });
  await server.close();
});

test('reconcile gives the report, or the refusal as a 409 problem', async () => {
  const report = {
    at: 1,
    clean: false,
    differences: [
      {
        ...{ kind: 'position', subject: 'BTCUSDT', ours: '1', venue: '1.002', ratio: 0.002, consequence: 'PAUSE' },
        ...{ causes: ['a trade by hand'], proposal: 'take it over', corrections: ['adopt', 'ignore'] },
      },
    ],
  } satisfies Reconciliation;
  const { server, ask } = await serve((desk) => ({
    ...desk,
    reconcile: async () => ({ ok: true, value: report }),
  }));
  const answer = await ask(PATHS.reconcile, 'POST');
  expect(reconciliation.parse(answer.body)).toEqual(report);
  await server.close();
});

test('on paper reconcile is refused', async () => {
  const { server, ask } = await serve();
  expect(await ask(PATHS.reconcile, 'POST')).toMatchObject({ status: 409, body: { code: 'RECONCILE_NO_VENUE' } });
  await server.close();
});

test('a correction goes to the trader with its sender, and where there is no venue it is refused', async () => {
  const { server, ask } = await serve();
  const act = { commandId: crypto.randomUUID(), confirmed: true, difference: { kind: 'position', subject: 'BTCUSDT' }, as: 'adopt' };
  const path = `${PATHS.reconcile}/corrections`;
  expect(await ask(path, 'POST', KEY, act)).toMatchObject({ status: 409, body: { code: 'RECONCILE_NO_VENUE' } });
  expect(await ask(path, 'POST', KEY, { ...act, commandId: crypto.randomUUID(), as: 'invent' })).toMatchObject({ status: 422 });
  await server.close();
});

test('a correction asks for the PIN wherever the command line does', async () => {
  const pin = new TestPin();
  await lab.open({}, pin);
  const { correct } = traderQuestions(lab.folder);
  const act = { confirmed: true, difference: { kind: 'position', subject: 'BTCUSDT' }, as: 'adopt' } as const;
  const ask = (more: object) =>
    correct({ commandId: crypto.randomUUID(), ...act, ...more }, { by: 'panel:ana', correlationId: 'test', sentAt: Date.now() });
  expect(await ask({})).toMatchObject({ ok: false, refusal: { code: 'PIN_MISSING' } });
  expect(await ask({ pin: '1' })).toMatchObject({ ok: false, refusal: { code: 'PIN_WRONG' } });
  expect(await ask({ pin: '4711' })).toMatchObject({ ok: false, refusal: { code: 'RECONCILE_NO_VENUE' } });
});

test('without control the addresses are not there', async () => {
  const { server, ask } = await serve(() => undefined);
  expect((await ask(PATHS.mode)).status).toBe(404);
  await server.close();
});
