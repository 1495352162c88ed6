/** The document of the interface, made from the rows that are served, and a page to read and try it that works without any network. */

import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler } from 'fastify-type-provider-zod';
import type { Permission } from '../../api/contract/operation.ts';
import { PATHS } from '../../api/paths.ts';
import { strictValidatorCompiler } from './strict-reading.ts';

const DESCRIPTION = `Money, prices and quantities are exact decimal texts, ratios plain numbers (0.02 is 2 %), instants epoch milliseconds UTC.
Unknown is null, never 0. Errors are problem+json (RFC 9457) with a stable code; 422 names the field that was not understood.
The live stream is a WebSocket at ${PATHS.live}, what alerts of the portfolio send is one at ${PATHS.alerts}. Acts with a cookie need the header x-csrf-token; service tokens are sent as a bearer.`;

/** The page is for reading: nobody's mark on it. */
const NO_LOGO = { type: 'image/svg+xml', content: '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>' };

/** Before the first route: from now on each is validated by its schemas, written down in the document, and refused a place without a permission. */
export async function describeRoutes(server: FastifyInstance, release: string): Promise<void> {
  server.setValidatorCompiler(strictValidatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.addHook('onRoute', (route) => {
    if (route.url === '/*' || route.url === '*') route.config = { permission: 'everyone', ...route.config };
    if (route.url.startsWith(PATHS.docs)) route.config = { permission: 'entered', ...route.config };
    const { permission } = (route.config ?? {}) as { permission?: Permission };
    if (permission === undefined) throw new Error(`${String(route.method)} ${route.url} says nobody may ask it: give it a permission`);
  });
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Atalaya', version: release, description: DESCRIPTION },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'atalaya_session' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
    hideUntagged: true,
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
}

export async function registerDocuments(server: FastifyInstance): Promise<void> {
  server.get(PATHS.openApi, { config: { permission: 'entered' }, schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(server.swagger())),
  );
  await server.register(swaggerUi, { routePrefix: PATHS.docs, staticCSP: true, logo: NO_LOGO, theme: { title: 'Atalaya' } });
}
