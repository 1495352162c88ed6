// The platform as `up` starts it, with the ways to its owner on this machine: a Telegram, a mail server and a receiver of signed notices.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeCluster, runningConnection } from '../../src/adapters/postgres/cluster.ts';
import type { NoticeSettings } from '../../src/api/notices.ts';
import { PROJECT_FOLDER } from '../../src/apps/strategy-registry.ts';
import { killTree } from '../live/role-pids.ts';
import { BotApiServer } from '../telegram/bot-api-server.ts';
import { MailServer } from './mail-server.ts';
import { NoticeReceiver } from './notice-receiver.ts';

export const MAIL_PASSWORD = 'planted password of the mail';
export const HOOK_SECRET = 'planted-words-of-the-receiver';

export class RunningPlatform {
  readonly folder = mkdtempSync(join(tmpdir(), 'atalaya-secrets-'));
  readonly telegram = new BotApiServer();
  mail!: MailServer;
  receiver!: NoticeReceiver;
  child!: ChildProcess;
  url = '';
  cookie = '';
  /** Standard error. */
  said = '';
  /** All that the web has answered. */
  answered = '';

  async start(): Promise<void> {
    await this.telegram.listen();
    this.mail = await MailServer.start('marta', MAIL_PASSWORD);
    this.receiver = await NoticeReceiver.start(HOOK_SECRET);
    this.child = spawn(process.execPath, ['src/apps/cli.ts', 'up', '--data-dir', this.folder, '--port', '0', '--json'], {
      cwd: PROJECT_FOLDER,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ATALAYA_TELEGRAM_API: this.telegram.url },
    });
    let out = '';
    this.child.stdout?.on('data', (data) => {
      out += data;
    });
    this.child.stderr?.on('data', (data) => {
      this.said += data;
    });
    while (!out.includes('}') && this.child.exitCode === null) await sleep(20);
    const { url, link } = JSON.parse(out) as { url: string; link: string };
    this.url = url;
    const entered = await fetch(link, { redirect: 'manual' });
    this.cookie = entered.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    // The platform is there before its database is: acts wait for it.
    while ((await this.ask('GET', '/api/v1/audit')).status !== 200) await sleep(100);
  }

  async end(): Promise<void> {
    await killTree(this.folder);
    await Promise.all([this.telegram.close(), this.mail.close(), this.receiver.close()]);
    while (runningConnection(join(this.folder, 'database')) !== undefined) await sleep(50);
    removeCluster(join(this.folder, 'database'));
    rmSync(this.folder, { recursive: true, force: true });
  }

  async ask(method: string, path: string, body?: unknown) {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { cookie: this.cookie, origin: this.url, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    this.answered += `${text}\n${JSON.stringify([...answer.headers])}\n`;
    // biome-ignore lint/suspicious/noExplicitAny: the shapes are checked by the server.
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as any };
  }

  put(name: string, values: object, how = 'new') {
    return this.ask('PUT', `/api/v1/secrets/${name}`, { values, how });
  }

  async secret(name: string) {
    return (await this.ask('GET', '/api/v1/secrets')).body.secrets.find((one: { name: string }) => one.name === name);
  }

  noticeSettings(): NoticeSettings {
    const { port } = this.mail;
    return {
      email: { host: '127.0.0.1', port, security: 'none', user: 'marta', from: 'atalaya@example.org', to: 'marta@example.org' },
      webhook: { url: this.receiver.url },
      least: { telegram: 'info', email: 'error', webhook: 'warning' },
    };
  }
}
