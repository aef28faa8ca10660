import { Fault } from './calendar-fault.js';

/** Takes note of work done, about 50 ns each, and throws when it is more than a file may cost: files come from strangers. */
export type Spend = (work: number) => void;

export function workLimit(workMax: number): Spend {
  let left = workMax;
  return (work) => {
    left -= work;
    if (left < 0) throw new Fault('too-many');
  };
}
