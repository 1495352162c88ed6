/** Documents as PDF: headings, paragraphs and tables, in one plain style. Nothing is fetched, and no file but the fonts is read. */

import { createRequire } from 'node:module';
import { dirname } from 'node:path';

export interface PdfColumn {
  readonly title: string;
  readonly align?: 'right';
  /** Points; what is left of the page where none is given. */
  readonly width?: number;
}

export type PdfBlock =
  | { readonly heading: string }
  | { readonly text: string; readonly isSmall?: true }
  | { readonly columns: readonly PdfColumn[]; readonly rows: readonly (readonly string[])[] };

export interface PdfDocument {
  readonly title: string;
  /** Under the title. */
  readonly told: string;
  /** `es` or `en`: what a reader of the file is told its language is. */
  readonly language: string;
  readonly blocks: readonly PdfBlock[];
  /** `2 of 5`. */
  readonly pageText: (page: number, pages: number) => string;
  /** When it was made, epoch milliseconds UTC: it stands in the file. */
  readonly at: number;
}

/** What is used of pdfmake: its own types bring those of a browser along, which do not hold here. */
interface PdfMaker {
  setFonts(fonts: Fonts): void;
  setUrlAccessPolicy(isAllowed: (url: string) => boolean): void;
  setLocalAccessPolicy(isAllowed: (path: string) => boolean): void;
  createPdf(definition: object): { getBuffer(): Promise<Uint8Array> };
}
type Fonts = Readonly<Record<'Roboto', Readonly<Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>>>;

const require = createRequire(import.meta.url);
const GREY = '#5b6470';

/** The bytes of the file. */
export async function writePdf(document: PdfDocument): Promise<Uint8Array> {
  // Loaded with the first document: few ever ask for one.
  const maker = require('pdfmake') as PdfMaker;
  const fonts = require('pdfmake/fonts/Roboto') as Fonts;
  const folder = dirname(fonts.Roboto.normal);
  maker.setFonts(fonts);
  maker.setUrlAccessPolicy(() => false);
  maker.setLocalAccessPolicy((path) => path.startsWith(folder));
  return new Uint8Array(await maker.createPdf(definitionOf(document)).getBuffer());
}

const PADDING = 3;
const LINES = {
  hLineWidth: (at: number, { table }: { table: { body: readonly unknown[] } }) => (at === 0 || at === table.body.length ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: (at: number) => (at === 1 ? GREY : '#c4c9d0'),
  paddingLeft: (at: number) => (at === 0 ? 0 : PADDING),
  paddingRight: (at: number, { table }: { table: { widths: readonly unknown[] } }) => (at === table.widths.length - 1 ? 0 : PADDING),
};

const definitionOf = ({ title, told, language, blocks, pageText, at }: PdfDocument): object => ({
  pageSize: 'A4',
  pageMargins: [40, 44, 40, 48],
  info: { title, creator: 'Atalaya', producer: 'Atalaya', creationDate: new Date(at) },
  ...{ language, defaultStyle: { font: 'Roboto', fontSize: 8.5, lineHeight: 1.15 } },
  content: [{ text: title, fontSize: 17, bold: true }, { text: told, color: GREY, margin: [0, 2, 0, 10] }, ...blocks.map(contentOf)],
  footer: (page: number, pages: number) => ({
    text: pageText(page, pages),
    alignment: 'right',
    color: GREY,
    fontSize: 7.5,
    margin: [40, 16, 40, 0],
  }),
});

function contentOf(block: PdfBlock): object {
  if ('heading' in block) return { text: block.heading, fontSize: 11.5, bold: true, margin: [0, 12, 0, 4] };
  if ('text' in block) return { text: block.text, margin: [0, 0, 0, 4], ...(block.isSmall && { fontSize: 7.5, color: GREY }) };
  const { columns, rows } = block;
  const aligned = (text: string, { align }: PdfColumn, more: object = {}) => ({ text, ...(align && { alignment: align }), ...more });
  return {
    layout: LINES,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ width }) => width ?? '*'),
      body: [
        columns.map((column) => aligned(column.title, column, { bold: true, color: GREY })),
        ...rows.map((row) => columns.map((column, at) => aligned(row[at] ?? '', column))),
      ],
    },
  };
}
