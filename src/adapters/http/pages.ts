/** What a browser loads: the entrance by one-time link and the built panel, whose own addresses all lead to its one page. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { entrance } from '../../api/contract/entrance.ts';
import { PATHS } from '../../api/paths.ts';
import type { Access } from './access.ts';
import { cookieName, type Place } from './cookies.ts';
import { RateLimit } from './guard.ts';
import { HttpProblem, readInput } from './problems.ts';
import { serve } from './serve.ts';

/** Nothing from anywhere else, no inline script, in nobody's frame. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

export async function registerBrowserProtection(server: FastifyInstance, { publicOrigin }: Place): Promise<void> {
  await server.register(cookie);
  await server.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    // There is no TLS on loopback to insist on; behind a gateway the browser never comes without it again.
    strictTransportSecurity: publicOrigin === null ? false : { maxAge: 31_536_000, includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}

/** GET /enter?token=…: opens a session, once, and goes on to the clean address. A browser's look ahead of the user does not use the link up. */
export function registerEntrance(server: FastifyInstance, access: Access): void {
  const failures = new RateLimit(20, 60_000);
  const query = z.object({ token: z.string().max(100) });
  server.get(
    PATHS.enter,
    { exposeHeadRoute: false, config: { permission: 'everyone' }, schema: { hide: true } },
    async (request, reply) => {
      if (
        /prefetch|prerender|preview/i.test(
          String(request.headers['sec-purpose'] ?? request.headers.purpose ?? request.headers['x-moz'] ?? ''),
        )
      ) {
        throw new HttpProblem(425, 'LINK_NOT_FOLLOWED', 'The link is used when it is opened, not before.');
      }
      const session = access.enter(readInput(query, request.query).token);
      reply.header('cache-control', 'no-store');
      if (!session) {
        // Only failures are counted: a foreign page that guesses does not keep the owner out.
        failures.pass();
        return reply.redirect('/?link=used', 303);
      }
      const maxAge = Math.floor((session.expiresAt - Date.now()) / 1000);
      return reply
        .setCookie(cookieName(request, 'session'), session.token, { path: '/', httpOnly: true, sameSite: 'strict', maxAge })
        .redirect('/', 303);
    },
  );
}

/** The session that asks, and links for another one. */
export function registerSession(server: FastifyInstance, access: Access, newLink: () => string): void {
  serve(server, 'entrance', entrance, {
    session: (_asked, { visitor }) => ({ by: visitor?.by ?? '', expiresAt: visitor?.expiresAt ?? 0 }),
    leave(_asked, request, reply) {
      const token = request.cookies[cookieName(request, 'session')];
      if (token !== undefined) access.leave(token);
      reply.clearCookie(cookieName(request, 'session'), { path: '/' });
      return undefined;
    },
    newLink: () => ({ link: newLink() }),
  });
}

/** Files of `folder`; addresses without a file ending are the panel's own and get its page; a missing file is a 404. */
export async function registerPanel(server: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    await server.register(files, {
      root: folder,
      cacheControl: false,
      setHeaders(reply, path) {
        // Names in assets/ carry a hash of their content; everything else has to be asked for again.
        reply.header('cache-control', path.includes(join(folder, 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  server.setNotFoundHandler((request, reply) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    const isPage = request.method === 'GET' && !path.startsWith('/api/') && !/\.[a-z0-9]+$/i.test(path);
    if (isPage && built) return reply.sendFile('index.html');
    if (isPage)
      throw new HttpProblem(503, 'PANEL_NOT_BUILT', 'The panel has not been built: run npm start, or node tools/bootstrap.mjs once.');
    throw new HttpProblem(404, 'NOT_FOUND', `There is nothing at ${path}.`);
  });
}
