/** An order's life in Spanish. */

import type { Widened } from '../../i18n/words.ts';
import type { lifeEn } from './words-en.ts';

export const lifeEs: Widened<typeof lifeEn> = {
  life: 'La orden y su vida',
  signal: (who) => `Señal de ${who}`,
  byHand: 'Pedida a mano',
  decidedAt: (price) => `decidida a ${price}`,
  confidence: (value) => `confianza ${value}`,
  passed: 'Aprobada por el riesgo',
  passedWritten: 'Aprobada por el riesgo y anotada',
  checks: (n) => (n === 1 ? '1 comprobación' : `${n} comprobaciones`),
  cut: (names) => `reducida por ${names}`,
  refused: (why) => `Rechazada: ${why}`,
  noOrder: 'no salió ninguna orden',
  protects: 'Hecha para proteger la posición',
  closes: 'Hecha para cerrar la posición',
  openedBy: (order) => `abierta por la orden ${order}: su decisión`,
  placed: (purpose) => `Orden puesta, ${purpose}`,
  amended: 'Condiciones nuevas',
  filled: (quantity, price) => `Ejecutado ${quantity} a ${price}`,
  ofAll: (filled, all) => `${filled} de ${all}`,
  worse: { decision: (share) => `${share} peor que lo decidido`, stop: (share) => `${share} peor que el stop` },
  better: { decision: (share) => `${share} mejor que lo decidido`, stop: (share) => `${share} mejor que el stop` },
  exact: { decision: 'al precio decidido', stop: 'en el stop' },
  onItsWay: {
    approved: 'Anotada',
    sent: 'Enviada al mercado',
    acknowledged: 'El mercado la tiene',
    'in-doubt': 'En duda: se pregunta al mercado',
  },
  notRecorded: 'Envío y acuse: sin registrar',
  notRecordedWhy: 'El mercado forma parte de Atalaya y toma la orden al instante, o el diario es de una versión anterior.',
  atTheVenue: 'en el mercado',
  ended: {
    working: 'En espera',
    filled: 'Ejecutada entera',
    cancelled: 'Cancelada',
    rejected: 'Rechazada por el mercado',
    expired: 'Caducada',
  },
  waits: 'Está esperando',
  fee: 'comisión',
  entry: (n) => `diario ${n}`,
  title: (what) => `Vida de la orden: ${what}`,
  inJournal: 'En el Diario',
  unknown: {
    title: 'Esta orden no consta en el historial',
    text: 'Puede ser de otra cuenta, o la base de datos aún no ha llegado hasta ella.',
  },
  onlySession: 'Tal como la conoce esta sesión: el historial no responde ahora mismo.',
};
