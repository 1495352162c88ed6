/** Where the parts of the interface are, for the server that serves them and the panel that asks. */

/** Raised when an older panel could not read what a newer server sends; the panel then reloads itself. */
export const LIVE_PROTOCOL = 2;

export const PATHS = {
  snapshot: '/api/v1/snapshot',
  candles: '/api/v1/candles',
  indicators: '/api/v1/indicators',
  equity: '/api/v1/equity',
  fills: '/api/v1/fills',
  orders: '/api/v1/orders',
  decisions: '/api/v1/decisions',
  events: '/api/v1/events',
  commands: '/api/v1/commands',
  positions: '/api/v1/positions',
  mode: '/api/v1/mode',
  reconcile: '/api/v1/reconcile',
  session: '/api/v1/session',
  links: '/api/v1/links',
  /** Signed signals from outside (see src/adapters/http/webhook-route.ts). */
  signals: '/api/v1/signals',
  live: '/api/v1/live',
  /** What alerts of the portfolio send (see src/adapters/http/alerts-route.ts). */
  alerts: '/ws/alerts',
  /** Answered when there are new lines of the logs, or after a while. */
  logNews: '/api/v1/system/logs/news',
  openApi: '/api/v1/openapi.json',
  docs: '/docs',
  enter: '/enter',
  health: '/health',
  metrics: '/metrics',
} as const;

/** How often a silent live stream is told to be alive. A page gives its server up after two and a half of them: within six seconds. */
export const HEARTBEAT_MS = 2_000;

/** The reason a live stream is closed with (code 1008) once its session is over: the page then asks to sign in. */
export const SESSION_ENDED = 'the session has ended';
