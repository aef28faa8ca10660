import type { ComponentType } from 'react';
import { useParams } from 'wouter';
import { NotFound } from '../../app/not-found.js';
import { isStaff, useMe } from '../../api/me.js';
import { useTongue } from '../../i18n/language.js';
import { Screen } from '../../ui/screen.js';
import { Closures } from './closures.js';
import { Decisions } from './decisions.js';
import { DeskParts } from './desk-parts.js';
import { Outages } from './outages.js';
import { Supervision } from './supervision.js';

const parts = { decisions: Decisions, outages: Outages, closures: Closures, supervision: Supervision } satisfies Record<
  string,
  ComponentType
>;
const isPart = (name: string): name is keyof typeof parts => Object.hasOwn(parts, name);

/** What staff do about bookings, one matter at a time; supervision is for instructors too. */
export default function DeskScreen() {
  const { t } = useTongue();
  const { part = 'decisions' } = useParams<{ part?: string }>();
  const me = useMe();
  if (!isPart(part) || (part !== 'supervision' && !isStaff(me))) return <NotFound />;
  const Part = parts[part];
  return (
    <Screen key={part} title={t.desk[part]}>
      <DeskParts />
      <Part />
    </Screen>
  );
}
