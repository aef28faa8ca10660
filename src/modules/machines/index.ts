import { ExclusiveGroupEntity } from './exclusive-group.entity.js';
import { MachineEntity } from './machine.entity.js';

export { bumpMachines, lockAllCalendars, lockCalendar, putInOrder, putOutOfOrder } from './machine-rows.js';
export { closuresDuring } from './closure-rows.js';
export { MachinesModule } from './machines.module.js';
export { MachinesService } from './machines.service.js';
export const machineEntities = [MachineEntity, ExclusiveGroupEntity];
