/** The words of filters and of files that go out. */

import { pageWords } from '../../i18n/words.ts';

export const useFilterWords = pageWords(
  {
    account: 'Account',
    by: { instrument: 'Asset', kind: 'Kind', category: 'Category', subcategory: 'Subcategory', account: 'Account', currency: 'Currency' },
    exportAs: (name: string, format: string) => `${name} as ${format}`,
    filters: 'Filters',
    all: 'all',
    fromDay: 'From',
    toDay: 'Until',
    sign: 'Now',
    signs: { gain: 'at a gain', loss: 'at a loss' },
    kind: 'Operation',
    asset: 'Asset',
    clear: 'Clear',
  },
  {
    account: 'Cuenta',
    by: { instrument: 'Activo', kind: 'Clase', category: 'Categoría', subcategory: 'Subcategoría', account: 'Cuenta', currency: 'Divisa' },
    exportAs: (name: string, format: string) => `${name} en ${format}`,
    filters: 'Filtros',
    all: 'todo',
    fromDay: 'Desde',
    toDay: 'Hasta',
    sign: 'Ahora',
    signs: { gain: 'con ganancia', loss: 'con pérdida' },
    kind: 'Operación',
    asset: 'Activo',
    clear: 'Quitar',
  },
);
