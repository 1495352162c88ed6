/** Which addresses a notice may be sent to: looked at as it is written, and once more when its name has been resolved, just before the connection. */

import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { InputError } from '../../core/domain/result.ts';

const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);
const METADATA_NAMES = new Set(['metadata', 'metadata.google.internal']);

/** Where machines of a cloud hand out their own keys, and nobody receives notices. Addresses of a private network are allowed. */
const NEVER = new BlockList();
NEVER.addSubnet('169.254.0.0', 16, 'ipv4');
NEVER.addSubnet('fe80::', 10, 'ipv6');
// The same as 169.254.0.0/16 behind a translator to IPv6 (RFC 6052).
NEVER.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
// Metadata of AWS over IPv6, and of Alibaba.
NEVER.addAddress('fd00:ec2::254', 'ipv6');
NEVER.addAddress('100.100.100.200', 'ipv4');

const isNever = (address: string) => NEVER.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

function isNeverAReceiver(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? METADATA_NAMES.has(address.replace(/\.$/, '')) : isNever(address);
}

const local = (told: string) =>
  new InputError(
    'WEBHOOK_ADDRESS_LOCAL',
    `expected the address of a receiver, found ${told}, which is this machine's own network line; give the receiver's name`,
    3,
  );

/** InputError WEBHOOK_OPEN_LINE (https is expected, except on this machine), WEBHOOK_ADDRESS_SECRET, WEBHOOK_ADDRESS_LOCAL. */
export function requireWebhookAddress(url: string): void {
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '')
    throw new InputError(
      'WEBHOOK_ADDRESS_SECRET',
      'expected an address without a name and password, found one with them: everybody who may see notices reads the address; the receiver tells notices by their signature',
      3,
    );
  if (isNeverAReceiver(hostname)) throw local(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && THIS_MACHINE.has(hostname)))
    throw new InputError(
      'WEBHOOK_OPEN_LINE',
      `expected an address with https, found ${protocol}//${hostname}; http is for this machine only`,
      3,
    );
}

/**
 * A lookup for a connection: who answers for a name may say anything, and something else each time. So every address it gives is looked at, one that is
 * never a receiver refuses the name (InputError WEBHOOK_ADDRESS_LOCAL), and the connection goes to these addresses without asking again.
 */
export function checkedLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = error === null ? (found as LookupAddress[]) : [];
      const wrong = addresses.find(({ address }) => isNever(address));
      const [first] = addresses;
      if (error !== null) answer(error, []);
      else if (wrong !== undefined) answer(local(`${hostname} (${wrong.address})`), []);
      else if (options.all === true || first === undefined) answer(null, addresses);
      else answer(null, first.address, first.family);
    });
  };
}
