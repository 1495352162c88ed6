// Kraken's simulator in a process of its own, with the limits of the highest tier: SPEED.
import { beginTogether } from '../../src/adapters/exchange-simulator/driver.ts';
import { startKrakenServer } from '../../src/adapters/exchange-simulator/kraken/kraken-server.ts';
import { loadExchangeData, QUANTUM_DECIMALS } from '../../src/apps/exchange-data.ts';
import { powerOfTen } from '../../src/core/domain/decimal.ts';

const now = Date.now();
const data = await loadExchangeData(['samples'], ['BTCUSD-coinbase-1m-2017-12']);
const server = await startKrakenServer({
  sources: beginTogether(data, 60, now),
  ...{ port: 0, speed: Number(process.argv[2]), seed: 7, faults: [], from: now, tier: 'pro' },
  quantumDecimals: QUANTUM_DECIMALS,
  deposit: 100_000 * powerOfTen(QUANTUM_DECIMALS),
});
process.stdout.write(`http://${server.address}\n`);
