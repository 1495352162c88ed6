/** The web server of one machine: loopback only, the panel's files, the REST interface, the live stream, health and metrics. */

import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance } from 'fastify';
import { canonical } from '../../api/contract/aliases.ts';
import { health } from '../../api/health.ts';
import { HEARTBEAT_MS, PATHS } from '../../api/paths.ts';
import { Access } from './access.ts';
import type { AccountDesk } from './account-desk.ts';
import { registerAccounts } from './account-routes.ts';
import { type AlertSource, registerAlertsRoute } from './alerts-route.ts';
import { registerArchive } from './archive-routes.ts';
import type { ArchiveSource } from './archive-source.ts';
import type { Place } from './cookies.ts';
import { createExportGate } from './export-gate.ts';
import { authorise, requireKnownHost, requireLocalAddress } from './guard.ts';
import { limitHaste } from './haste.ts';
import { readJsonBodies } from './json-body.ts';
import { refuseOtherMethods } from './known-methods.ts';
import { listen } from './listen.ts';
import { LiveHub } from './live-hub.ts';
import { registerLiveRoute } from './live-route.ts';
import type { ControlSource, LiveSource, OrderSource, RiskSource } from './live-source.ts';
import { limitSlowness, linesOf, PATIENCE, type Patience, refuseUnclear } from './message-guard.ts';
import { createNotedActs } from './noted-acts.ts';
import { describeRoutes, registerDocuments } from './open-api.ts';
import { registerOrderRoutes } from './order-routes.ts';
import { pageStateFrom, registerBrowserProtection, registerEntrance, registerLinks, registerPanel, registerSession } from './pages.ts';
import type { PortfolioDesk } from './portfolio-desk.ts';
import { registerPortfolio } from './portfolio-routes.ts';
import { answerBrokenRequest, answerErrorsAsProblems, answerFrameworkError, answerSlowRequest } from './problems.ts';
import { registerResearch } from './research-routes.ts';
import type { ResearchSource } from './research-source.ts';
import { registerRoutes } from './routes.ts';
import type { NoticeDesk, SecretDesk } from './secret-desk.ts';
import { registerSecrets } from './secret-routes.ts';
import type { Services } from './services.ts';
import type { SettingsDesk } from './settings-desk.ts';
import { registerSettings } from './settings-routes.ts';
import { registerSystem } from './system-routes.ts';
import { refuseUnstorable } from './text-guard.ts';
import { createVisitors } from './visitor.ts';
import { registerWebhookRoute, type WebhookOptions } from './webhook-route.ts';

/** What the server tells about its own work, and where it gets the page of metrics from. */
export interface ServerMetrics {
  readonly contentType: string;
  page(): Promise<string>;
  /** `route` is the pattern, never the address. */
  requestDone(route: string, method: string, status: number, seconds: number): void;
}

export interface ServerOptions {
  readonly source: LiveSource;
  /** Answers about positions and mode, and reconciles; without it these addresses are not there. */
  readonly control?: ControlSource;
  /** Without it no orders are taken by hand. */
  readonly orders?: OrderSource;
  readonly risk?: RiskSource;
  /** The recorded history; without it these addresses are not there. */
  readonly archive?: ArchiveSource;
  /** Jobs, runs, strategies and data; without it these addresses are not there. */
  readonly research?: ResearchSource;
  /** The processes beside this one; without it these addresses are not there. */
  readonly services?: Services;
  /** The session's configuration; without it these addresses are not there. */
  readonly settings?: SettingsDesk;
  /** The investment portfolio; without it these addresses are not there. */
  readonly portfolio?: PortfolioDesk;
  readonly alerts?: AlertSource;
  /** Secrets go in here, and notices are looked after; without it these addresses are not there. */
  readonly secrets?: { readonly desk: SecretDesk; readonly notices: NoticeDesk };
  /** 0 takes any free port. */
  readonly port: number;
  /** Where the built panel is (panel/dist). */
  readonly panelFolder: string;
  readonly metrics?: ServerMetrics;
  /** Keeps sessions (only hashes) across a restart; without it everybody enters anew. */
  readonly sessionsFile?: string;
  /** Secret that only the user who runs Atalaya can read: lets the command line act with `Authorization: Bearer`. */
  readonly commandLineKey?: string;
  /** Who is who. Until there is an owner, and where this is absent, one-time links let in, and whoever follows one may do everything. */
  readonly accounts?: AccountDesk;
  /** Under which address a gateway serves this server, such as https://panel.example.org; without it there is loopback alone. */
  readonly publicOrigin?: string;
  /** The gateway's own address: from it alone is taken whom it serves (X-Forwarded-For). */
  readonly gatewayAddress?: string;
  /** Takes signed signals from outside; without it there is no such route. */
  readonly webhook?: WebhookOptions;
  /** How many times more than usual one visitor may ask in a minute; 1 when absent. */
  readonly hasteFactor?: number;
  /** How long clients may take; PATIENCE when absent. */
  readonly patience?: Patience;
  /** How often a quiet live stream is told to be alive; listeners are looked after five times less often. Default 2 s. */
  readonly heartbeatMs?: number;
  /** Hears of bugs: answered with 500 and this correlation id. Never called with anything from a request. */
  readonly onBug?: (error: unknown, correlationId: string, route: string) => void;
}

export interface WebServer {
  /** http://localhost:8500 */
  readonly url: string;
  readonly port: number;
  /** Clients of the live stream. */
  readonly liveClients: number;
  /** A new link that lets in once within ten minutes. */
  loginLink(): string;
  close(): Promise<void>;
}

/** Starts listening. InputError PORT_IN_USE, PORT_FORBIDDEN or PORT_INVALID (exit 3, 3, 2) when the port can't be had. */
export async function createServer(options: ServerOptions): Promise<WebServer> {
  const { source, metrics, patience = PATIENCE } = options;
  const onBug = options.onBug ?? (() => {});
  const place: Place = { publicOrigin: options.publicOrigin ?? null };
  const access = new Access({ sessionsFile: options.sessionsFile, commandLineKey: options.commandLineKey });
  const server = fastify({
    genReqId: () => randomUUID(),
    bodyLimit: 16 * 1024,
    trustProxy: options.gatewayAddress === undefined ? false : [options.gatewayAddress],
    forceCloseConnections: true,
    rewriteUrl: canonical,
    ...linesOf(patience),
    // The id of a passkey is as long as its maker likes.
    routerOptions: { maxParamLength: 1500 },
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerBrokenRequest,
  });
  const hub = new LiveHub({
    source,
    release: source.health().release,
    ...(options.orders && { watchDepth: options.orders.watchDepth }),
    onBug: (error) => onBug(error, randomUUID(), 'live stream'),
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
  });
  let url = '';
  const loginLink = () => `${url}${PATHS.enter}?token=${access.newLinkToken()}`;

  server.decorateRequest('visitor', null);
  server.decorate('exportGate', createExportGate(patience.untakenMs));
  answerErrorsAsProblems(server, onBug, ({ ip, visitor }, refused) =>
    options.accounts?.noteRefusal({ address: ip, by: visitor?.by ?? 'nobody', ...refused }),
  );
  // Of a page elsewhere, which need not ask first (CORS): nothing here is text.
  server.removeContentTypeParser('text/plain');
  readJsonBodies(server);
  limitSlowness(server, patience, answerSlowRequest);
  // First, so that refusals carry it too.
  await registerBrowserProtection(server, place);
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-correlation-id', request.id);
    refuseUnclear(request);
    requireKnownHost(request, place);
  });
  if (metrics) measureRequests(server, metrics);
  refuseOtherMethods(server);
  await describeRoutes(server, source.health().release);
  const visitors = createVisitors(access, options.accounts, place);
  server.addHook('preValidation', authorise(visitors, place));
  server.addHook('preValidation', refuseUnstorable);
  await limitHaste(server, options.hasteFactor ?? 1);
  await server.register(websocket, { options: { maxPayload: 4096 } });
  // Every page sees what a command did at once, whatever pace the source tells its status at.
  const onCommandDone = () => {
    const now = source.snapshot();
    if (now) hub.publish({ sequence: null, messages: [{ type: 'status', status: now.status }] });
    hub.figuresSoon();
  };
  const linksCount = () => !options.accounts?.ownerIsKnown();
  const entranceNow = () => (!options.accounts ? 'link' : linksCount() ? 'setup' : 'sign-in');
  registerEntrance(server, access, linksCount);
  registerLinks(server, loginLink, linksCount);
  if (options.accounts) registerAccounts(server, { desk: options.accounts, place, access });
  else registerSession(server, access);
  const noted = createNotedActs(
    (act) => options.accounts?.noteAct(act),
    () => source.snapshot()?.status.account.accountId ?? '',
  );
  if (options.orders) registerOrderRoutes(server, options.orders, { noted, onDone: onCommandDone });
  registerRoutes(server, { source, control: options.control, risk: options.risk, noted, onCommandDone });
  if (options.archive) registerArchive(server, options.archive);
  if (options.research) registerResearch(server, options.research);
  if (options.portfolio) registerPortfolio(server, options.portfolio);
  if (options.settings) registerSettings(server, options.settings);
  if (options.services) registerSystem(server, options.services);
  if (options.secrets) registerSecrets(server, options.secrets.desk, options.secrets.notices);
  registerLiveRoute(server, hub, options.accounts);
  if (options.alerts) registerAlertsRoute(server, options.alerts, options.accounts);
  if (options.webhook) registerWebhookRoute(server, options.webhook);
  registerProbes(server, source, metrics, place);
  await registerDocuments(server);
  await registerPanel(server, options.panelFolder, pageStateFrom(source, visitors, entranceNow));

  await listen(server, options.port);
  const unsubscribe = source.subscribe((change) => hub.publish(change));
  const unfollow = options.research?.jobs.follow((job) => hub.publish({ sequence: null, messages: [{ type: 'job', job }] }));
  const { port } = server.server.address() as AddressInfo;
  url = `http://localhost:${port}`;
  return {
    url,
    port,
    get liveClients() {
      return hub.clients;
    },
    loginLink,
    async close() {
      unsubscribe();
      unfollow?.();
      hub.close();
      await server.close();
    },
  };
}

function measureRequests(server: FastifyInstance, metrics: ServerMetrics): void {
  server.addHook('onResponse', async (request, reply) => {
    metrics.requestDone(request.routeOptions.url ?? 'none', request.method, reply.statusCode, reply.elapsedTime / 1000);
  });
}

/** For whatever watches this machine: no session needed, nothing secret inside, answered to loopback only. */
function registerProbes(server: FastifyInstance, source: LiveSource, metrics: ServerMetrics | undefined, place: Place): void {
  const forEverybody = { config: { permission: 'everyone' }, schema: { hide: true } } as const;
  server.get(PATHS.health, forEverybody, async (_request, reply) => {
    const answer = health.parse(source.health());
    return reply
      .code(answer.status === 'failed' ? 503 : 200)
      .header('cache-control', 'no-store')
      .send(answer);
  });
  if (!metrics) return;
  server.get(PATHS.metrics, forEverybody, async (request, reply) => {
    requireLocalAddress(request, place);
    return reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.page());
  });
}
