import { describe, expect, it } from 'vitest';
import { contains, overlap } from '../../core/interval.js';
import { demoBookings, placeBooking } from './demo-bookings.js';
import { demoMachines } from './demo-machines.js';
import { demoMembers } from './demo-people.js';

const minute = 60_000;
const now = 1_000_000 * minute;
const around = { machine: 'laser', member: 'anna', from: -15, to: 240 };
const at = (from: number, to: number) => ({ from: now + from * minute, to: now + to * minute });

describe('placeBooking', () => {
  it('puts it as wished on an empty calendar', () => {
    expect(placeBooking(around, now + 1, [])).toEqual(at(-15, 240));
  });

  it('begins after what has just ended and ends before what comes', () => {
    expect(placeBooking(around, now + 1, [at(-60, -3), at(60, 90)])).toEqual(at(-3, 60));
  });

  it('keeps off when somebody has the machine now, or soon', () => {
    expect(placeBooking(around, now, [at(-5, 30)])).toBeUndefined();
    expect(placeBooking(around, now, [at(4, 30)])).toBeUndefined();
  });
});

describe('the demo calendar', () => {
  it('names machines and members that exist, certified for what they book', () => {
    expect(demoBookings.length).toBe(10);
    for (const booking of demoBookings) {
      const machine = demoMachines.find(({ slug }) => slug === booking.machine);
      const member = demoMembers.find(({ key }) => key === booking.member);
      for (const competency of machine!.competencies) expect(Object.keys(member!.certificates)).toContain(competency);
    }
  });

  it('has Anna at the laser now, and nobody twice at one machine', () => {
    const placed = demoBookings.map((wish) => ({ ...wish, at: placeBooking(wish, now, [])! }));
    const current = placed.filter(({ machine, at: span }) => machine === 'laser' && contains(span, now));
    expect(current.map(({ member }) => member)).toEqual(['anna']);
    for (const [i, one] of placed.entries()) {
      const clash = placed.slice(i + 1).filter((other) => other.machine === one.machine && overlap(other.at, one.at));
      expect(clash).toEqual([]);
    }
  });
});
