/**
 * Whether the gateway that answered is the one that was meant. Interactive Brokers is always reached on this machine, so the host proves nothing:
 * the port and the account have to say the same as environment and mode.
 */

import type { Refusal } from '../domain/result.ts';
import type { Environment } from './environment-guard.ts';

type AccountType = 'paper' | 'live' | 'unknown';

/** Trader Workstation and IB Gateway, as installed. */
const PORTS: Readonly<Record<number, AccountType>> = { 7496: 'live', 4001: 'live', 7497: 'paper', 4002: 'paper' };

export interface GatewayFacts {
  readonly environment: Environment;
  readonly mode: 'paper' | 'real';
  readonly port: number;
  /** As the gateway tells it (managedAccounts): U1234567 is live, DU1234567 and DF1234567 are paper. */
  readonly account: string;
  /** Our own simulator on this machine, known because we started it or because its configuration says so. */
  readonly isSimulator: boolean;
}

function typeOfAccount(account: string): AccountType {
  if (/^D[A-Z]?\d+$/.test(account)) return 'paper';
  return /^[UFI]\d+$/.test(account) ? 'live' : 'unknown';
}

/** Null when port and account are of the type that is meant. */
export function guardGateway({ environment, mode, port, account, isSimulator }: GatewayFacts): Refusal | null {
  // A simulator does not stand where a real gateway does: there its configuration alone would prove nothing either.
  if (isSimulator && environment !== 'prod' && PORTS[port] === undefined) return null;
  const meant: AccountType = environment === 'prod' && mode === 'real' ? 'live' : 'paper';
  const wanted = `expected a ${meant} account in ${environment} and mode ${mode}`;
  const ofPort = PORTS[port] ?? 'unknown';
  if (ofPort !== meant)
    return {
      code: 'GATEWAY_PORT',
      message: `${wanted}, found port ${port} (${ofPort}): live is 7496 or 4001, paper 7497 or 4002; correct the port or the environment`,
    };
  const ofAccount = typeOfAccount(account);
  if (ofAccount === meant) return null;
  return {
    code: 'GATEWAY_ACCOUNT',
    message: `${wanted}, found an account of type ${ofAccount} behind port ${port}; log the gateway in to the other account`,
  };
}
