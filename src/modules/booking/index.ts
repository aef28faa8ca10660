export { BookingModule } from './booking.module.js';
export { BookingFactsRepository } from './booking-facts.repository.js';
export { BookingRepository } from './booking.repository.js';
