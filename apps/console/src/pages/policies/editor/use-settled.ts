import { useEffect, useState } from 'react';

/** A value once nobody has changed it for a while, in milliseconds: so that not every key asks the server. */
export function useSettled<T>(value: T, pause = 350): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}
