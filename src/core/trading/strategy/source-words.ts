/** A strategy file's source as words and signs: comments, texts and regular expressions left out, code inside template texts kept. */

export interface Word {
  readonly text: string;
  readonly line: number;
  /** Brackets of any kind around it. */
  readonly depth: number;
}

/** After these a slash begins a regular expression; after anything else it divides. */
const BEFORE_EXPRESSION = /^(?:[([{,;:=!&|?+\-*%<>~^]|return|typeof|case|in|of)$/;
const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy;
const NUMBER = /\d[\w.]*/y;

/** The words and signs of TypeScript source in order; whatever is not closed runs to the end. */
export function sourceWords(source: string): Word[] {
  const words: Word[] = [];
  /** Depth at which each template text was left for code. */
  const templates: number[] = [];
  let depth = 0;
  let line = 1;
  let at = 0;
  const skipTo = (end: number) => {
    for (; at < end; at++) if (source.charCodeAt(at) === 10) line++;
  };
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const sign = source[at] as string;
    const next = source[at + 1];
    if (sign === '/' && next === '/') skipTo(endOf(source, '\n', at));
    else if (sign === '/' && next === '*') skipTo(endOf(source, '*/', at + 2) + 2);
    else if (sign === '"' || sign === "'") skipTo(endOfText(source, sign, at + 1));
    else if (sign === '`' || (sign === '}' && templates[templates.length - 1] === depth)) {
      if (sign === '}') templates.pop();
      const end = endOfTemplate(source, at + 1);
      if (source[end - 1] === '{') templates.push(depth);
      skipTo(end);
    } else if (sign === '/' && BEFORE_EXPRESSION.test(words[words.length - 1]?.text ?? ';')) skipTo(endOfText(source, '/', at + 1));
    else if (/\s/.test(sign)) skipTo(at + 1);
    else {
      const text = take(WORD) ?? take(NUMBER) ?? sign;
      if (/[)\]}]/.test(text)) depth--;
      words.push({ text, line, depth });
      if (/[([{]/.test(text)) depth++;
      at += text.length;
    }
  }
  return words;
}

function endOf(source: string, mark: string, from: number): number {
  const end = source.indexOf(mark, from);
  return end < 0 ? source.length : end;
}

/** Right after the sign that closes a text on its line; a class in a regular expression may hold the sign. */
function endOfText(source: string, sign: string, from: number): number {
  let inClass = false;
  for (let i = from; i < source.length; i++) {
    const one = source[i] as string;
    if (one === '\\') i++;
    else if (one === '\n' || (one === sign && !inClass)) return i + 1;
    else if (sign === '/' && (one === '[' || one === ']')) inClass = one === '[';
  }
  return source.length;
}

/** Right after the back-tick that closes a template text, or after the `${` that opens code in it. */
function endOfTemplate(source: string, from: number): number {
  for (let i = from; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '`') return i + 1;
    else if (source[i] === '$' && source[i + 1] === '{') return i + 2;
  }
  return source.length;
}
