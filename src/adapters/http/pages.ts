/** What a browser loads: the entrance by one-time link, the panel's pages drawn whole, and its built files. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { entrance } from '../../api/contract/entrance.ts';
import type { EntranceKind, PageState } from '../../api/page-state.ts';
import { PATHS } from '../../api/paths.ts';
import { Allowance } from '../../core/operations/allowance.ts';
import type { Access } from './access.ts';
import { cookieName, type Place } from './cookies.ts';
import type { LiveSource } from './live-source.ts';
import { HttpProblem, readInput } from './problems.ts';
import { serve } from './serve.ts';
import type { Visitors } from './visitor.ts';

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
    objectSrc: ["'none'"],
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
    strictTransportSecurity: publicOrigin === null ? false : { maxAge: 31_536_000, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}

/** GET /enter?token=…: opens a session, once, and goes on to the clean address. A browser's look ahead of the user does not use the link up. */
export function registerEntrance(server: FastifyInstance, access: Access, linksCount: () => boolean): void {
  const failures = new Allowance(20, 60_000);
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
      const { token } = readInput(query, request.query);
      const session = linksCount() ? access.enter(token) : null;
      reply.header('cache-control', 'no-store');
      if (!session) {
        // Only failures are counted: a foreign page that guesses does not keep the owner out.
        if (failures.take(Date.now()) === null)
          throw new HttpProblem(429, 'TOO_MANY_REQUESTS', 'Too many links that let nobody in; try again in a minute.', {
            headers: { 'retry-after': '60' },
          });
        return reply.redirect('/?link=used', 303);
      }
      const maxAge = Math.floor((session.expiresAt - Date.now()) / 1000);
      return reply
        .setCookie(cookieName(request, 'session'), session.token, { path: '/', httpOnly: true, sameSite: 'strict', maxAge })
        .redirect('/', 303);
    },
  );
}

/** Links for another browser, until there is an owner. */
export function registerLinks(server: FastifyInstance, newLink: () => string, linksCount: () => boolean): void {
  const { newLink: row } = entrance;
  serve(
    server,
    'entrance',
    { newLink: row },
    {
      newLink() {
        if (!linksCount()) throw new HttpProblem(409, 'LINKS_ENDED', 'There is an owner: everybody signs in with an account of their own.');
        return { link: newLink() };
      },
    },
  );
}

/** The session that asks. */
export function registerSession(server: FastifyInstance, access: Access): void {
  const { session, leave } = entrance;
  serve(
    server,
    'entrance',
    { session, leave },
    {
      session: (_asked, { visitor }) => ({ by: visitor?.by ?? '', expiresAt: visitor?.expiresAt ?? 0 }),
      leave(_asked, request, reply) {
        const token = request.cookies[cookieName(request, 'session')];
        if (token !== undefined) access.leave(token);
        reply.clearCookie(cookieName(request, 'session'), { path: '/' });
        return undefined;
      },
    },
  );
}

/** What a page is drawn with, asked for each request. */
export type PageStateOf = (request: FastifyRequest) => PageState | Promise<PageState>;

/** The panel's own side of the server, as its build has it (panel/server.tsx). */
interface Drawing {
  readonly preload: string;
  hasPage(path: string): boolean;
  /** Whoever has not entered is shown it. */
  isForStrangers(path: string): boolean;
  renderPage(request: {
    readonly path: string;
    readonly cookie: string;
    readonly acceptLanguage: string;
    readonly at: number;
    readonly isLinkUsed: boolean;
    readonly page: PageState;
  }): string;
}

const NOBODY = { entered: false, rights: [], release: null, world: null, trader: null, snapshot: null } as const;

/** The session as it is now, for whoever has entered and may read it; nothing of it for anybody else. */
export function pageStateFrom(source: LiveSource, visitors: Visitors, entranceNow: () => EntranceKind): PageStateOf {
  return async (request) => {
    const entrance = entranceNow();
    // Where nobody can say who asks, the page is drawn as for a stranger, and says why once it runs.
    const visitor = await visitors.of(request).catch(() => null);
    if (visitor === null || visitor.stage !== 'full') return { ...NOBODY, entrance };
    const { rights } = visitor;
    const mayRead = rights.includes('trading.read');
    const [trader, snapshot] = mayRead ? [source.traderState(), source.snapshot()] : [null, null];
    const world = mayRead || rights.includes('risk.read') ? (source.snapshot()?.world ?? null) : null;
    return { entered: true, entrance, rights, release: source.health().release, world, trader, snapshot };
  };
}

/**
 * The built panel: `folder`/client holds the files, `folder`/server what draws the pages. An address without a file ending is a page and is drawn whole, with
 * the figures of `pageState`; a missing file is a 404.
 */
export async function registerPanel(server: FastifyInstance, folder: string, pageState: PageStateOf): Promise<void> {
  const client = join(folder, 'client');
  const drawer = join(folder, 'server', 'server.js');
  const drawing = existsSync(drawer) ? ((await import(pathToFileURL(drawer).href)) as Drawing) : null;
  if (drawing) {
    await server.register(files, {
      root: client,
      cacheControl: false,
      // Made at build time, beside each file.
      preCompressed: true,
      index: false,
      setHeaders(reply, path) {
        // Names in assets/ carry a hash of their content; everything else has to be asked for again.
        reply.header('cache-control', path.includes(join(client, 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const { pathname, search, searchParams } = new URL(request.url, 'http://localhost');
    const isPage = request.method === 'GET' && !pathname.startsWith('/api/') && !/\.[a-z0-9]+$/i.test(pathname);
    if (!isPage) throw new HttpProblem(404, 'NOT_FOUND', `There is nothing at ${pathname}.`);
    if (!drawing)
      throw new HttpProblem(503, 'PANEL_NOT_BUILT', 'The panel has not been built: run npm start, or node tools/bootstrap.mjs once.');
    const page = await pageState(request);
    if (!page.entered && page.entrance === 'sign-in' && !drawing.isForStrangers(pathname))
      return reply.header('cache-control', 'no-store').redirect(`/sign-in?to=${encodeURIComponent(pathname + search)}`, 303);
    const document = drawing.renderPage({
      path: pathname,
      cookie: request.headers.cookie ?? '',
      acceptLanguage: request.headers['accept-language'] ?? '',
      at: Date.now(),
      isLinkUsed: searchParams.get('link') === 'used',
      page,
    });
    const { encoding, body } = compressed(document, String(request.headers['accept-encoding'] ?? ''));
    if (encoding !== null) reply.header('content-encoding', encoding);
    return reply
      .code(drawing.hasPage(pathname) ? 200 : 404)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('vary', 'accept-encoding, accept-language, cookie')
      .header('link', drawing.preload)
      .send(body);
  };
  // The folder of the files is at the same address as the first page.
  server.get('/', { config: { permission: 'everyone' }, schema: { hide: true } }, answer);
  server.setNotFoundHandler(answer);
}

/** Packed here and not by a plug-in: figures and the asked path are in one document, whose length tells nobody anything, since the session's cookie comes from the panel's own pages alone. */
function compressed(document: string, accepted: string): { readonly encoding: string | null; readonly body: Buffer } {
  const body = Buffer.from(document);
  if (/\bbr\b/.test(accepted))
    return { encoding: 'br', body: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) };
  return /\bgzip\b/.test(accepted) ? { encoding: 'gzip', body: gzipSync(body, { level: 6 }) } : { encoding: null, body };
}
