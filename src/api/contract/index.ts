/** Every part of the interface. The id of an operation is `part.name`. */

import { entrance } from './entrance.ts';
import { data, jobs, research, strategies } from './research.ts';
import { control, trading } from './trading.ts';

export const CONTRACT = { entrance, trading, control, jobs, research, strategies, data } as const;
export type Contract = typeof CONTRACT;
