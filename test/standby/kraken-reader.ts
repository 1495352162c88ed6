// Stock ccxt in a process of its own: at each line on standard input it prints what it sees of a Kraken account, as one line of JSON.
import { createInterface } from 'node:readline';
import ccxt from 'ccxt';

const [address = '', key = ''] = process.argv.slice(2);
const exchange = new ccxt.kraken({ apiKey: key, secret: key, enableRateLimit: false, number: String });
const api = exchange.urls.api as Record<string, unknown>;
for (const name of Object.keys(api)) if (name !== 'ws') api[name] = address;

// The traders are gone by then: whoever reads beside one needs a key of its own, since a key's nonces only rise.
let nonce = 8e15;
exchange.nonce = () => ++nonce;

type Row = Record<string, string> & { descr: Record<string, string> };
type Answer = { result: Record<string, Record<string, Row>> };

/** Every page of a list that is told from an offset on. */
async function all(ask: (parameters: object) => Promise<Answer>, name: string): Promise<[string, Row][]> {
  const found = new Map<string, Row>();
  for (;;) {
    const before = found.size;
    const page = Object.entries((await ask({ ofs: found.size })).result[name] ?? {});
    for (const [id, row] of page) found.set(id, row);
    if (found.size === before) return [...found];
  }
}

const STATUS: Record<string, string> = { open: 'open', pending: 'open', closed: 'closed', canceled: 'canceled', expired: 'canceled' };

async function account() {
  // One after the other: each has a higher nonce than the one before.
  const over = await all((asked) => exchange.privatePostClosedOrders(asked) as Promise<Answer>, 'closed');
  const open = Object.entries(((await exchange.privatePostOpenOrders()) as Answer).result.open ?? {});
  const trades = await all((asked) => exchange.privatePostTradesHistory(asked) as Promise<Answer>, 'trades');
  const balance = ((await exchange.privatePostBalance()) as { result: Record<string, string> }).result;
  const rows = new Map([...open, ...over]);
  return {
    orders: [...rows.values()].map(({ cl_ord_id, descr, vol, vol_exec, status }) => ({
      clientOrderId: cl_ord_id,
      side: descr.type,
      quantity: vol,
      filled: vol_exec,
      status: STATUS[status as string],
    })),
    fills: trades.map(([, { ordertxid, vol, price, fee }]) => ({
      clientOrderId: rows.get(ordertxid as string)?.cl_ord_id,
      quantity: vol,
      price,
      fee,
    })),
    positions: { BTCUSD: balance.XXBT ?? '0' },
    wallet: balance.ZUSD ?? '0',
  };
}

for await (const _ of createInterface({ input: process.stdin })) {
  try {
    process.stdout.write(`${JSON.stringify({ account: await account() })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  }
}
process.exit(0);
