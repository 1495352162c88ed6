/** Which hosts are a live venue, a venue's own test world, or a simulator on this machine; whatever is not known counts as unknown, never as harmless. */

export type HostKind = 'simulator' | 'test' | 'live' | 'unknown';

/**
 * A domain stands for every host below it: venues add hosts faster than lists do.
 * Sources: Bybit "Integration Guidance" (v5), Kraken API guides, Interactive Brokers Web API documentation.
 */
const LIVE_DOMAINS: readonly string[] = [
  'bybit.com',
  'bytick.com',
  'bybit.nl',
  'bybit.eu',
  'bybit-tr.com',
  'bybit.kz',
  'bybit.ae',
  'bybit.id',
  'bybit.com.hk',
  'bybitgeorgia.ge',
  'kraken.com',
  'ibkr.com',
  'ibllc.com',
  'interactivebrokers.com',
];

/** The venues' own worlds without money. */
const TEST_HOSTS: ReadonlySet<string> = new Set([
  'api-testnet.bybit.com',
  'stream-testnet.bybit.com',
  'api-demo.bybit.com',
  'stream-demo.bybit.com',
  'demo-futures.kraken.com',
]);

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** The host an address leads to, in lower case: what is before an @ or after a / does not matter. Takes a URL, host:port or a bare host. */
export function hostOf(address: string): string {
  const authority = address
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .split(/[/\\?#]/, 1)[0] as string;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const bracketed = /^\[([^\]]*)\]/.exec(host);
  if (bracketed) return bracketed[1] as string;
  const isBareVersion6 = host.split(':').length > 2;
  return (isBareVersion6 ? host : host.replace(/:\d*$/, '')).replace(/\.$/, '');
}

export function kindOfHost(address: string): HostKind {
  const host = hostOf(address);
  if (LOOPBACK.test(host)) return 'simulator';
  if (TEST_HOSTS.has(host)) return 'test';
  return LIVE_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`)) ? 'live' : 'unknown';
}
