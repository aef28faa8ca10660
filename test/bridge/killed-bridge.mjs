// The built bridge, which ends at the step named by KILL_AT as if its power were cut: nothing is flushed, nothing is said.
import { JournalFile } from '../../dist/firmware-bridge/journal-file.js';
import { VirtualDevice } from '../../dist/firmware-bridge/drivers/virtual.js';
import { MqttLink } from '../../dist/src/platform/mqtt/mqtt-link.js';

const die = () => process.kill(process.pid, 'SIGKILL');
const step = process.env['KILL_AT'];

function around(type, method, when, { before, after }) {
  const original = type.prototype[method];
  type.prototype[method] = function (...given) {
    const isIt = when(...given);
    if (isIt && before) die();
    const result = original.apply(this, given);
    if (isIt && after) die();
    return result;
  };
}

const event = (kind) => (line) => line.event?.kind === kind;
const topic = (end) => (name) => name.endsWith(end);
const steps = {
  'before the tap is written': () => around(JournalFile, 'append', event('tap'), { before: true }),
  'tap written, not sent': () => around(JournalFile, 'append', event('tap'), { after: true }),
  'tap sent': () => around(MqttLink, 'publish', topic('/up/tap'), { after: true }),
  'start written, relay off': () => around(JournalFile, 'append', event('relay-on'), { after: true }),
  'relay on, not said': () => around(VirtualDevice, 'do', ({ kind }) => kind === 'relay-on', { after: true }),
  'relay off, not written': () => around(JournalFile, 'append', event('relay-off'), { before: true }),
  'end written, not said': () => around(JournalFile, 'append', event('relay-off'), { after: true }),
  'acknowledged, not noted': () => around(JournalFile, 'append', (line) => 'upto' in line, { before: true }),
};
steps[step]();

await import('../../dist/firmware-bridge/main.js');
