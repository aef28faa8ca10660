import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Bilingual } from '../../contracts/http/index.js';

/** What one must be trained in. Certificates of an older `procedureVersion` are worth nothing. */
@Entity('competency')
export class CompetencyEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('jsonb') name!: Bilingual;
  @Column('int', { name: 'procedure_version' }) procedureVersion!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
