import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Bilingual } from '../../contracts/http/index.js';

/** Machines of which one may run at a time. */
@Entity('exclusive_group')
export class ExclusiveGroupEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('jsonb') name!: Bilingual;
  @Column('bigint') version!: number;
}
