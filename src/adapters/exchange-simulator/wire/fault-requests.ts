/** Faults over the wire: POST adds them, GET lists them with what they did, DELETE takes one or all away. From this machine alone. */

import { InputError } from '../../../core/domain/result.ts';
import type { FaultGate } from '../faults/fault-gate.ts';
import { parseScenario } from '../faults/scenario.ts';
import type { WireAnswer, WireRequest } from './wire-server.ts';

export const FAULTS_PATH = '/__faults';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

export function answerFaultRequest({ method, path, body, headers }: WireRequest, from: string, gate: FaultGate): WireAnswer {
  if (!LOOPBACK.test(from)) return told(403, { error: 'faults are set from this machine alone' });
  // A page in a browser sends its origin: it has no business here.
  if (headers.origin !== undefined) return told(403, { error: 'faults are not set from web pages' });
  if (method === 'GET') return told(200, { faults: gate.list() });
  if (method === 'POST') return add(body, gate);
  if (method === 'DELETE') return remove(path.slice(FAULTS_PATH.length + 1), gate);
  return told(405, { error: `expected GET, POST or DELETE, found ${method}` });
}

function add(body: string, gate: FaultGate): WireAnswer {
  try {
    return told(200, { added: parseScenario(body, 'the request').map((fault) => gate.add(fault)) });
  } catch (error) {
    if (error instanceof InputError) return told(400, { error: error.message, code: error.code });
    throw error;
  }
}

function remove(id: string, gate: FaultGate): WireAnswer {
  if (id === '') return told(200, { removed: gate.remove() });
  return gate.remove(Number(id))
    ? told(200, { removed: true })
    : told(404, { error: `expected the number of a fault, found ${JSON.stringify(id)}` });
}

function told(status: number, value: unknown): WireAnswer {
  return { status, body: JSON.stringify(value) };
}
