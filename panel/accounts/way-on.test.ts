import { expect, test } from 'vitest';
import { wayOn } from './way-on.ts';

const HERE = 'http://localhost:8500';

test('a page of the panel is gone on to, with what it was asked with', () => {
  expect(wayOn('/trading?strategy=sma-cross#log', HERE)).toBe('/trading?strategy=sma-cross#log');
  expect(wayOn('/system/users', HERE)).toBe('/system/users');
});

test('no other place is ever gone to', () => {
  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/trading/..//evil.example',
    '/%2e//evil.example',
    '/.\\/evil.example',
    '///evil.example',
    '/\n\\evil.example',
    'https:evil.example',
    'https:/evil.example',
    '@evil.example',
    'data:text/html,x',
    '\\\\evil.example',
    'javascript:alert(1)',
    'http://localhost:8501/trading',
    'evil.example',
    '',
  ];
  for (const to of elsewhere) expect(wayOn(to, HERE), to).toBe('/');
  expect(wayOn(null, HERE)).toBe('/');
  // Encoded they are letters of a path, and the browser stays here.
  expect(wayOn('/%2f%2fevil.example', HERE)).toBe('/%2f%2fevil.example');
  expect(wayOn('/%5cevil.example', HERE)).toBe('/%5cevil.example');
});

test('what is no page is not gone to: it would be a file of JSON, or this page again', () => {
  expect(wayOn('/api/v1/session', HERE)).toBe('/');
  expect(wayOn('/sign-in?to=/', HERE)).toBe('/');
  expect(wayOn('/enter?token=x', HERE)).toBe('/');
});
