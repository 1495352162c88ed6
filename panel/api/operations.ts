/** Where each operation of the interface is. Made by tools/generate-client.ts from src/api/contract: change it there. */

export const OPERATIONS = {
  'entrance.session': ['GET', '/api/v1/session'],
  'entrance.leave': ['DELETE', '/api/v1/session'],
  'entrance.newLink': ['POST', '/api/v1/links'],
  'trading.snapshot': ['GET', '/api/v1/snapshot'],
  'trading.candles': ['GET', '/api/v1/candles'],
  'trading.equity': ['GET', '/api/v1/equity'],
  'trading.fills': ['GET', '/api/v1/fills'],
  'trading.orders': ['GET', '/api/v1/orders'],
  'trading.decisions': ['GET', '/api/v1/decisions'],
  'trading.events': ['GET', '/api/v1/events'],
  'trading.command': ['POST', '/api/v1/commands'],
  'control.positions': ['GET', '/api/v1/positions'],
  'control.mode': ['GET', '/api/v1/mode'],
  'control.reconcile': ['POST', '/api/v1/reconcile'],
} as const;
