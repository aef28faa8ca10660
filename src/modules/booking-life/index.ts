export { BookingLifeModule } from './booking-life.module.js';
export { Sweeper } from './sweeper.js';
