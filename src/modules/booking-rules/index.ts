export { BookingRulesModule } from './booking-rules.module.js';
