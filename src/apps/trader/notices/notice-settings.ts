/** Where notices go, as the owner has set it: one private file in the data folder. */

import { join } from 'node:path';
import { readPrivateJson, writePrivateFile } from '../../../adapters/support/private-file.ts';
import { type NoticeSettings, noticeSettings } from '../../../api/notices.ts';

/** What goes where by the table of severities (docs/guides/notifications.md); the chat has always been told of fills and modes too. */
const FROM_THE_BEGINNING: NoticeSettings = {
  email: null,
  webhook: null,
  least: { telegram: 'info', email: 'error', webhook: 'warning' },
};

const fileIn = (stateFolder: string) => join(stateFolder, 'notices.json');

/** InputError NOTICE_SETTINGS_EXPOSED, NOTICE_SETTINGS_DAMAGED (exit 3): alerts must not go nowhere unnoticed. */
export function readNoticeSettings(stateFolder: string): NoticeSettings {
  return readPrivateJson(fileIn(stateFolder), 'NOTICE_SETTINGS', (json) => noticeSettings.parse(json)) ?? FROM_THE_BEGINNING;
}

export function writeNoticeSettings(stateFolder: string, settings: NoticeSettings): void {
  writePrivateFile(fileIn(stateFolder), `${JSON.stringify(settings, null, 2)}\n`);
}
