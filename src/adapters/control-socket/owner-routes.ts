/** What the door answers of secrets and notices. No value of a secret passes it, in either direction. */

import { z } from 'zod';
import { noticesView, noticeTest, secretTrial } from '../../api/notices.ts';
import {
  muteNoticesAsked,
  nothingTold,
  noticeStanding,
  OWNER_PATHS,
  secretSources,
  setNoticesAsked,
  tellAsked,
  testNoticesAsked,
  trySecretAsked,
} from '../../api/session-door.ts';
import { type Routes, route } from './door-routes.ts';
import type { OwnerDesk } from './owner-desk.ts';

const nothing = z.object({});

export function ownerRoutes(desk: OwnerDesk): Routes {
  return {
    [`GET ${OWNER_PATHS.secretSources}`]: route(nothing, secretSources, () => ({ sources: [...desk.secretSources()] })),
    [`POST ${OWNER_PATHS.trySecret}`]: route(trySecretAsked, secretTrial, ({ name, by }) => desk.trySecret(name, by)),
    [`POST ${OWNER_PATHS.secretsChanged}`]: route(nothing, nothingTold, async () => {
      await desk.secretsChanged();
      return {};
    }),
    [`GET ${OWNER_PATHS.notices}`]: route(nothing, noticesView, () => desk.notices()),
    [`POST ${OWNER_PATHS.setNotices}`]: route(setNoticesAsked, noticesView, ({ settings, by }) => desk.setNotices(settings, by)),
    [`POST ${OWNER_PATHS.testNotices}`]: route(testNoticesAsked, noticeTest, ({ channel, by }) => desk.testNotices(channel, by)),
    [`POST ${OWNER_PATHS.muteNotices}`]: route(muteNoticesAsked, noticesView, ({ channel, until, by }) =>
      desk.muteNotices(channel, until, by),
    ),
    [`POST ${OWNER_PATHS.tell}`]: route(tellAsked, noticeStanding, (notice) => desk.tell(notice)),
  };
}
