/** Test support: the panel over the scripted session, for looking at it by hand: `node test/browser/serve.ts [minutes played] [port]`. */

import { fileURLToPath } from 'node:url';
import { createServer } from '../../src/adapters/http/create-server.ts';
import { createMetrics } from '../../src/adapters/prometheus/metrics.ts';
import { ScriptedSession } from './scripted-session.ts';

const [played = '800', port = '8500'] = process.argv.slice(2);
const session = new ScriptedSession(Number(played));
const panelFolder = fileURLToPath(new URL('../../panel/dist', import.meta.url));
const metrics = createMetrics({
  portfolio: () => null,
  release: '0.1.0',
  snapshot: () => session.snapshot(),
  liveClients: () => server.liveClients,
  processes: () => [],
});
const server = await createServer({ source: session, port: Number(port), panelFolder, metrics, onBug: (error) => console.error(error) });
session.run();
console.log(server.loginLink());
