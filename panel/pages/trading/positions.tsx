/** The positions of the trading page: the same table as everywhere, with what can be done with each. */

import { useState } from 'react';
import type { Position } from '../../../src/api/session.ts';
import { PositionsTable } from '../../blocks/positions-table.tsx';
import { useByHand } from '../../live/by-hand.ts';
import { Button } from '../../parts/button.tsx';
import { PositionDialog } from './position-dialog.tsx';
import { useTradingWords } from './words.ts';

export function Positions() {
  const own = useTradingWords();
  const mayDo = useByHand();
  const [opened, open] = useState<Position | null>(null);
  if (mayDo === 'nothing') return <PositionsTable />;
  return (
    <>
      <PositionsTable
        acts={{
          title: own.position.column,
          cell: (position) => (
            <Button size="small" onClick={() => open(position)}>
              {own.position.act}
            </Button>
          ),
        }}
      />
      {opened !== null && <PositionDialog position={opened} onClose={() => open(null)} />}
    </>
  );
}
