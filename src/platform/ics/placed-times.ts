import { Fault } from './calendar-fault.js';
import type { Component } from './components.js';
import type { ContentLine } from './content-lines.js';
import { type Clock, fileClocks, utcClock, type Window } from './clocks.js';
import { timeValue, type TimeValue } from './time-values.js';
import type { Spend } from './work-limit.js';

const valueWork = 60;

/** A time of a file together with the clock that shows it. */
export interface Placed extends TimeValue {
  readonly clock: Clock;
}

/** The first value of the line, or the one given; undefined when it is no time. */
export type Place = (line: ContentLine, value?: string) => Placed | undefined;

/** `own` is the clock by which whole days and floating times are meant. */
export function placeIn(calendar: Component, own: Clock, within: Window, spend: Spend): Place {
  const clockCalled = fileClocks(calendar, within, spend);
  return (line, text = line.value) => {
    spend(valueWork);
    const value = timeValue(text);
    if (value === undefined) return undefined;
    const name = line.params.get('TZID');
    if (value.isUtc) return { ...value, clock: utcClock };
    if (value.isDate || name === undefined) return { ...value, clock: own };
    const clock = clockCalled(name);
    if (clock === undefined) throw new Fault('unknown-time-zone');
    return { ...value, clock };
  };
}

/** The times of lines that list several, as EXDATE does. */
export const placesOf = (lines: readonly ContentLine[], place: Place): Placed[] =>
  lines.flatMap((line) =>
    line.value.split(',').map((value) => {
      const placed = place(line, value);
      if (placed === undefined) throw new Fault('rule-not-understood');
      return placed;
    }),
  );
