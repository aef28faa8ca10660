import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A card is known by two digests; its number is nowhere. */
@Entity('card')
export class CardEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('text') tech!: string;
  @Column('text') label!: string;
  @Column('bytea', { select: false }) digest!: Buffer;
  @Column('bytea', { name: 'site_digest', select: false }) siteDigest!: Buffer;
  @Column('timestamptz', { name: 'blocked_at', nullable: true }) blockedAt!: Date | null;
  @Column('text', { name: 'blocked_reason', nullable: true }) blockedReason!: string | null;
  @Column('timestamptz', { name: 'retired_at', nullable: true }) retiredAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
