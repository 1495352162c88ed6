import fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { expect, onTestFinished, test } from 'vitest';
import { createExportGate } from './export-gate.ts';
import { serve } from './serve.ts';

test('the name of a file that goes out is letters, whatever it was called', async () => {
  const server = fastify();
  onTestFinished(() => server.close());
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.decorate('exportGate', createExportGate(1_000));
  const row = { method: 'GET', path: '/file', summary: 'A file.', right: 'everyone', download: ['text/csv'], answer: null } as const;
  const fileName = '../a"; filename="b\r\nSet-Cookie: x=1\r\n.csv';
  serve(server, 'files', { file: row }, { file: () => ({ fileName, contentType: 'text/csv; charset=utf-8', content: 'a' }) });
  const { headers } = await server.inject('/file');
  expect(headers['content-disposition']).toBe('attachment; filename=".._a___filename__b__Set-Cookie__x_1__.csv"');
  expect(headers['set-cookie']).toBe(undefined);
});
