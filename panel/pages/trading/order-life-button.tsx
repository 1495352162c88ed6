/** Opens an order's whole life. */

import { useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { type NamedOrder, OrderLifeDialog } from './order-life-dialog.tsx';
import { useTradingWords } from './words.ts';

export function OrderLifeButton(named: NamedOrder) {
  const own = useTradingWords();
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button size="small" aria-haspopup="dialog" aria-label={own.order.lifeOf(named.orderId)} onClick={() => open(true)}>
        <Icon name="list" />
        {own.order.life}
      </Button>
      {isOpen && <OrderLifeDialog {...named} onClose={() => open(false)} />}
    </>
  );
}
