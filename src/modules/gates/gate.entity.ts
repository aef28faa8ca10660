import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FailSafeClass } from '../../core/kinds.js';

/** The reader and relay that guard one machine. A retired gate keeps its row, and with it its slug. */
@Entity('gate')
export class GateEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') slug!: string;
  @Column('uuid', { name: 'machine_id' }) machineId!: string;
  @Column('int', { name: 'credential_version' }) credentialVersion!: number;
  @Column('boolean') signed!: boolean;
  @Column('timestamptz', { name: 'retired_at', nullable: true }) retiredAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** What a commissioning drill showed: how the gate fails. The latest one counts. */
@Entity('gate_drill')
export class GateDrillEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'gate_id' }) gateId!: string;
  @Column('text', { name: 'fail_safe_class' }) failSafeClass!: FailSafeClass;
  @Column('timestamptz', { name: 'done_at' }) doneAt!: Date;
  @Column('uuid', { name: 'done_by', nullable: true }) doneBy!: string | null;
  @Column('text') note!: string;
}

export const gateEntities = [GateEntity, GateDrillEntity];
