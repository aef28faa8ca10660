import { useEffect, useState } from 'react';
import { ApiProblem } from './problem.js';

/** Seconds that the service asked to wait before the next try, counted down. */
export function useWait(error: Error | null): number {
  const [left, setLeft] = useState(0);
  const asked = error instanceof ApiProblem && error.problem.status === 429 ? (error.retryAfterS ?? 0) : 0;
  useEffect(() => {
    setLeft(asked);
    if (asked === 0) return undefined;
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [asked, error]);
  return left;
}
