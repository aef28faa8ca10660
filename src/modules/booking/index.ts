export { BookingModule } from './booking.module.js';
export { BookingRepository } from './booking.repository.js';
