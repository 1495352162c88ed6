// Stock ccxt in a process of its own: at each line on standard input it prints what it sees of an account, as one line of JSON.
import { createInterface } from 'node:readline';
import ccxt from 'ccxt';

const [address = '', key = '', category = 'linear'] = process.argv.slice(2);
const exchange = new ccxt.bybit({
  apiKey: key,
  secret: key,
  enableRateLimit: false,
  options: { defaultType: category === 'spot' ? 'spot' : 'swap', fetchMarkets: { types: [category] } },
});
const api = exchange.urls.api as Record<string, unknown>;
for (const name of Object.keys(api)) if (name !== 'ws') api[name] = address;
exchange.has.fetchCurrencies = false;

type Row = Record<string, string>;
type Page = { result: { list: Row[]; nextPageCursor: string } };

/** Every page of a list: ccxt's own pagination stops early where a page brings fewer than it expects. */
async function all(ask: (parameters: object) => Promise<Page>, parameters: object): Promise<Row[]> {
  const found: Row[] = [];
  for (let cursor = ''; ; ) {
    const { result } = await ask({ ...parameters, ...(cursor && { cursor }) });
    found.push(...result.list);
    cursor = result.nextPageCursor;
    if (cursor === '') return found;
  }
}

async function account() {
  await exchange.loadMarkets();
  const orders = [];
  const fills = [];
  const positions: Record<string, string> = {};
  for (const { symbol, id } of Object.values(exchange.markets ?? {}) as { symbol: string; id: string }[]) {
    const where = { category, symbol: id };
    const over = await all((asked) => exchange.privateGetV5OrderHistory(asked) as Promise<Page>, { ...where, limit: 50 });
    const open = await all((asked) => exchange.privateGetV5OrderRealtime(asked) as Promise<Page>, { ...where, openOnly: 0, limit: 50 });
    // Without the type, payments of funding are told as executions too.
    const trades = { ...where, execType: 'Trade', limit: 100 };
    const executed = await all((asked) => exchange.privateGetV5ExecutionList(asked) as Promise<Page>, trades);
    for (const { clientOrderId, side, info, status } of exchange.parseOrders([...over, ...open], exchange.market(symbol)))
      orders.push({ clientOrderId, side, quantity: info.qty, filled: info.cumExecQty, status });
    for (const { info } of exchange.parseTrades(executed, exchange.market(symbol)))
      fills.push({ clientOrderId: info.orderLinkId, quantity: info.execQty, price: info.execPrice, fee: info.execFee });
    if (category === 'spot') continue;
    const [position] = await exchange.fetchPositions([symbol]);
    const { size = '0', side = '' } = (position?.info ?? {}) as { size?: string; side?: string };
    positions[id] = side === 'Sell' && Number(size) > 0 ? `-${size}` : size || '0';
  }
  // biome-ignore lint/suspicious/noExplicitAny: the venue's own answer
  const coins = ((await exchange.fetchBalance()).info as any).result.list[0].coin as { coin: string; walletBalance: string }[];
  // On spot what is held are coins.
  if (category === 'spot') for (const { coin, walletBalance } of coins) positions[coin] = walletBalance;
  return { orders, fills, positions, wallet: coins.find(({ coin }) => coin === 'USDT')?.walletBalance ?? '0' };
}

/** Who looks again and again meets the venue's rate limit: it is waited out. */
async function patiently(tries = 20): Promise<Awaited<ReturnType<typeof account>>> {
  try {
    return await account();
  } catch (error) {
    if (!(error instanceof ccxt.RateLimitExceeded) || tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 250));
    return patiently(tries - 1);
  }
}

for await (const _ of createInterface({ input: process.stdin })) {
  try {
    process.stdout.write(`${JSON.stringify({ account: await patiently() })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  }
}
process.exit(0);
