/** HTML text that can't be made without escaping, and that says everything in both languages. */

import type { Words } from '../../domain/parameters.ts';
import { createFormat, type Format } from './page/format.ts';

/** Markup that is safe to write into a page. Only this file makes it. */
export interface Html {
  readonly html: string;
}

/** A sentence or figure that depends on the language: written once, shown in whichever is chosen. */
export type Line = (format: Format) => string;

export type Content = Html | string | number | Words | Line | null | readonly Content[];

export const FORMATS: Readonly<Record<'en' | 'es', Format>> = { en: createFormat('en'), es: createFormat('es') };

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** The template of all markup: what is put in is escaped unless it is Html; words and lines appear once per language. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return { html: strings.reduce((text, part, i) => text + render(contents[i - 1] as Content) + part) };
}

function render(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  if (Array.isArray(content)) return content.map(render).join('');
  if (typeof content === 'object' && 'html' in content) return content.html;
  const { en, es } = inBoth(content as Words | Line);
  return en === es ? escapeHtml(en) : `<span lang="en">${escapeHtml(en)}</span><span lang="es">${escapeHtml(es)}</span>`;
}

/** The text of words or of a line in each language. */
export function inBoth(text: Words | Line | string): Words {
  if (typeof text === 'string') return { en: text, es: text };
  return typeof text === 'function' ? { en: text(FORMATS.en), es: text(FORMATS.es) } : text;
}

/** One text from several parts, per language. */
export function join(parts: readonly (Words | Line | string)[], separator = ' '): Words {
  const both = parts.map(inBoth);
  return { en: both.map((part) => part.en).join(separator), es: both.map((part) => part.es).join(separator) };
}

/** An attribute in both languages: English stands in it, and the page's script puts the chosen one there. */
export function attribute(name: 'aria-label' | 'title' | 'placeholder' | 'data-label', text: Words | Line | string): Html {
  const { en, es } = inBoth(text);
  if (en === es) return html`${name}="${en}"`;
  return html`${name}="${en}" data-en-${name}="${en}" data-es-${name}="${es}"`;
}

/** JSON that can stand inside a script element: no sequence of it can end the element. */
export function scriptJson(value: unknown): Html {
  return {
    html: JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  };
}

/** Markup of this project itself: style and script sources. Never text from outside. */
export function trusted(source: string): Html {
  return { html: source };
}
