// Hands connections to a port of this machine's loopback on to another address: PORT HOST PORT.
import { connect, createServer } from 'node:net';

const [port, host, to] = process.argv.slice(2);
createServer((client) => {
  const behind = connect(Number(to), host);
  for (const socket of [client, behind]) socket.setNoDelay(true).on('error', () => {});
  client.pipe(behind).pipe(client);
  client.on('close', () => behind.destroy());
  behind.on('close', () => client.destroy());
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('relaying\n'));
