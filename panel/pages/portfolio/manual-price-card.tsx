/** A price that the owner says, for whatever has no provider. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/client.ts';
import { tellProblem } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { InputField, SelectField } from '../../parts/field.tsx';
import { usePricesWords } from './prices-words.ts';

export function ManualPriceCard() {
  const own = usePricesWords();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ['portfolio', 'instruments'], queryFn: () => call('portfolio.instruments') });
  const rows = data?.rows ?? [];
  const [id, setId] = useState('');
  const [price, setPrice] = useState('');
  const [day, setDay] = useState(() => new Date().toISOString().slice(0, 10));
  const chosen = rows.find(({ instrument }) => instrument.id === id) ?? rows[0];
  const [currency, setCurrency] = useState<string | null>(null);
  const told = currency ?? chosen?.instrument.currency ?? '';
  const save = useMutation({
    mutationFn: (of: string) =>
      call('portfolio.setPrice', { params: { id: of }, body: { day, price: price.trim().replace(',', '.'), currency: told } }),
    onSuccess: () => {
      setPrice('');
      void client.invalidateQueries({ queryKey: ['portfolio'] });
    },
    onError: (error) => tellProblem(own.refused, own.noAnswer, error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== undefined) save.mutate(chosen.instrument.id);
  };
  return (
    <Card id="portfolio-manual-price" title={own.byHand} sub={own.byHandTold}>
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-text-2">{own.noAssets}</p>
      ) : (
        <form onSubmit={submit} className="flex flex-wrap items-end gap-3 px-4 py-3">
          <SelectField label={own.asset} value={chosen?.instrument.id ?? ''} onChange={(event) => setId(event.target.value)}>
            {rows.map(({ instrument }) => (
              <option key={instrument.id} value={instrument.id}>
                {instrument.symbol}
              </option>
            ))}
          </SelectField>
          <InputField label={own.day} type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
          <InputField label={own.price} inputMode="decimal" required value={price} onChange={(event) => setPrice(event.target.value)} />
          <InputField
            label={own.currency}
            required
            pattern="[A-Z]{3}"
            maxLength={3}
            value={told}
            onChange={(event) => setCurrency(event.target.value.toUpperCase())}
          />
          <Button type="submit" disabled={save.isPending || price.trim() === ''}>
            {own.save}
          </Button>
          <span role="status" className="text-text-2">
            {save.isSuccess && own.saved}
          </span>
        </form>
      )}
    </Card>
  );
}
