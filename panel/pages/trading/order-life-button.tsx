/** Opens an order's whole life. */

import { useState } from 'react';
import type { Order } from '../../../src/api/records.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { OrderLifeDialog } from './order-life-dialog.tsx';
import { useTradingWords } from './words.ts';

export function OrderLifeButton({ orderId, order }: { orderId: string; order?: Order }) {
  const own = useTradingWords();
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button size="small" aria-haspopup="dialog" aria-label={own.order.lifeOf(orderId)} onClick={() => open(true)}>
        <Icon name="list" />
        {own.order.life}
      </Button>
      {isOpen && <OrderLifeDialog orderId={orderId} {...(order && { order })} onClose={() => open(false)} />}
    </>
  );
}
