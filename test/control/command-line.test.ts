/** The control commands as they are typed: text, JSON, exit codes, a PIN through a pipe, and a trader that does not answer. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keptStops } from '../../src/adapters/control-socket/kept-stops.ts';
import { noteSessionCommand } from '../../src/adapters/control-socket/session-command.ts';
import { atalaya, temporaryFolder } from '../cli/run-cli.ts';
import { BUSY, ControlLab, TestPin } from './control-lab.ts';

const lab = new ControlLab();
const pin = new TestPin();
beforeAll(async () => {
  await lab.holding(await lab.open(BUSY, pin));
});
afterAll(() => lab.end());

const [empty, folder] = [temporaryFolder(), temporaryFolder()];
const run = (...words: string[]) => atalaya([...words, '--data-dir', lab.folder]);
const codeIn = ({ stdout }: { stdout: string }) => JSON.parse(stdout).error.code;

describe.concurrent('what changes nothing', () => {
  test('status says in words what the trader does', async () => {
    const { code, stdout } = await run('status');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Atalaya 0\.0\.0: account paper, paper money, environment dev\n/);
    expect(stdout).toMatch(/^ {2}Mode +NORMAL since 2022-12-13 \d\d:\d\d:\d\d UTC/m);
    expect(stdout).toMatch(/^ {2}Armed +no, no real order is sent$/m);
    expect(stdout).toMatch(/^ {2}Equity +[\d,]+\.\d\d USDT {2}\(cash /m);
    expect(stdout).toMatch(/^ {2}Held +1 position, /m);
  });

  test('positions show stop and result with their sign, and the same as JSON', async () => {
    const [text, json] = await Promise.all([run('positions'), run('positions', '--json')]);
    expect(text.stdout).toMatch(/^instrument +strategy +side +quantity +entry +now +value USDT +result USDT/);
    const { rows } = JSON.parse(json.stdout);
    expect(rows).toMatchObject([{ instrumentId: 'BTCUSDT', side: expect.stringMatching(/long|short/) }]);
    expect(text.stdout).toContain(rows[0].entryPrice);
  });

  test('risk tells exposures, ladder and limits, and what a move would do', async () => {
    const [text, json, moved] = await Promise.all([run('risk'), run('risk', '--json'), run('risk', '--move', '-50')]);
    expect(text.stdout).toMatch(/^ {2}Bad day, historical +no data: 0 common days$/m);
    expect(JSON.parse(json.stdout).exposures.byInstrument).toMatchObject([{ instrumentId: 'BTCUSDT' }]);
    expect(moved.stdout).toMatch(/^ {2}If prices moved +-50 %$/m);
    expect((await run('risk', '--move', 'much', '--json')).code).toBe(2);
  });

  test('where nobody can be asked, an act without --yes is a usage error and nothing is done', async () => {
    for (const name of ['kill', 'pause']) {
      const spoken = await run(name, '--json');
      expect(spoken.code).toBe(2);
      expect(codeIn(spoken)).toBe('CONFIRMATION_NEEDED');
    }
    expect((await lab.mode()).name).toBe('NORMAL');
  });

  test('without a trader every command ends with 3, says where it looked and how to start one', async () => {
    for (const words of [
      ['status', '--json'],
      ['kill', '--yes', '--json'],
    ]) {
      const spoken = await atalaya([...words, '--data-dir', empty]);
      expect(spoken.code).toBe(3);
      expect(codeIn(spoken)).toBe('TRADER_NOT_RUNNING');
      expect(spoken.stderr).toContain(join(empty, 'run/trader.sock'));
      expect(spoken.stderr).toContain('npx atalaya up');
    }
  });

  test('disarm works without a trader too', async () => {
    const state = join(empty, 'state');
    mkdirSync(state, { recursive: true });
    const armed = { account: 'main', by: 'ana', at: 1, engineVersion: '1', venueKey: 'ab' };
    const evidence = { reconciliation: null, killDryCall: null, backup: null, checklist: [] };
    writeFileSync(join(state, 'arming.json'), JSON.stringify({ version: 1, armed, ended: null, evidence }));
    const spoken = await atalaya(['disarm', '--data-dir', empty, '--json']);
    expect(spoken.code).toBe(0);
    expect(JSON.parse(spoken.stdout)).toEqual({ armed: false, was: true });
  });

  test('a kill that gets no answer ends after 5 s with 3 and says what to do next', async () => {
    mkdirSync(join(folder, 'run'));
    writeFileSync(join(folder, 'instance.json'), JSON.stringify({ pid: 4321, since: '' }));
    mkdirSync(join(folder, 'state'), { recursive: true });
    noteSessionCommand(folder, ['trade', '--config', 'kraken.json']);
    const calls: Socket[] = [];
    const silent = createServer((call) => void calls.push(call));
    await new Promise<void>((listening) => silent.listen(join(folder, 'run/trader.sock'), listening));
    try {
      const spoken = await atalaya(['kill', '--yes', '--data-dir', folder]);
      expect(spoken.code).toBe(3);
      expect(spoken.stderr).toContain('did not answer within 5 s [TRADER_NOT_ANSWERING]');
      expect(spoken.stderr).toContain(`kill -9 4321, start again (npx atalaya trade --config kraken.json --data-dir ${folder})`);
      expect(spoken.stderr).toContain("on the venue's own page or app");
      expect(spoken.stderr).toContain('The kill is kept on disk');
      expect(keptStops(folder)).toMatchObject([{ kind: 'kill', by: `command-line:${userInfo().username}` }]);
    } finally {
      for (const call of calls) call.destroy();
      await new Promise((closed) => silent.close(closed));
    }
  });
});

test('pause, a wrong and a right PIN through a pipe, and the user who asked', async () => {
  const paused = await run('pause', '--yes', '--reason', 'lunch', '--json');
  expect(paused.code).toBe(0);
  expect(JSON.parse(paused.stdout)).toMatchObject({ mode: 'PAUSE', recorded: true });
  expect(await lab.mode()).toMatchObject({ reason: 'lunch', by: `command-line:${userInfo().username}` });

  const piped = (input: string) => atalaya(['resume', '--yes', '--pin-stdin', '--json', '--data-dir', lab.folder], { input });
  const wrong = await piped('0815\n');
  expect([wrong.code, codeIn(wrong)]).toEqual([1, 'PIN_WRONG']);
  expect(wrong.stdout + wrong.stderr).not.toContain('0815');
  const right = await piped('4711\n');
  expect(JSON.parse(right.stdout)).toMatchObject({ mode: 'NORMAL' });
  // A PIN is never an argument: others on the machine could read it.
  expect((await run('resume', '--pin', '4711')).code).toBe(2);
});

test('a strategy is disabled for a time, weighed and enabled', async () => {
  const disabled = await run('strategy', 'disable', 'sma-cross', '--for', '4h', '--reason', 'news', '--json');
  expect(JSON.parse(disabled.stdout)).toMatchObject({ mode: 'NORMAL', recorded: true });
  const weighed = await run('strategy', 'weight', 'sma-cross', 'BTCUSDT', '0.5', '--yes');
  expect(weighed.stdout).toMatch(/^Done: strategy-weights\. Mode NORMAL/);
  const cross = async () => (await lab.status()).strategies.find(({ strategyId }) => strategyId === 'sma-cross');
  await expect.poll(async () => (await cross())?.weight ?? null).not.toBeNull();
  const steered = await cross();
  const by = `command-line:${userInfo().username}`;
  expect(steered).toMatchObject({ state: 'blocked', block: { by, reason: 'news' }, weight: { ratio: 0.5, by } });
  const { at, until: end } = steered?.block ?? {};
  expect((end as number) - (at as number)).toBe(4 * 3_600_000);
  const { stdout } = await run('status');
  expect(stdout).toMatch(/^ {2}Strategies +sma-cross on BTCUSDT: BLOCKED by command-line:\S+ until 2022-12-\S+ \S+ UTC: news$/m);
  expect(stdout).toMatch(/sma-cross on BTCUSDT: weight 0\.5, by command-line:/);

  const enabled = await run('strategy', 'enable', 'sma-cross', '--yes', '--json');
  expect(JSON.parse(enabled.stdout)).toMatchObject({ recorded: true });
  const unknown = await run('strategy', 'disable', 'nope', '--json');
  expect([unknown.code, codeIn(unknown)]).toEqual([1, 'STRATEGY_NOT_RUNNING']);
  expect((await run('strategy', 'weight', 'sma-cross', 'BTCUSDT', '1.1', '--yes')).code).toBe(2);
  expect((await run('strategy', 'disable', 'sma-cross', '--for', 'long')).code).toBe(2);
});

test('the try of the kill, reconcile on paper, arming outside prod', async () => {
  const tried = await run('kill', '--dry-run');
  expect(tried.code).toBe(0);
  expect(tried.stdout).toContain('Nothing was done.\n');
  expect(tried.stdout).toMatch(/It would close 1 position and cancel /);
  const reconciled = await run('reconcile', '--json');
  expect([reconciled.code, codeIn(reconciled)]).toEqual([1, 'RECONCILE_NO_VENUE']);
  const armed = await run('arm');
  expect(armed.code).toBe(1);
  expect(armed.stdout).toContain('MISSING   Environment: this is dev');
  expect(armed.stderr).toMatch(/not armed, missing: environment, venue-key, checklist, reconciliation, backup \[ARMING_INCOMPLETE]/);
  expect(JSON.parse((await run('arm', 'sign', 'alerts', '--name', 'Ana', '--json')).stdout)).toMatchObject({ recorded: null });
  expect((await run('arm', '--json')).stdout).toContain('"name": "Ana"');
});

test('kill --yes, and reset with the PIN', async () => {
  const killed = await run('kill', '--yes');
  expect(killed.code).toBe(0);
  expect(killed.stdout).toMatch(/^Done: kill\. Mode EMERGENCY, 1 position, /);
  expect(killed.stdout).toMatch(/Recorded as journal entry \d+\./);
  const reset = await atalaya(['mode', 'reset', '--yes', '--pin-stdin', '--json', '--data-dir', lab.folder], { input: '4711' });
  expect(JSON.parse(reset.stdout)).toMatchObject({ mode: 'PAUSE', recorded: true });
  expect((await run('mode')).stdout).toMatch(/^PAUSE since /);
});
