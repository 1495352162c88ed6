/** The port through which the web server puts secrets in and asks about notices. Nothing of it can read a value. */

import type { ChannelName, NoticeSettings, NoticesView, NoticeTest, SecretTrial } from '../../api/notices.ts';
import type { SecretList, SecretRow } from '../../api/secrets.ts';

/** Who acts, for the audit. */
export interface Acting {
  readonly name: string;
  readonly address: string;
}

export interface NewSecretWish {
  readonly values: Readonly<Record<string, string>>;
  readonly expiresAt: number | null;
  readonly how: 'new' | 'replace' | 'rotate';
}

/** InputErrors: SECRET_UNKNOWN, SECRET_VALUE, SECRET_EXPIRY, SECRET_CONFLICT, SECRETS_NOT_READY, and those of a trader that does not answer. */
export interface SecretDesk {
  list(): Promise<SecretList>;
  set(acting: Acting, name: string, wish: NewSecretWish): Promise<SecretRow>;
  expire(acting: Acting, name: string, endsAt: number): Promise<SecretRow>;
  remove(acting: Acting, name: string): Promise<SecretRow>;
  giveUp(acting: Acting, name: string): Promise<SecretRow>;
  try(acting: Acting, name: string): Promise<SecretTrial>;
}

/** InputErrors: NOTICE_SETTINGS_INVALID, NOTICE_TESTS_TOO_MANY, and those of a trader that does not answer. */
export interface NoticeDesk {
  read(): Promise<NoticesView>;
  set(acting: Acting, settings: NoticeSettings): Promise<NoticesView>;
  test(acting: Acting, channel: ChannelName): Promise<NoticeTest>;
  mute(acting: Acting, channel: ChannelName, until: number): Promise<NoticesView>;
}
