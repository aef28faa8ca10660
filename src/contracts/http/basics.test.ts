import { expect, it } from 'vitest';
import { pageOf } from './basics.js';

it.each([
  ['nothing', [], [], null],
  ['fewer than the limit', ['a'], ['a'], null],
  ['just the limit', ['a', 'b'], ['a', 'b'], null],
  ['one beyond it', ['a', 'b', 'c'], ['a', 'b'], 'after b'],
])('a page of %s', (_, found, items, next) => {
  expect(pageOf(found, 2, (item) => `after ${item}`)).toEqual({ items, next });
});
