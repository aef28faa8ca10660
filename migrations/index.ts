import { Foundation1764000000000 } from './1764000000000-foundation.js';
import { Booking1764100000000 } from './1764100000000-booking.js';

/** Every migration, oldest first. */
export const migrations = [Foundation1764000000000, Booking1764100000000];
