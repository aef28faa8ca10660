export * from './auth.js';
export * from './bookings.js';
export * from './certification.js';
export * from './common.js';
export * from './live.js';
export * from './machines.js';
export * from './members.js';
export * from './error-codes.js';
