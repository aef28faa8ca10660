// The built bridge, which ends at the step named by KILL_AT as if its power were cut: nothing is flushed, nothing is said.
// Or it does not end there, but stands still.
import { JournalFile } from '../../dist/firmware-bridge/journal-file.js';
import { VirtualDevice } from '../../dist/firmware-bridge/drivers/virtual.js';
import { MqttLink } from '../../dist/src/platform/mqtt/mqtt-link.js';

const die = () => process.kill(process.pid, 'SIGKILL');
const standStill = () => {
  for (;;);
};
const step = process.env['KILL_AT'];

function around(type, method, when, { before, after }) {
  const original = type.prototype[method];
  type.prototype[method] = function (...given) {
    const isIt = when(...given);
    if (isIt) before?.();
    const result = original.apply(this, given);
    if (isIt) after?.();
    return result;
  };
}

const event = (kind) => (line) => line.event?.kind === kind;
const topic = (end) => (name) => name.endsWith(end);
const steps = {
  'before the tap is written': () => around(JournalFile, 'append', event('tap'), { before: die }),
  'tap written, not sent': () => around(JournalFile, 'append', event('tap'), { after: die }),
  'tap sent': () => around(MqttLink, 'publish', topic('/up/tap'), { after: die }),
  'start written, relay off': () => around(JournalFile, 'append', event('relay-on'), { after: die }),
  'relay on, not said': () => around(VirtualDevice, 'do', ({ kind }) => kind === 'relay-on', { after: die }),
  'relay off, not written': () => around(JournalFile, 'append', event('relay-off'), { before: die }),
  'end written, not said': () => around(JournalFile, 'append', event('relay-off'), { after: die }),
  'acknowledged, not noted': () => around(JournalFile, 'append', (line) => 'upto' in line, { before: die }),
  'a loop that stands still': () => around(VirtualDevice, 'do', ({ kind }) => kind === 'show', { after: standStill }),
};
steps[step]();

await import('../../dist/firmware-bridge/main.js');
