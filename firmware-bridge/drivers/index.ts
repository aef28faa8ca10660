import { virtual } from './virtual.js';

/** Every kind of device the bridge can speak to: one line each. */
export const drivers = { virtual } as const;

export type DriverId = keyof typeof drivers;
export const driverIds = Object.keys(drivers) as [DriverId, ...DriverId[]];
