/**
 * Keeps docs/reference/strategies current: one page per strategy, whose facts and parameter tables come from the strategy's own file.
 * Usage: node tools/strategy-pages.ts [--check]. What stands outside the marked blocks is written by hand and left alone.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT_FOLDER, strategyFiles } from '../src/apps/strategy-registry.ts';
import { inBoth, type Parameter, type ParameterTable, resolveParameters } from '../src/core/domain/parameters.ts';
import type { AnyStrategy } from '../src/core/research/backtest.ts';
import type { Regime } from '../src/core/trading/strategy/strategy.ts';

export const PAGES_FOLDER = join(PROJECT_FOLDER, 'docs/reference/strategies');

type Language = 'en' | 'es';

const WORDS = {
  en: {
    facts: [
      'Id',
      'Version',
      'Default timeframe',
      'Candles before the first wish, with the defaults',
      'Regimes it enters in',
      'Size',
      'Volume data',
    ],
    columns: ['Parameter', 'Type', 'Range', 'Step', 'Default', 'Meaning'],
    kinds: { integer: 'whole number', decimal: 'number', boolean: 'yes or no', choice: 'choice' },
    regimes: { bull: 'bull', bear: 'bear', range: 'range', 'high-volatility': 'high volatility', crisis: 'crisis' } satisfies Record<
      Regime,
      string
    >,
    allRegimes: 'all',
    sizes: { risk: (percent: string) => `by risk, at most ${percent} of equity`, all: 'all equity' },
    needed: ['not needed', 'needed'],
    noParameters: 'None.',
    constraints: 'Conditions between them',
  },
  es: {
    facts: [
      'Id',
      'Versión',
      'Marco temporal por defecto',
      'Velas antes del primer deseo, con los valores por defecto',
      'Regímenes en los que entra',
      'Tamaño',
      'Datos de volumen',
    ],
    columns: ['Parámetro', 'Tipo', 'Rango', 'Paso', 'Por defecto', 'Significado'],
    kinds: { integer: 'número entero', decimal: 'número', boolean: 'sí o no', choice: 'opción' },
    regimes: {
      bull: 'alcista',
      bear: 'bajista',
      range: 'lateral',
      'high-volatility': 'alta volatilidad',
      crisis: 'crisis',
    } satisfies Record<Regime, string>,
    allRegimes: 'todos',
    sizes: { risk: (percent: string) => `por riesgo, como mucho el ${percent} del patrimonio`, all: 'todo el patrimonio' },
    needed: ['no hacen falta', 'hacen falta'],
    noParameters: 'Ninguno.',
    constraints: 'Condiciones entre ellos',
  },
};

/** The page with its marked blocks brought up to date; Error when a block is missing. */
export function currentPage(definition: AnyStrategy, page: string): string {
  const blocks: Record<string, string> = {
    'facts-en': facts(definition, 'en'),
    'parameters-en': parameters(definition, 'en'),
    'facts-es': facts(definition, 'es'),
    'parameters-es': parameters(definition, 'es'),
  };
  return Object.entries(blocks).reduce((text, [name, content]) => {
    const [begin, end] = [`<!-- generated: ${name} -->\n`, '<!-- end -->'];
    const from = text.indexOf(begin);
    const to = text.indexOf(end, from);
    if (from < 0 || to < 0) throw new Error(`the page of ${definition.id} has no block "${name}"; expected ${begin.trim()} … ${end}`);
    return `${text.slice(0, from + begin.length)}\n${content}\n\n${text.slice(to)}`;
  }, page);
}

/** A page with empty blocks and places for the rules, for a strategy that has none yet. */
export function newPage(definition: AnyStrategy): string {
  const part = (language: Language, heading: string, rules: string, result: string) =>
    `## ${heading}\n\n<!-- generated: facts-${language} -->\n<!-- end -->\n\n### ${rules}\n\n### ${language === 'en' ? 'Parameters' : 'Parámetros'}\n\n<!-- generated: parameters-${language} -->\n<!-- end -->\n\n### ${result}\n`;
  const { en, es } = definition.title;
  return `# ${en} · ${es}\n\n${part('en', 'English', 'Rules', 'Published result\n\nNot validated.')}\n${part('es', 'Español', 'Reglas', 'Resultado publicado\n\nSin validar.')}`;
}

function facts(definition: AnyStrategy, language: Language): string {
  const words = WORDS[language];
  const defaults = resolveParameters(definition.parameters as ParameterTable, {}, definition.id);
  const size = definition.size(defaults);
  const values = [
    `\`${definition.id}\``,
    definition.version,
    definition.timeframe,
    String(definition.warmup(defaults)),
    definition.regimes?.map((regime) => words.regimes[regime]).join(', ') ?? words.allRegimes,
    size.kind === 'risk' ? words.sizes.risk(`${number(size.maxFraction * 100, language)} %`) : words.sizes.all,
    words.needed[definition.needs?.volume ? 1 : 0],
  ];
  return [definition.description[language], '', '| | |', '|---|---|', ...values.map((value, i) => `| ${words.facts[i]} | ${value} |`)].join(
    '\n',
  );
}

function parameters(definition: AnyStrategy, language: Language): string {
  const words = WORDS[language];
  const rows = Object.entries(definition.parameters as ParameterTable).map(([name, parameter]) => row(name, parameter, language));
  if (rows.length === 0) return words.noParameters;
  const constraints = (definition.constraints ?? []).map(({ message }) => inBoth(message)[language]);
  return [
    `| ${words.columns.join(' | ')} |`,
    '|---|---|---|---|---|---|',
    ...rows,
    ...(constraints.length > 0 ? ['', `${words.constraints}: ${constraints.join(', ')}.`] : []),
  ].join('\n');
}

function row(name: string, parameter: Parameter, language: Language): string {
  const words = WORDS[language];
  const show = (value: number) => number(value, language);
  const range =
    'min' in parameter
      ? `${show(parameter.min)} – ${show(parameter.max)}`
      : parameter.kind === 'choice'
        ? parameter.choices.join(', ')
        : '';
  const step = 'step' in parameter ? show(parameter.step) : '';
  const standard = typeof parameter.default === 'number' ? show(parameter.default) : `\`${parameter.default}\``;
  const help = typeof parameter.help === 'string' ? parameter.help : parameter.help[language];
  return `| \`${name}\` | ${words.kinds[parameter.kind]} | ${range} | ${step} | ${standard} | ${help} |`;
}

/** Without the noise of binary fractions, and with the language's decimal sign. */
function number(value: number, language: Language): string {
  const text = String(Number(value.toPrecision(10)));
  return language === 'es' ? text.replace('.', ',') : text;
}

/** Strategies (all of the owner's folder when none is named) with their pages: as they are ('' where there is none), and as they should be. */
export async function strategyPages(ids?: readonly string[]): Promise<{ id: string; file: string; page: string; current: string }[]> {
  const files = [...strategyFiles()].filter(([id]) => ids === undefined || ids.includes(id));
  return Promise.all(
    files.map(async ([id, path]) => {
      const definition = ((await import(pathToFileURL(path).href)) as { default: AnyStrategy }).default;
      const file = join(PAGES_FOLDER, `${id}.md`);
      const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return { id, file, page, current: currentPage(definition, page || newPage(definition)) };
    }),
  );
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  mkdirSync(PAGES_FOLDER, { recursive: true });
  for (const { id, file, page, current } of await strategyPages()) {
    if (current === page) continue;
    if (!check) writeFileSync(file, current);
    console.log(`${check ? 'stale' : 'wrote'} docs/reference/strategies/${id}.md`);
    if (check) process.exitCode = 1;
  }
}

if (import.meta.main) await main();
