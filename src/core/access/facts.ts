import type { WeeklyHours } from '../calendar/opening-hours.js';
import type { CertificateFacts } from '../certification/facts.js';
import type { Interval } from '../interval.js';
import type { BookingMode, FailSafeClass, Hazard } from '../kinds.js';
import type { Bilingual } from '../words/bilingual.js';
import type { Planned } from './planned.js';

/** One snapshot, loaded in one statement; all that any access rule may look at. Times in ms since the epoch. */
export interface AccessFacts {
  readonly now: number;
  /** Of the workshop (IANA): in it opening hours are meant. */
  readonly zone: string;
  /** Undefined in a preview. */
  readonly tap: TapFacts | undefined;
  /** Undefined when the card is unknown, or in a preview for nobody. */
  readonly member: MemberFacts | undefined;
  readonly machine: MachineFacts;
  /** Undefined when the machine has no gate. */
  readonly gate: GateFacts | undefined;
  /** Of the workshop, those that hold now or begin within a day, in order. */
  readonly closures: readonly Planned[];
  /** The same of this machine. */
  readonly outages: readonly Planned[];
  /** Undefined: always open. */
  readonly openingHours: WeeklyHours | undefined;
  /** Undefined: nobody ever said anything about them. */
  readonly openingHoursSetAt: number | undefined;
  /** A supervisor has to be there, and none is booked in now. */
  readonly supervisorMissing: boolean;
  /** When that was set; undefined: never. */
  readonly supervisorAskedAt: number | undefined;
  /** One for each competency the machine requires. */
  readonly certificates: readonly CertificateFacts[];
  /** The session that is open on this machine. */
  readonly session: SessionFacts | undefined;
  /** Open sessions of the member on other machines, but for those booked along with another (an extractor). */
  readonly elsewhere: readonly { readonly machineName: Bilingual }[];
  readonly memberSessionsMax: number;
  readonly groupInUse: { readonly machineName: Bilingual } | undefined;
  readonly booking: BookedTime | undefined;
  readonly nextBooking: BookedTime | undefined;
}

export interface TapFacts {
  /** The largest of what the gate says, the delay seen and the time since receipt. */
  readonly ageMs: number;
  /** From an earlier power-up of the gate. */
  readonly superseded: boolean;
  readonly card: { readonly blocked: boolean } | undefined;
  readonly unknownCardsLastMinute: number;
  /** The card's last tap at this gate. */
  readonly previous: { readonly code: string; readonly agoMs: number } | undefined;
}

export interface MemberFacts {
  readonly id: string;
  readonly suspended: boolean;
  readonly membershipUntil: number | undefined;
}

export interface MachineFacts {
  readonly id: string;
  readonly hazard: Hazard;
  readonly bookingMode: BookingMode;
  readonly outOfOrderSince: number | undefined;
}

export interface GateFacts {
  readonly contactAt: number | undefined;
  readonly online: boolean;
  readonly estop: boolean;
  /** It said last that its relay is on. */
  readonly on: boolean;
  readonly fault: string | undefined;
  readonly failSafeClass: FailSafeClass;
}

export interface SessionFacts {
  readonly id: string;
  readonly memberId: string;
  readonly memberName: string;
  readonly state: 'starting' | 'running' | 'ending';
  readonly until: number | undefined;
}

export interface BookedTime extends Interval {
  readonly id: string;
  readonly memberId: string;
  /** It waits for somebody's approval: the slot is taken, but nobody may use it yet. */
  readonly held: boolean;
  /** Booked along with a machine that needs this one. */
  readonly along: boolean;
  /** Codes of refusals that staff set aside for it. */
  readonly overrides: readonly string[];
  /** When they were given. */
  readonly overridesAt: number | null;
}
