import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Language, Role } from '../../contracts/http/index.js';

@Entity('member')
export class MemberEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') email!: string;
  @Column('text', { name: 'password_hash', nullable: true, select: false }) passwordHash!: string | null;
  @Column('text') language!: Language;
  @Column('text', { array: true }) roles!: Role[];
  @Column('timestamptz', { name: 'suspended_at', nullable: true }) suspendedAt!: Date | null;
  @Column('text', { name: 'suspended_reason', nullable: true }) suspendedReason!: string | null;
  @Column('timestamptz', { name: 'membership_until', nullable: true }) membershipUntil!: Date | null;
  @Column('uuid', { name: 'membership_kind_id', nullable: true }) membershipKindId!: string | null;
  /** Rises with each write that changes a right. */
  @Column('bigint') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
