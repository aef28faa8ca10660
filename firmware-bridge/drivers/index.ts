import type { Driver } from './driver.js';
import { virtual } from './virtual.js';

/** Every kind of device the bridge can speak to: one line each. */
export const drivers: readonly [Driver, ...Driver[]] = [virtual];
