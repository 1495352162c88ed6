/** Addresses that other documents and older callers know, and the canonical ones they stand for: the same handlers, the same rights. */

export const ALIASES: Readonly<Record<string, string>> = {
  '/api/trading/webhook': '/api/v1/signals',
  '/api/trading/snapshot': '/api/v1/snapshot',
  '/api/trading/positions': '/api/v1/positions',
  '/api/trading/orders': '/api/v1/orders',
  '/api/trading/risk': '/api/v1/risk',
  '/api/trading/mode': '/api/v1/mode',
};
