/** Cookies and where they are good: under the public address of a gateway only there and only with TLS, on this machine by port. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, Entered } from './account-desk.ts';
import { csrfTokenOf } from './csrf.ts';

export interface Place {
  /** `https://panel.example.org`, or null where there is loopback alone. */
  readonly publicOrigin: string | null;
}

export const LOOPBACK: Place = { publicOrigin: null };
/** The longest a browser keeps one. */
const DEVICE_SECONDS = 400 * 86_400;

export function hostOf(request: FastifyRequest): string {
  return (request.headers.host ?? '').toLowerCase();
}

/** It came for the public name. */
export function isPublic(request: FastifyRequest, { publicOrigin }: Place): boolean {
  return publicOrigin !== null && hostOf(request) === new URL(publicOrigin).host;
}

/**
 * `session` and `device` are for the server alone, `csrf` is read by the panel. With `__Host-` a browser takes the cookie over TLS and from this very host
 * only. On loopback cookies of one host are shared by its ports: the port in the name keeps two installations apart.
 */
export function cookieName(request: FastifyRequest, kind: 'session' | 'device' | 'csrf', place: Place = LOOPBACK): string {
  return isPublic(request, place) ? `__Host-atalaya_${kind}` : `atalaya_${kind}_${request.socket.localPort ?? 0}`;
}

export function callerOf(request: FastifyRequest, place: Place): Caller {
  const origin = isPublic(request, place) ? (place.publicOrigin as string) : `http://${hostOf(request)}`;
  return {
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    device: request.cookies[cookieName(request, 'device', place)] ?? null,
    sessionToken: request.cookies[cookieName(request, 'session', place)] ?? null,
    site: { origin, relyingParty: new URL(origin).hostname },
  };
}

/** A session's cookies go with the browser; that of a device stays. */
export function giveCookies(request: FastifyRequest, reply: FastifyReply, place: Place, { token, deviceToken }: Entered): void {
  const common = { path: '/', sameSite: 'strict', secure: isPublic(request, place) } as const;
  reply.setCookie(cookieName(request, 'session', place), token, { ...common, httpOnly: true });
  reply.setCookie(cookieName(request, 'csrf', place), csrfTokenOf(token), common);
  if (deviceToken !== null)
    reply.setCookie(cookieName(request, 'device', place), deviceToken, { ...common, httpOnly: true, maxAge: DEVICE_SECONDS });
}

export function clearCookies(request: FastifyRequest, reply: FastifyReply, place: Place): void {
  const common = { path: '/', sameSite: 'strict', secure: isPublic(request, place) } as const;
  for (const kind of ['session', 'csrf'] as const) reply.clearCookie(cookieName(request, kind, place), common);
}
