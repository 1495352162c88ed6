/** Rights, and what a role may do, in words. */

import type { Right, Role } from '../../src/api/roles.ts';
import { pageWords } from '../i18n/words.ts';

type Named<Name extends string> = Readonly<Record<Name, string>>;

const english = {
  rights: {
    'trading.read': 'See trading',
    'trading.stop': 'Pause and stop trading',
    'trading.start': 'Resume trading',
    'trading.reset': 'Reset after a stop',
    'trading.arm': 'Arm real money',
    'trading.order': 'Send orders by hand',
    'strategies.enable': 'Switch strategies',
    'research.read': 'See research',
    'research.run': 'Run backtests and jobs',
    'data.write': 'Bring market data in',
    'risk.read': 'See risk',
    'portfolio.read': 'See the portfolio',
    'portfolio.write': 'Book and import operations',
    'system.read': 'See the system',
    'system.execute': 'Run services, acknowledge',
    'system.restart': 'Restart processes',
    'settings.write': 'Change settings',
    'secrets.write': 'Keep secrets and tokens',
    'users.read': 'See users and tokens',
    'users.write': 'Manage users',
    'audit.read': 'Read the audit',
    'audit.export': 'Export and verify the audit',
    'limits.tighten': 'Tighten limits',
    self: 'The own account',
  } as Named<Right>,
  roles: {
    viewer: 'Sees the parts chosen for it, and changes nothing.',
    operator: 'Sees everything, pauses and stops, runs backtests.',
    administrator: 'Does everything but arm real money, reset after a stop and change limits.',
    owner: 'Does everything.',
    auditor: 'Reads the audit and risk, and changes nothing.',
  } as Named<Role>,
};

export const useRightsWords = pageWords(english, {
  rights: {
    'trading.read': 'Ver la operativa',
    'trading.stop': 'Pausar y parar la operativa',
    'trading.start': 'Reanudar la operativa',
    'trading.reset': 'Rearmar tras una parada',
    'trading.arm': 'Activar el dinero real',
    'trading.order': 'Enviar órdenes a mano',
    'strategies.enable': 'Activar estrategias',
    'research.read': 'Ver la investigación',
    'research.run': 'Lanzar backtests y trabajos',
    'data.write': 'Traer datos de mercado',
    'risk.read': 'Ver el riesgo',
    'portfolio.read': 'Ver la cartera',
    'portfolio.write': 'Anotar e importar operaciones',
    'system.read': 'Ver el sistema',
    'system.execute': 'Lanzar servicios y dar por visto',
    'system.restart': 'Reiniciar procesos',
    'settings.write': 'Cambiar ajustes',
    'secrets.write': 'Guardar secretos y tokens',
    'users.read': 'Ver usuarios y tokens',
    'users.write': 'Gestionar usuarios',
    'audit.read': 'Leer la auditoría',
    'audit.export': 'Exportar y comprobar la auditoría',
    'limits.tighten': 'Estrechar límites',
    self: 'La propia cuenta',
  },
  roles: {
    viewer: 'Ve las partes que se le den y no cambia nada.',
    operator: 'Lo ve todo, pausa y para, y lanza backtests.',
    administrator: 'Lo hace todo menos activar dinero real, rearmar tras una parada y cambiar límites.',
    owner: 'Lo hace todo.',
    auditor: 'Lee la auditoría y el riesgo, y no cambia nada.',
  },
});
