/** Who may enter until there is an owner: one-time links, the sessions they open, and the key of the local command line. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ALL_RIGHTS } from '../../api/roles.ts';
import type { Visitor } from './visitor.ts';

export const LINK_LIFE_MS = 10 * 60_000;
const SESSION_LIFE_MS = 7 * 86_400_000;
const MOST_LINKS = 10;
const MOST_SESSIONS = 20;

const FOR_EVER = Number.MAX_SAFE_INTEGER;
/** The owner, at the machine itself: there is no second factor to ask for. */
const WITHOUT_ACCOUNT = { rights: ALL_RIGHTS, stage: 'full', isFresh: true, isProgram: false, account: null } as const;

const storedSessions = z.array(z.object({ hash: z.string(), expiresAt: z.number() }));

/**
 * Tokens are 256 random bits; only their SHA-256 is kept, in memory and, with `sessionsFile`, on disk (mode 0600) so that an open page survives a restart.
 * `commandLineKey` is a secret that only the OS user who runs Atalaya can read.
 */
export class Access {
  private readonly links = new Map<string, number>();
  private readonly sessions = new Map<string, number>();
  private readonly sessionsFile: string | undefined;
  private readonly commandLineHash: string | undefined;
  private readonly now: () => number;

  constructor(options: { sessionsFile?: string | undefined; commandLineKey?: string | undefined; now?: () => number } = {}) {
    this.now = options.now ?? Date.now;
    this.sessionsFile = options.sessionsFile;
    this.commandLineHash = options.commandLineKey === undefined ? undefined : hashOf(options.commandLineKey);
    this.load();
  }

  /** A token for one entrance within ten minutes. */
  newLinkToken(): string {
    const token = newToken();
    remember(this.links, hashOf(token), this.now() + LINK_LIFE_MS, MOST_LINKS);
    return token;
  }

  /** Uses a link up and opens a session; null when the link is unknown, used or too old. */
  enter(linkToken: string): { readonly token: string; readonly expiresAt: number } | null {
    const hash = hashOf(linkToken);
    const expiresAt = this.links.get(hash);
    this.links.delete(hash);
    if (expiresAt === undefined || expiresAt <= this.now()) return null;
    const token = newToken();
    const session = { token, expiresAt: this.now() + SESSION_LIFE_MS };
    remember(this.sessions, hashOf(token), session.expiresAt, MOST_SESSIONS);
    this.save();
    return session;
  }

  visitorOfSession(token: string | undefined): Visitor | null {
    const expiresAt = token === undefined ? undefined : this.sessions.get(hashOf(token));
    if (expiresAt === undefined || expiresAt <= this.now()) return null;
    return { ...WITHOUT_ACCOUNT, by: 'panel', expiresAt, isStillIn: async () => this.visitorOfSession(token) !== null };
  }

  visitorOfKey(key: string): Visitor | null {
    if (this.commandLineHash === undefined) return null;
    const same = timingSafeEqual(Buffer.from(hashOf(key)), Buffer.from(this.commandLineHash));
    return same ? { ...WITHOUT_ACCOUNT, by: 'command-line', expiresAt: FOR_EVER, isStillIn: async () => true } : null;
  }

  leave(token: string): void {
    if (this.sessions.delete(hashOf(token))) this.save();
  }

  /** A file that can't be read is no reason not to start: the owner enters by a new link. */
  private load(): void {
    if (this.sessionsFile === undefined || !existsSync(this.sessionsFile)) return;
    try {
      for (const { hash, expiresAt } of storedSessions.parse(JSON.parse(readFileSync(this.sessionsFile, 'utf8'))))
        this.sessions.set(hash, expiresAt);
    } catch {
      this.sessions.clear();
    }
  }

  private save(): void {
    if (this.sessionsFile === undefined) return;
    const rows = [...this.sessions].filter(([, expiresAt]) => expiresAt > this.now()).map(([hash, expiresAt]) => ({ hash, expiresAt }));
    try {
      writeFileSync(`${this.sessionsFile}.new`, JSON.stringify(rows), { mode: 0o600 });
      renameSync(`${this.sessionsFile}.new`, this.sessionsFile);
    } catch {
      // A full disk keeps nobody out: the session lasts until the next start.
    }
  }
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Adds an entry; the oldest goes when there are too many. */
function remember(entries: Map<string, number>, hash: string, expiresAt: number, most: number): void {
  entries.set(hash, expiresAt);
  for (const oldest of entries.keys()) if (entries.size > most) entries.delete(oldest);
}
