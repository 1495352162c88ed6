import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmailChannel } from '../../src/adapters/email/email-channel.ts';
import { Secret } from '../../src/core/domain/secret.ts';
import { MailServer } from './mail-server.ts';

let mail: MailServer;
beforeAll(async () => {
  mail = await MailServer.start('atalaya', 'a password');
});
afterAll(() => mail.close());

test('what a notice says adds no header, no receiver and no second message', async () => {
  const account = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    user: 'atalaya',
    from: 'a@example.org',
    to: 'b@example.org',
  } as const;
  const channel = openEmailChannel(account, new Secret('a password'));
  const said = ['Stopped\rBcc: evil@example.org', '.', 'MAIL FROM:<evil@example.org>', 'RCPT TO:<evil@example.org>', 'DATA', '.', ''].join(
    '\n',
  );
  await channel.send({ id: 'one', at: 0, severity: 'error', code: 'X', text: said, silent: false }, AbortSignal.timeout(5_000));
  channel.close();
  expect(mail.mails).toHaveLength(1);
  const { from, to, text } = mail.mails[0] as (typeof mail.mails)[number];
  expect([from, to]).toEqual(['a@example.org', ['b@example.org']]);
  const [head = ''] = text.split('\r\n\r\n', 1);
  expect(head.split(/\r\n|\r|\n/).filter((line) => /^bcc:/i.test(line))).toEqual([]);
});
