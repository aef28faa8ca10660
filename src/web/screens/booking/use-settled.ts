import { useEffect, useState } from 'react';

const patienceMs = 250;

/** The value once it has not changed for a moment: nobody is asked about every keystroke. The first is there at once. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  const said = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), patienceMs);
    return () => clearTimeout(timer);
    // Made anew at each rendering: it is what it says that counts.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [said]);
  return settled;
}
