/** The drawings of all icons, once in a document. Drawn by the server alone. */

import { ICON_PATHS } from './icon-paths.ts';

export function IconSprite() {
  return (
    <svg className="hidden" aria-hidden="true">
      {Object.entries(ICON_PATHS).map(([name, path]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 16 16">
          <path d={path} />
        </symbol>
      ))}
    </svg>
  );
}
