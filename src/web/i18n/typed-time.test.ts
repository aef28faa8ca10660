import { expect, it } from 'vitest';
import { typedTime } from './typed-time.js';

it.each([
  ['18:30', '18:30'],
  ['1830', '18:30'],
  ['830', '08:30'],
  ['18.30', '18:30'],
  ['18,30', '18:30'],
  ['8 30', '08:30'],
  [' 8:05 ', '08:05'],
  ['8', '08:00'],
  ['0', '00:00'],
  ['23:59', '23:59'],
  ['24:00', undefined],
  ['24', undefined],
  ['18:60', undefined],
  ['18:3', undefined],
  ['18:', undefined],
  ['6pm', undefined],
  ['12345', undefined],
  ['', undefined],
])('%s is %s', (text, time) => {
  expect(typedTime(text)).toBe(time);
});

it('takes 24:00 for the end of a day, and nothing later', () => {
  expect(['24:00', '2400', '24', '24:01', '25:00'].map((text) => typedTime(text, true))).toEqual([
    '24:00',
    '24:00',
    '24:00',
    undefined,
    undefined,
  ]);
});
