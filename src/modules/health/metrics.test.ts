import { expect, it } from 'vitest';
import type { BrokerCounts } from '../../platform/embedded/broker.js';
import { Metrics } from './metrics.js';

const metricsOf = (counts?: BrokerCounts): Metrics =>
  new Metrics({ now: () => ({ ready: true }) } as never, { counts: () => counts } as never);

it('counts by reason and by labels, sets what is now, and keeps what could break a line out of it', () => {
  const metrics = metricsOf();
  metrics.add('gate_message', 'state:counted', 2);
  metrics.add('gate_message', 'state:counted');
  metrics.add('tap', { verdict: 'deny', code: 'in-use' });
  metrics.add('tap', { verdict: 'deny', code: 'a"} 1\n' });
  metrics.set('open_sessions', 3);
  metrics.set('open_sessions', 2);
  const lines = metrics.text().split('\n');
  expect(lines).toContain('brama_ready 1');
  expect(lines).toContain('brama_gate_message_total{reason="state:counted"} 3');
  expect(lines).toContain('brama_tap_total{verdict="deny",code="in-use"} 1');
  expect(lines).toContain('brama_tap_total{verdict="deny",code="a___1_"} 1');
  expect(lines).toContain('brama_open_sessions 2');
  expect(lines.filter((line) => line.startsWith('# TYPE brama_tap_total'))).toEqual(['# TYPE brama_tap_total counter']);
});

it('says how long things took, each within every bound above it', () => {
  const metrics = metricsOf();
  for (const ms of [1, 30, 9_000]) metrics.took('tap', ms);
  const text = metrics.text();
  expect(text).toContain('brama_tap_seconds_bucket{le="0.002"} 1\n');
  expect(text).toContain('brama_tap_seconds_bucket{le="0.025"} 1\n');
  expect(text).toContain('brama_tap_seconds_bucket{le="0.05"} 2\n');
  expect(text).toContain('brama_tap_seconds_bucket{le="5"} 2\n');
  expect(text).toContain('brama_tap_seconds_bucket{le="+Inf"} 3\n');
  expect(text).toContain('brama_tap_seconds_count 3\n');
  expect(/^brama_tap_seconds_sum (.*)$/m.exec(text)?.[1]).toSatisfy((sum) => Math.abs(Number(sum) - 9.031) < 1e-9);
});

it('shows what the embedded broker counted, and nothing of another', () => {
  const counts = {
    connections: 4,
    signedIn: 3,
    published: 90,
    deniedSubscriptions: 1,
    takeovers: 0,
    flapping: 0,
    brokenPackets: 0,
    retainedTopics: 2,
    retainedBytes: 180,
    cut: { 'too-fast': 5 },
    refused: { 'wrong-credentials': 6 },
  } as unknown as BrokerCounts;
  const lines = metricsOf(counts).text().split('\n');
  expect(lines).toContain('brama_broker_signed_in 3');
  expect(lines).toContain('brama_broker_denied_subscriptions_total 1');
  expect(lines).toContain('brama_broker_cut_total{reason="too-fast"} 5');
  expect(lines).toContain('brama_broker_refused_total{reason="wrong-credentials"} 6');
  expect(metricsOf().text()).not.toContain('broker');
});
