export { WorkshopModule } from './workshop.module.js';
export { WorkshopRepository } from './workshop.repository.js';
