import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Bilingual, Machine } from '../../contracts/http/index.js';

/** What is booked and powered. `version` rises with each change of who may power it. */
@Entity('machine')
export class MachineEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') slug!: string;
  @Column('jsonb') name!: Bilingual;
  @Column('text') hazard!: Machine['hazard'];
  @Column('text', { name: 'booking_mode' }) bookingMode!: Machine['bookingMode'];
  @Column('text', { name: 'lost_contact' }) lostContact!: Machine['lostContact'];
  @Column('uuid', { name: 'exclusive_group_id', nullable: true }) exclusiveGroupId!: string | null;
  @Column('uuid', { name: 'machine_group_id', nullable: true }) machineGroupId!: string | null;
  @Column('real', { name: 'busy_from_w', nullable: true }) busyFromW!: number | null;
  @Column('timestamptz', { name: 'out_of_order_at', nullable: true }) outOfOrderAt!: Date | null;
  @Column('text', { name: 'out_of_order_reason', nullable: true }) outOfOrderReason!: string | null;
  @Column('timestamptz', { name: 'retired_at', nullable: true }) retiredAt!: Date | null;
  @Column('bigint') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
