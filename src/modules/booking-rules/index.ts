export { settingFor, settingsOfRule } from './booking-settings.repository.js';
export { BookingRulesModule } from './booking-rules.module.js';
