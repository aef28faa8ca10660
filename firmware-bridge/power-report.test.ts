import { expect, it } from 'vitest';
import { type Power, PowerReport } from './power-report.js';

function reporting() {
  const sent: Power[] = [];
  let due: (() => void) | undefined;
  const clock = {
    after(ms: number, then: () => void) {
      expect(ms).toBe(10_000);
      due = then;
      return () => {
        due = undefined;
      };
    },
  };
  const link = { up: true };
  const report = new PowerReport(clock, (power) => link.up && sent.push(power) > 0);
  const passTenSeconds = (): void => {
    const then = due;
    due = undefined;
    then?.();
  };
  return { sent, report, link, passTenSeconds };
}

it('power is told at once, then on change at most every ten seconds, and the last of it always', () => {
  const { sent, report, passTenSeconds } = reporting();
  for (const w of [0, 800, 812, 790]) report.take({ w, wh: 5 });
  expect(sent).toEqual([{ w: 0, wh: 5 }]);
  passTenSeconds();
  expect(sent).toEqual([
    { w: 0, wh: 5 },
    { w: 790, wh: 5 },
  ]);
  passTenSeconds();
  report.take({ w: 790, wh: 5 });
  expect(sent).toHaveLength(2);
  report.take({ w: 790, wh: 6 });
  expect(sent.at(-1)).toEqual({ w: 790, wh: 6 });
  report.take({ w: 0, wh: 6 });
  report.stop();
  passTenSeconds();
  expect(sent).toHaveLength(3);
});

it('power that nobody took is told again', () => {
  const { sent, report, link, passTenSeconds } = reporting();
  link.up = false;
  report.take({ w: 800 });
  link.up = true;
  passTenSeconds();
  expect(sent).toEqual([{ w: 800 }]);
});
