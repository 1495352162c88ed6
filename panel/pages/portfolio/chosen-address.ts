/** What is chosen on a page stands in its address, so that it can be kept and sent. */

import { useSearchParams } from 'react-router';

/** What the address says, and how to change one name of it; an empty value takes the name away. */
export function useChosenAddress<Name extends string>(): readonly [URLSearchParams, (name: Name, value: string) => void, () => void] {
  const [address, setAddress] = useSearchParams();
  const choose = (name: Name, value: string) =>
    setAddress(
      (before) => {
        if (value === '') before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  return [address, choose, () => setAddress({}, { replace: true })];
}
