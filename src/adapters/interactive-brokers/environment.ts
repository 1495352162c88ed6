/** Which gateway belongs to which environment: port and account must both say so, since a loopback address proves nothing. */

import { InputError } from '../../core/domain/result.ts';

/** `simulator`: the exchange simulator of this product, on any port but a real gateway's. */
export type GatewayEnvironment = 'paper' | 'live' | 'simulator';

/** TWS and IB Gateway listen here, unless someone has changed it. */
const PORTS: Readonly<Record<'paper' | 'live', readonly number[]>> = { paper: [7497, 4002], live: [7496, 4001] };
const GATEWAY_PORTS = [...PORTS.paper, ...PORTS.live];
const PAPER_ACCOUNT = /^D[A-Z]/;

/** InputError IB_PORT where the port is not the environment's. Before anything is connected. */
export function checkPort(environment: GatewayEnvironment, port: number): void {
  if (environment === 'simulator') {
    if (GATEWAY_PORTS.includes(port))
      throw new InputError(
        'IB_PORT',
        `expected the simulator's port, found ${port}, which is a real gateway's; set the environment to paper or live, or another port`,
        2,
      );
  } else if (!PORTS[environment].includes(port)) {
    throw new InputError(
      'IB_PORT',
      `expected port ${PORTS[environment].join(' or ')} for a ${environment} account of Interactive Brokers, found ${port}`,
      2,
    );
  }
}

/** InputError IB_ACCOUNT where the gateway has not got the account, or the account is not of the environment. `managed` is what the gateway says it has. */
export function checkAccount(environment: GatewayEnvironment, account: string, managed: readonly string[]): void {
  if (!managed.includes(account))
    throw new InputError(
      'IB_ACCOUNT',
      `expected account ${account} at the gateway, found ${managed.length} other accounts; log the gateway in with the right user`,
      3,
    );
  const paper = PAPER_ACCOUNT.test(account);
  if (paper === (environment === 'live'))
    throw new InputError(
      'IB_ACCOUNT',
      `expected a ${environment === 'live' ? 'live' : 'paper (DU…)'} account in the ${environment} environment, found ${account}`,
      2,
    );
}
