export { type PlannedTime, plannedTimes } from './planned-times.js';
export { PlanningModule } from './planning.module.js';
