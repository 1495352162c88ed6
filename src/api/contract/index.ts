/** Every part of the interface. The id of an operation is `part.name`. */

import { accounts } from './accounts.ts';
import { archive } from './archive.ts';
import { entrance } from './entrance.ts';
import { orders } from './orders.ts';
import { portfolio } from './portfolio.ts';
import { data, jobs, research, strategies } from './research.ts';
import { risk } from './risk.ts';
import { notifications, secrets } from './secrets.ts';
import { settings } from './settings.ts';
import { system } from './system.ts';
import { control, trading } from './trading.ts';

export const CONTRACT = {
  entrance,
  accounts,
  trading,
  orders,
  control,
  risk,
  archive,
  jobs,
  research,
  strategies,
  data,
  settings,
  system,
  secrets,
  notifications,
  portfolio,
} as const;
export type Contract = typeof CONTRACT;
