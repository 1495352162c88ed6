import { expect, test } from 'vitest';
import { preferencesOf } from './preferences.ts';

test('the zone that was chosen is read from the cookie; what is none is nobody’s choice', () => {
  const zoneOf = (text: string) => preferencesOf(`a=1; atalaya_display=language=es.zone=${text}.theme=dark`, '').zone;
  expect(zoneOf('Europe%2FMadrid')).toBe('Europe/Madrid');
  expect(zoneOf('Etc%2FGMT%2B3')).toBe('Etc/GMT+3');
  expect(zoneOf('Europe%2FAtlantis')).toBeNull();
  expect(zoneOf('')).toBeNull();
  expect(preferencesOf('', 'es').zone).toBeNull();
});
