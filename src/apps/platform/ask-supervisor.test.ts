import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { ProcessRow } from '../../api/system.ts';
import { type Channel, openSupervisor } from './ask-supervisor.ts';
import type { SupervisorAnswer, SupervisorAsked } from './supervisor-words.ts';

const ROW: ProcessRow = { name: 'web', state: 'running', processId: 7, since: 1, startedAt: 1, restarts: 0, lastExit: null };

const FIGURES = {
  ...{ at: 1, processId: 1, startedAt: 1, cpuSeconds: 0, residentBytes: 1 },
  ...{ heapUsedBytes: null, loopLagSeconds: null, orderLatencySeconds: null },
};

/** A channel to somebody who answers each word with what `say` gives for it, in that order. */
function channel(say: (asked: SupervisorAsked) => SupervisorAnswer[]): Channel {
  const line = new EventEmitter();
  const send = (word: SupervisorAsked) => {
    setImmediate(() => {
      for (const answer of say(word)) line.emit('message', answer);
    });
    return true;
  };
  return Object.assign(line, { connected: true, send }) as unknown as Channel;
}

test('an answer belongs to the question with its number, whatever else is said', async () => {
  const supervisor = openSupervisor(
    channel(({ id }) => [
      { kind: 'answer', id: id + 50, ok: false, code: 'OTHER', message: 'of another question', exitCode: 1 },
      { kind: 'answer', id, ok: true, value: { processes: [{ ...ROW, restarts: id }], supervisor: FIGURES } },
    ]),
  );
  const [one, two] = await Promise.all([supervisor.ask('processes', null), supervisor.ask('processes', null)]);
  expect([one.processes[0]?.restarts, two.processes[0]?.restarts]).toEqual([1, 2]);
});

test('a refusal is thrown with its code, and silence after its time', async () => {
  const refusing = openSupervisor(
    channel(({ id }) => [{ kind: 'answer', id, ok: false, code: 'RESTART_CONFLICT', message: 'it stops already', exitCode: 1 }]),
  );
  await expect(refusing.ask('restart', { name: 'web' })).rejects.toMatchObject({ code: 'RESTART_CONFLICT', message: 'it stops already' });
  const silent = openSupervisor(
    channel(() => []),
    30,
  );
  await expect(silent.ask('processes', null)).rejects.toMatchObject({ code: 'SUPERVISOR_SILENT', exitCode: 3 });
});

test('an answer of another shape than the table says is not passed on', async () => {
  const supervisor = openSupervisor(
    channel(({ id }) => [{ kind: 'answer', id, ok: true, value: { processes: [{ ...ROW, state: 'fine' }], supervisor: FIGURES } }]),
  );
  await expect(supervisor.ask('processes', null)).rejects.toThrow();
});

test('who runs without a supervisor is told so', async () => {
  const alone = openSupervisor(Object.assign(new EventEmitter(), { connected: false }) as unknown as Channel);
  await expect(alone.ask('processes', null)).rejects.toMatchObject({ code: 'SUPERVISOR_ABSENT' });
});
