import { describe, expect, it } from 'vitest';
import {
  downFilter,
  downKinds,
  downTopic,
  liveTopic,
  mayPublish,
  maySubscribe,
  parseUpTopic,
  pulseTopic,
  serviceUsername,
  sharedUpFilter,
  upFilter,
  upKinds,
  upTopic,
} from './topics.js';

describe('topics', () => {
  it('of what a gate says are read as they were built', () => {
    for (const kind of upKinds) expect(parseUpTopic(upTopic('laser-1', kind))).toEqual({ slug: 'laser-1', kind });
    expect(upKinds.length).toBe(4);
  });

  it.each([
    ...downKinds.map((kind) => downTopic('laser', kind)),
    '',
    'brama/v1/gate/laser/up',
    'brama/v1/gate/laser/up/',
    'brama/v1/gate/laser/up/tap/more',
    'brama/v1/gate/laser/up/other',
    'brama/v1/gate/laser/up/constructor',
    'brama/v1/gate//up/tap',
    'brama/v1/gate/Laser/up/tap',
    'brama/v1/gate/_service/up/tap',
    `brama/v1/gate/${'a'.repeat(41)}/up/tap`,
    'brama/v2/gate/laser/up/tap',
    '/brama/v1/gate/laser/up/tap',
    'brama/v1/gate/+/up/tap',
    'brama/v1/gate/laser/up/#',
    liveTopic,
  ])('%s is none of a gate', (topic) => {
    expect(parseUpTopic(topic)).toBeUndefined();
    expect(mayPublish('laser', topic, false)).toBe(false);
  });
});

describe('who may publish', () => {
  it('a gate: its own up tree, retained its state alone', () => {
    for (const kind of upKinds) {
      expect(mayPublish('laser', upTopic('laser', kind), false)).toBe(true);
      expect(mayPublish('laser', upTopic('laser', kind), true)).toBe(kind === 'state');
      expect(mayPublish('laser', upTopic('lathe', kind), false)).toBe(false);
      expect(mayPublish('las', upTopic('laser', kind), false)).toBe(false);
      expect(mayPublish(serviceUsername, upTopic('laser', kind), false)).toBe(false);
      expect(mayPublish('', upTopic('', kind), false)).toBe(false);
    }
  });

  it('the service: every down tree and its own, retained the list alone', () => {
    for (const kind of downKinds) {
      expect(mayPublish(serviceUsername, downTopic('laser', kind), false)).toBe(true);
      expect(mayPublish(serviceUsername, downTopic('laser', kind), true)).toBe(kind === 'list');
      expect(mayPublish('laser', downTopic('laser', kind), false)).toBe(false);
      expect(mayPublish(serviceUsername, `${downTopic('laser', kind)}/more`, false)).toBe(false);
    }
    for (const topic of [liveTopic, pulseTopic('one')]) {
      expect(mayPublish(serviceUsername, topic, false)).toBe(true);
      expect(mayPublish(serviceUsername, topic, true)).toBe(false);
      expect(mayPublish('laser', topic, false)).toBe(false);
    }
    expect(mayPublish(serviceUsername, downTopic('+', 'relay'), false)).toBe(false);
    expect(mayPublish(serviceUsername, '$SYS/broker', false)).toBe(false);
  });
});

describe('who may subscribe', () => {
  it('a gate: its own down tree', () => {
    for (const filter of [
      downFilter('laser'),
      'brama/v1/gate/laser/down/+',
      ...downKinds.map((k) => downTopic('laser', k)),
    ])
      expect(maySubscribe('laser', filter), filter).toBe(true);
  });

  it.each([
    '#',
    '+/#',
    'brama/#',
    'brama/v1/#',
    'brama/v1/gate/#',
    'brama/v1/gate/+/down/#',
    'brama/v1/gate/lathe/down/#',
    'brama/v1/gate/laser/#',
    'brama/v1/gate/laser/up/#',
    'brama/v1/gate/laser/+/relay',
    'brama/v1/gate/laser/down',
    'brama/v1/gate/laser/down/+/#',
    'brama/v1/gate/laser/down/other',
    '$share/x/brama/v1/gate/laser/down/#',
    '$SYS/#',
    liveTopic,
    upFilter('tap'),
    sharedUpFilter('tap'),
    '',
  ])('a gate may not hear %s', (filter) => {
    expect(maySubscribe('laser', filter)).toBe(false);
  });

  it('nobody is a gate whose name is no slug', () => {
    for (const name of ['', '+', '#', 'Laser', '_other', '__proto__', 'a/b'])
      expect(maySubscribe(name, downFilter(name)), name).toBe(false);
  });

  it('the service: all of brama, and no more', () => {
    for (const filter of [upFilter('state'), sharedUpFilter('tap'), liveTopic])
      expect(maySubscribe(serviceUsername, filter), filter).toBe(true);
    for (const filter of ['#', '$SYS/#', '$share/x/#', 'brama/#'])
      expect(maySubscribe(serviceUsername, filter)).toBe(false);
  });
});
