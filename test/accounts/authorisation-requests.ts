/** What each operation is asked with in the authorisation matrix: harmless, and understood, so that a status says who was let past the guard. */

const UUID = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';

export interface Probe {
  /** In place of the parameters in the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Operations that end the session they are asked in, or take something of it away: each is asked in a session of its own, last. */
export const LAST: ReadonlySet<string> = new Set(['accounts.leave', 'accounts.changePassword', 'accounts.giveProof']);

/** By operation id; what is not listed is asked with its path alone. A new operation that needs more has to be added. */
export const PROBES: Readonly<Record<string, Probe>> = {
  'trading.candles': { query: 'instrumentId=BTCUSDT&timeframe=1m&limit=1' },
  'trading.indicators': { query: 'instrumentId=BTCUSDT&strategyId=no-such' },
  'risk.whatIf': { body: { kind: 'market', all: -0.1 } },
  'trading.command': { body: { kind: 'pause', commandId: UUID } },
  'control.correct': { body: { commandId: UUID, confirmed: true, difference: { kind: 'position', subject: 'X' }, as: 'adopt' } },
  'orders.depth': { query: 'instrumentId=BTCUSDT' },
  'orders.preview': { body: { instrumentId: 'BTCUSDT', side: 'buy', type: 'market', stopPrice: '1' } },
  'orders.act': { body: { kind: 'cancel', commandId: UUID, orderId: '1' } },
  'orders.outcome': { params: { commandId: UUID } },
  'archive.decision': { params: { id: '9-9-9' } },
  'archive.order': { params: { id: '9' } },
  'archive.exportDecisions': { query: 'format=csv' },
  'archive.exportOrders': { query: 'format=csv' },
  'archive.exportFills': { query: 'format=csv' },
  'archive.exportEvents': { query: 'format=csv' },
  'jobs.read': { params: { id: UUID } },
  'jobs.log': { params: { id: UUID } },
  'jobs.cancel': { params: { id: UUID } },
  'research.backtest': { body: { strategy: 'no-such', data: { kind: 'sample', name: 'none' } } },
  'research.compare': { query: `ids=${UUID},${UUID}` },
  'research.run': { params: { id: UUID } },
  'research.note': { params: { id: UUID }, body: { pinned: true } },
  'research.remove': { params: { id: UUID } },
  'research.file': { params: { id: UUID, name: 'report.html' } },
  'strategies.read': { params: { id: 'no-such' } },
  'strategies.source': { params: { id: 'no-such' } },
  'strategies.create': { body: { id: 'sma-cross' } },
  'strategies.check': { body: { strategy: 'no-such' } },
  'data.series': { query: 'venue=none&symbol=NONE&timeframe=1h' },
  'data.coverage': { query: 'sample=none' },
  'data.export': { query: 'format=none' },
  'data.upload': { query: 'name=a.csv', headers: { 'content-type': 'application/octet-stream' } },
  'data.import': { body: { upload: `${UUID}/none.csv`, symbol: 'NONE' } },
  'system.logNews': { query: 'after=0&waitMs=0' },
  'system.backUp': { body: { account: 'no-such' } },
  'system.restart': { params: { name: 'web' }, body: {} },
  'secrets.set': { params: { name: 'telegram' }, body: { values: { token: 'none', chat: '1' } } },
  'secrets.expire': { params: { name: 'telegram' }, body: { endsAt: 1 } },
  'secrets.remove': { params: { name: 'telegram' } },
  'secrets.giveUp': { params: { name: 'telegram' } },
  'secrets.try': { params: { name: 'telegram' } },
  'notifications.set': { body: { email: null, webhook: null, least: { telegram: 'info', email: 'error', webhook: 'warning' } } },
  'notifications.test': { params: { channel: 'email' } },
  'notifications.mute': { params: { channel: 'email' }, body: { until: 1 } },
  'signals.send': { body: {} },
  'settings.version': { params: { version: '1' } },
  'settings.difference': { query: 'from=1&to=2' },
  'settings.plan': { body: { session: {} } },
  'settings.save': { body: { session: {}, base: 0 } },
  'settings.tighten': { body: { ladder: { dayStop: 1 } } },
  'settings.restore': { body: { version: 1, base: 0 } },
  'settings.apply': { body: { version: 1 } },
  'accounts.setupOwner': { body: { code: 'wrong', name: 'somebody', password: 'four grey herons at noon' } },
  'accounts.signIn': { body: { name: 'nobody-known', password: 'four grey herons at noon' } },
  'accounts.passkeySignIn': { body: { response: {} } },
  'accounts.choosePassword': { body: { code: 'wrong', password: 'four grey herons at noon' } },
  'accounts.giveProof': { body: { kind: 'recovery-code', code: 'wrong' } },
  'accounts.beginAuthenticator': { body: { name: 'second phone' } },
  'accounts.confirmAuthenticator': { body: { code: '000000' } },
  'accounts.addPasskey': { body: { name: 'key', response: {} } },
  'accounts.removeFactor': { params: { id: UUID } },
  'accounts.changePassword': { body: { current: 'not this one at all', next: 'four grey herons at noon' } },
  'accounts.revokeSession': { params: { id: UUID } },
  'accounts.createToken': { body: { name: 'robot', rights: ['trading.read'], expiresAt: 1 } },
  'accounts.rotateToken': { params: { id: UUID }, body: { expiresAt: 1, overlapMs: 0 } },
  'accounts.revokeToken': { params: { id: UUID } },
  'accounts.inviteUser': { body: { name: 'marta', role: 'viewer', parts: [] } },
  'accounts.changeRole': { params: { name: 'nobody-known' }, body: { role: 'viewer', parts: [] } },
  'accounts.setDisabled': { params: { name: 'nobody-known' }, body: { disabled: true } },
  'accounts.resetFactors': { params: { name: 'nobody-known' } },
  'accounts.resetPassword': { params: { name: 'nobody-known' } },
};
