/** Listening on this machine alone, with words for what keeps a port from being had. */

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { InputError } from '../../core/domain/result.ts';

/** InputError PORT_IN_USE, PORT_FORBIDDEN or PORT_INVALID (exit 3, 3, 2). Closes the server when it can't listen. */
export async function listen(server: FastifyInstance, port: number): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InputError('PORT_INVALID', `expected a port of 0 to 65535, found ${port}; choose one with --port N`, 2);
  }
  try {
    await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    await server.close();
    throw explained(error, port);
  }
}

/** InputError PORT_IN_USE, PORT_FORBIDDEN: before anything is made that would be of no use without the port. */
export async function requireFreePort(port: number): Promise<void> {
  const trial = createServer();
  try {
    await once(trial.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    throw explained(error, port);
  }
  trial.close();
  await once(trial, 'close');
}

function explained(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new InputError(
      'PORT_IN_USE',
      `expected port ${port} to be free, another program listens there; stop it or choose another with --port N`,
      3,
    );
  if (code === 'EACCES')
    return new InputError(
      'PORT_FORBIDDEN',
      `the system does not let this user listen on port ${port}; choose one above 1023 with --port N`,
      3,
    );
  return error;
}
