import type { Driver } from './driver.js';
import { eletechsupRyn4 } from './eletechsup-ryn4.js';
import { em18 } from './em18.js';
import { gwiot7941e } from './gwiot7941e.js';
import { id12la } from './id12la.js';
import { lcusRelay } from './lcus-relay.js';
import { modbusRelay } from './modbus-relay.js';
import { numatoRelay } from './numato-relay.js';
import { pn532 } from './pn532.js';
import { pzem004t } from './pzem004t.js';
import { rdm6300 } from './rdm6300.js';
import { sdmMeter } from './sdm-meter.js';
import { virtual } from './virtual.js';
import { waveshareRelay } from './waveshare-relay.js';

/** Every kind of device the bridge can speak to: one line each. */
export const drivers: readonly [Driver, ...Driver[]] = [
  virtual,
  rdm6300,
  em18,
  id12la,
  gwiot7941e,
  pn532,
  waveshareRelay,
  eletechsupRyn4,
  modbusRelay,
  lcusRelay,
  numatoRelay,
  pzem004t,
  sdmMeter,
];
