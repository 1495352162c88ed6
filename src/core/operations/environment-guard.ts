/** What each environment may do, and the check of a configuration before anything starts: dev meets no live venue, staging sends no order. */

import type { Refusal } from '../domain/result.ts';
import { type HostKind, hostOf, kindOfHost } from './venue-hosts.ts';

export type Environment = 'dev' | 'staging' | 'prod';

interface EnvironmentRules {
  /** Where orders may go. `none`: no order adapter is loaded at all, so that no mistake further on can send one. */
  readonly orders: 'simulator' | 'none' | 'while-armed';
  /** Absolute limit: risk profiles hold the same one. */
  readonly leverageLimit: number;
}

export const ENVIRONMENTS: Readonly<Record<Environment, EnvironmentRules>> = {
  dev: { orders: 'simulator', leverageLimit: 20 },
  staging: { orders: 'none', leverageLimit: 20 },
  prod: { orders: 'while-armed', leverageLimit: 10 },
};

/** A part of the configuration, by the name its owner knows it by. */
export interface GuardedConfiguration {
  readonly environment: Environment;
  readonly mode: 'paper' | 'real';
  readonly hosts: readonly { readonly setting: string; readonly address: string }[];
  /** Never the key itself. The local simulators take any key whose secret equals it: every other key may be worth money. */
  readonly keys: readonly { readonly setting: string; readonly isSimulatorKey: boolean }[];
  readonly leverage: readonly { readonly setting: string; readonly value: number }[];
}

const OTHER_HOST: Readonly<Record<Exclude<HostKind, 'simulator'>, string>> = {
  live: 'a live venue',
  test: "a venue's test world",
  unknown: 'a host that is not known to be a simulator',
};

/** Everything that forbids the start, each naming its setting; empty when the start is allowed. */
export function guardEnvironment(configuration: GuardedConfiguration): readonly Refusal[] {
  const { environment, mode, hosts, keys, leverage } = configuration;
  const { orders, leverageLimit } = ENVIRONMENTS[environment];
  const refusals: Refusal[] = [];
  const refuse = (code: string, message: string) => refusals.push({ code, message });

  if (orders === 'none' && mode === 'real')
    refuse('ENVIRONMENT_PAPER_ONLY', `mode: ${environment} trades on paper only, found real; use paper, or prod with an armed account`);
  if (orders === 'simulator') {
    for (const { setting, address } of hosts) {
      const kind = kindOfHost(address);
      if (kind === 'simulator') continue;
      refuse(
        kind === 'live' ? 'ENVIRONMENT_LIVE_HOST' : 'ENVIRONMENT_OTHER_HOST',
        `${setting}: ${environment} reaches simulators on this machine only, found ${OTHER_HOST[kind]} (${hostOf(address)}); take it out or use staging or prod`,
      );
    }
    for (const { setting, isSimulatorKey } of keys) {
      if (!isSimulatorKey)
        refuse(
          'ENVIRONMENT_LIVE_KEY',
          `${setting}: ${environment} takes only keys of the local simulator (secret equal to the key), found another; take it out or use prod`,
        );
    }
  }
  for (const { setting, value } of leverage) {
    if (!(value > 0 && value <= leverageLimit))
      refusals.push({
        code: 'ENVIRONMENT_LEVERAGE',
        message: `${setting}: expected a leverage above 0 and at most ${leverageLimit} in ${environment}, found ${value}`,
        measured: value,
        limit: leverageLimit,
      });
  }
  return refusals;
}

/** Whether the part that can send orders to this host is loaded at all. In prod it is, and sends only while the account is armed. */
export function mayLoadOrderAdapter(environment: Environment, address: string): boolean {
  const { orders } = ENVIRONMENTS[environment];
  return orders === 'while-armed' || (orders === 'simulator' && kindOfHost(address) === 'simulator');
}
