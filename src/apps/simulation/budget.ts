/** What the simulated venue takes: as tight as a real one's, so that the budget is felt on a busy day. */

import type { BudgetLimits } from '../../core/trading/broker/request-budget.ts';

export const VENUE_BUDGET: BudgetLimits = { burst: 20, perSecond: 10, reservedShare: 0.3 };
